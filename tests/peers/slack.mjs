// Slack: people and channels of the emulator "emulate", Slack's own client as the people, and the verifier of Bolt as
// the judge of signatures.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

import { lowerCase, request } from './support/http.mjs';
import { SlackCommand, SlackEvents, configure } from './support/platforms.mjs';
import { secondsNow, slackHeaders } from './support/signing.mjs';
import { startBot, startService } from './support/sipwhy.mjs';
import { Workspace } from './support/slack_workspace.mjs';
import { peerFile, run } from './support/suite.mjs';
import { until } from './support/wait.mjs';

await run('slack', async (suite) => {
  const { verifySlackRequest } = await import(peerFile('@slack/bolt', 'dist/receivers/verify-request.js'));
  const workspace = await Workspace.start(suite);
  const voip = workspace.channel('voip');
  let channel; // each test has one of its own, since the bot says no more than ten things in ten seconds in one
  const slack = new SlackEvents(workspace.api, { open_to: [voip] });
  slack.secrets = { SLACK_SIGNING_SECRET: workspace.secret, SLACK_TOKEN: workspace.bot.token };
  const command = new SlackCommand(slack);
  const service = await startService(suite);
  const bot = await startBot(suite, { service, ...configure([slack]) });
  workspace.connect(bot.url + slack.section.events_path);

  const say = (channel, text, more = {}) => workspace.alice.chat.postMessage({ channel, text, ...more });
  const mention = (text) => `<@${workspace.bot.user}> ${text}`;
  const send = ({ path, headers, body }) => request(bot.url + path, { headers, body });
  const test = (situation, body) =>
    suite.test(situation, async (scope) => {
      channel = await workspace.newChannel();
      await body(scope);
    });
  // Replies are posted to a channel in the order of their questions: when a later one has its answer, all others have
  // theirs.
  const flush = async (where) => {
    const { ts } = await say(where, mention('607'));
    await until('an answer to a later question', async () => (await workspace.saidInThread(where, ts)).length);
  };
  const answeredOnce = async (where, ts, pattern) => {
    await until(`an answer to ${ts}`, async () => (await workspace.saidInThread(where, ts)).length);
    await flush(where);
    const said = await workspace.saidInThread(where, ts);
    assert.equal(said.length, 1, `answers:\n${said.map((message) => message.text).join('\n---\n')}`);
    assert.match(said[0].text, pattern);
    return said[0];
  };

  await test('Bolt accepts what the emulator sends, so both speak as Slack does', async () => {
    await say(channel, 'good morning');
    const { headers, body } = workspace.events.at(-1);
    verifySlackRequest({ signingSecret: workspace.secret, headers, body });
  });

  await test('a mention in a channel is answered once, in a thread', async () => {
    const { ts } = await say(channel, mention('301 vs 408'));
    const answer = await answeredOnce(channel, ts, /301 Moved Permanently vs 408 Request Timeout/);
    assert.equal(answer.thread_ts, ts);
    // The answer may be posted before the acknowledgement is read.
    await until('the event to be acknowledged', () => workspace.events.at(-1).status === 200);
  });

  await test('the answer asks for no unfurling, and its blocks are within the limits of Slack', async () => {
    const { unfurl_links, unfurl_media, blocks, answer } = workspace.posts.at(-1);
    assert.deepEqual(
      { unfurl_links, unfurl_media, ok: answer.ok },
      { unfurl_links: false, unfurl_media: false, ok: true },
    );
    assert.ok(blocks.length <= 50);
    for (const block of blocks) assert.ok((block.text?.text ?? '').length <= 3000);
  });

  await test('a mention in a thread is answered in that thread', async () => {
    const first = await say(channel, 'why does the phone ring and then stop?');
    const { ts } = await say(channel, mention('487'), { thread_ts: first.ts });
    await until('an answer', async () => workspace.posts.some((post) => post.thread_ts === first.ts));
    assert.equal((await workspace.saidInThread(channel, first.ts)).length, 1);
    assert.equal((await workspace.saidInThread(channel, ts)).length, 0);
  });

  await test('a direct message needs no mention', async () => {
    const direct = (await workspace.alice.conversations.open({ users: workspace.bot.user })).channel.id;
    const { ts } = await say(direct, '486');
    const post = await until('an answer', () => workspace.posts.find((one) => one.channel === direct));
    assert.match(post.text, /486 Busy Here/);
    assert.ok(ts);
  });

  await test('a bare comparison is answered in an open channel alone', async () => {
    const other = await say(channel, '480 vs 486');
    const open = await say(voip, '480 vs 486');
    await answeredOnce(voip, open.ts, /480 Temporarily Unavailable vs 486 Busy Here/);
    assert.deepEqual(await workspace.saidInThread(channel, other.ts), []);
  });

  await test('talk in an open channel is left alone', async () => {
    const talk = [];
    for (const text of ['build 301 vs 408 tickets', 'room 404', 'who is on call?']) talk.push(await say(voip, text));
    await flush(voip);
    for (const { ts } of talk) assert.deepEqual(await workspace.saidInThread(voip, ts), []);
  });

  await test('three deliveries at once, two of them marked as retries, get one answer', async () => {
    workspace.deliver = (event) => Promise.all([0, 1, 2].map((retry) => workspace.forward(asRetry(event, retry))));
    const { ts } = await say(channel, mention('503')).finally(restoreDelivery);
    await answeredOnce(channel, ts, /503 Service Unavailable/);
  });

  await test('a retry after the answer gets no second one', async () => {
    const { ts } = await say(channel, mention('504'));
    const event = workspace.events.at(-1);
    await until('an answer', async () => (await workspace.saidInThread(channel, ts)).length);
    assert.equal((await workspace.forward(asRetry(event, 1))).status, 200);
    await answeredOnce(channel, ts, /504 Server Time-out/);
  });

  await test('a retry that overtakes the first delivery changes nothing', async () => {
    workspace.deliver = async (event) => {
      const retry = await workspace.forward(asRetry(event, 1));
      return [await workspace.forward(event), retry];
    };
    const { ts } = await say(channel, mention('505')).finally(restoreDelivery);
    await answeredOnce(channel, ts, /505 Version Not Supported/);
  });

  await test('app_mention and message of one post get one answer', async () => {
    workspace.deliver = (event) =>
      Promise.all([workspace.forward(event), workspace.forward(asAppMention(event, slack))]);
    const { ts } = await say(channel, mention('500')).finally(restoreDelivery);
    await answeredOnce(channel, ts, /500 Server Internal Error/);
  });

  await test('the bot answers neither itself, nor other bots, nor edits, nor old posts', async () => {
    const { ts } = await say(channel, 'nothing to see');
    await workspace.alice.chat.update({ channel, ts, text: mention('301 vs 408') });
    const post = {
      type: 'message',
      channel,
      user: 'U77',
      text: mention('486 vs 600'),
      ts: `${secondsNow()}.000777`,
    };
    const strangers = [
      { ...post, user: workspace.bot.user },
      { ...post, bot_id: 'B77', subtype: 'bot_message' },
      { ...post, bot_id: 'B77' },
      { ...post, bot_id: workspace.bot.id },
      { ...post, edited: { user: 'U77', ts: `${secondsNow()}.000778` } },
      { ...post, subtype: 'message_deleted' },
      { ...post, ts: `${secondsNow() - 600}.000777` },
      { ...post, type: 'reaction_added' },
    ];
    for (const event of strangers) assert.equal((await send(slack.envelope(event))).status, 200);
    await flush(channel);
    for (const at of [ts, post.ts]) assert.deepEqual(await workspace.saidInThread(channel, at), []);
    assert.ok(!workspace.posts.some((one) => /486 Busy Here vs 600/.test(one.text)));
  });

  await test('what people type into a question cannot call or link anybody', async () => {
    const { ts } = await say(
      voip,
      mention('&lt;!channel&gt; <!here> @everyone <@U77> <http://evil.example|486> `*_~ 486 vs 603'),
    );
    await flush(voip);
    for (const message of await workspace.saidInThread(voip, ts)) assertHarmless(message);
  });

  await test('a rate limit is waited out, and the answer comes once', async () => {
    let refused = 0;
    workspace.intercept = ({ method }) =>
      method.startsWith('chat.') && refused++ === 0
        ? { status: 429, headers: { 'Retry-After': '1' }, body: { ok: false, error: 'ratelimited' } }
        : undefined;
    const { ts } = await say(channel, mention('600'));
    await until('a second call', () => refused > 1, 8000);
    workspace.intercept = () => undefined;
    await answeredOnce(channel, ts, /600 Busy Everywhere/);
  });

  await test('an API that fails once is asked again', async () => {
    let failed = 0;
    workspace.intercept = ({ method }) =>
      method.startsWith('chat.') && failed++ === 0 ? { status: 503, body: 'upstream connect error' } : undefined;
    const { ts } = await say(channel, mention('604'));
    await until('a second call', () => failed > 1, 8000);
    workspace.intercept = () => undefined;
    await answeredOnce(channel, ts, /604 Does Not Exist Anywhere/);
  });

  await test('an API that refuses the channel is not asked for ever', async () => {
    const asked = [];
    workspace.intercept = ({ method, fields }) =>
      method.startsWith('chat.') && fields.channel === channel
        ? (asked.push(method), { body: { ok: false, error: 'not_in_channel' } })
        : undefined;
    await say(channel, mention('606'));
    await until('a call', () => asked.length);
    const { ts } = await say(voip, mention('605'));
    await until('an answer elsewhere', async () => (await workspace.saidInThread(voip, ts)).length);
    workspace.intercept = () => undefined;
    assert.equal(asked.length, 1);
  });

  await test('the token travels in the Authorization header alone', async () => {
    for (const { path, headers, body } of workspace.apiRequests) {
      assert.equal(headers.authorization, `Bearer ${workspace.bot.token}`);
      assert.ok(!path.includes(workspace.bot.token) && !body.includes(workspace.bot.token));
    }
  });

  await test('a question that is not understood is asked back where only the asker sees it', async () => {
    const { ts } = await say(channel, mention('brrr xyzzy'));
    const post = await until('an answer', () => workspace.posts.find((one) => one.method === 'chat.postEphemeral'));
    assert.equal(post.user, workspace.aliceId);
    assert.deepEqual(await workspace.saidInThread(channel, ts), []);
  });

  await test('url_verification gives the challenge back, if it is signed', async () => {
    const body = JSON.stringify({
      token: 'x',
      challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
      type: 'url_verification',
    });
    const url = bot.url + slack.section.events_path;
    const answer = await request(url, { headers: { 'Content-Type': 'application/json', ...slack.sign(body) }, body });
    assert.equal(answer.status, 200);
    assert.match(answer.body, /3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P/);
    const forged = await request(url, {
      headers: { 'Content-Type': 'application/json', ...slackHeaders('another secret', body) },
      body,
    });
    assert.deepEqual([forged.status, forged.body], [401, '']);
  });

  await test('ssl_check without a signature is answered with nothing', async () => {
    const answer = await request(bot.url + slack.section.command_path, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'ssl_check=1&token=x',
    });
    assert.deepEqual([answer.status, answer.body], [200, '']);
  });

  await test('a slash command that Bolt accepts is answered in the response', async () => {
    const question = command.question('301 vs 408');
    verifySlackRequest({ signingSecret: workspace.secret, headers: lowerCase(question.headers), body: question.body });
    const answer = await send(question);
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^application\/json/);
    const said = JSON.parse(answer.body);
    assert.equal(said.response_type, 'in_channel');
    assert.match(said.text, /301 Moved Permanently vs 408 Request Timeout/);
    assert.ok(answer.milliseconds < 2500);
  });

  await test('a slash command that is sent again gets the same bytes', async () => {
    const question = command.question('486');
    assert.equal((await send(question)).body, (await send(question)).body);
  });

  await test('help and what is not understood are for the asker alone', async () => {
    for (const text of ['', 'help', 'brrr xyzzy']) {
      const said = JSON.parse((await send(command.question(text))).body);
      assert.equal(said.response_type, 'ephemeral', text);
    }
  });

  await test('no slash command brings a mention or an unfurl into the channel', async () => {
    for (const text of [
      '<!channel> 486',
      '&lt;!here&gt; 486',
      '<https://evil.example/|486> vs 600',
      '@everyone 486',
      '486 <!subteam^S1|x>',
    ]) {
      const answer = await send(command.question(text));
      assertHarmless(JSON.parse(answer.body), text);
    }
  });

  await test('the bot and Bolt agree on who is Slack', async () => {
    const body = command.question('486').body;
    for (const [what, headers, bytes, known] of forgeries(workspace.secret, body)) {
      const { status } = await send({
        path: command.slack.section.command_path,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
        body: bytes,
      });
      const bolt = accepts(verifySlackRequest, workspace.secret, headers, bytes);
      assert.equal(
        status === 200,
        known ?? bolt,
        `${what}: the bot says ${status}, Bolt ${bolt ? 'accepts' : 'refuses'}`,
      );
    }
  });

  await test('a wrong signature posts nothing', async () => {
    workspace.deliver = async ({ headers, body }) => [
      await workspace.forward({ headers: { ...headers, ...slackHeaders('another secret', body) }, body }),
    ];
    const { ts } = await say(channel, mention('301 vs 408')).finally(restoreDelivery);
    await until('the event to be refused', () => workspace.events.at(-1).status === 401);
    await flush(channel);
    assert.deepEqual(await workspace.saidInThread(channel, ts), []);
    const posts = () => workspace.posts.filter((post) => post.channel === channel);
    // A post is in the thread before the emulator has said so.
    await until('the later answer to be noted', () => posts().length > 0);
    assert.equal(posts().length, 1);
  });

  function restoreDelivery() {
    workspace.deliver = async (event) => [await workspace.forward(event)];
  }
});

// docs.slack.dev, "Events API": a retry is the same bytes with two more headers, signed anew.
function asRetry({ headers, body }, retry) {
  return retry === 0
    ? { headers, body }
    : { headers: { ...headers, 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }, body };
}

// The emulator sends no app_mention: the same post as that event, with an id of its own.
function asAppMention({ headers, body }, slack) {
  const { event } = JSON.parse(body);
  const { body: other } = slack.envelope({ ...event, type: 'app_mention', event_ts: event.ts });
  return { headers: { ...headers, ...lowerCase(slack.sign(other)) }, body: other };
}

function accepts(verify, signingSecret, headers, body) {
  try {
    verify({ signingSecret, headers: lowerCase(headers), body });
    return true;
  } catch {
    return false;
  }
}

function assertHarmless({ text, blocks }, input = '') {
  const all = text + JSON.stringify(blocks ?? []);
  assert.doesNotMatch(all, /<!|<@|<#|evil\.example|@everyone|@channel|@here/, input);
}

// Requests as [what, headers, body, the verdict where we differ from Bolt on purpose].
function forgeries(secret, body) {
  const good = slackHeaders(secret, body);
  const { 'X-Slack-Signature': signature, 'X-Slack-Request-Timestamp': at } = good;
  const changed = (index, text) => text.slice(0, index) + (text[index] === '0' ? '1' : '0') + text.slice(index + 1);
  const signed = (stamp) => ({
    'X-Slack-Request-Timestamp': stamp,
    'X-Slack-Signature': `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`,
  });
  return [
    ['as it should be', good, body],
    ['four minutes old', signed(String(secondsNow() - 240)), body],
    ['six minutes old', signed(String(secondsNow() - 360)), body],
    ['six minutes ahead, which Bolt lets pass', signed(String(secondsNow() + 360)), body, false],
    ['a timestamp that is no number, which Bolt lets pass', signed('now'), body, false],
    ['no signature', { 'X-Slack-Request-Timestamp': at }, body],
    ['no timestamp', { 'X-Slack-Signature': signature }, body],
    ['an empty signature', { ...good, 'X-Slack-Signature': '' }, body],
    ['version 1', { ...good, 'X-Slack-Signature': signature.replace('v0=', 'v1=') }, body],
    ['capital digits', { ...good, 'X-Slack-Signature': `v0=${signature.slice(3).toUpperCase()}` }, body],
    ['a digit less', { ...good, 'X-Slack-Signature': signature.slice(0, -1) }, body],
    ['another secret', slackHeaders(`${secret}x`, body), body],
    ['an empty secret', slackHeaders(' ', body), body],
    ['a body with a byte more', good, `${body} `],
    ['the same form in another order', good, body.split('&').reverse().join('&')],
    ['no body', good, ''],
    ...Array.from({ length: 64 }, (_, digit) => [
      `digit ${digit} changed`,
      { ...good, 'X-Slack-Signature': changed(3 + digit, signature) },
      body,
    ]),
  ];
}
