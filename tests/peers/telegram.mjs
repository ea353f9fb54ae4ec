// Telegram: the server telegram-test-api, by long polls and by a webhook, and a bot of grammY that wants the same
// messages.
import assert from 'node:assert/strict';

import { request, startServer } from './support/http.mjs';
import { startBot, startService, temporaryFolder } from './support/sipwhy.mjs';
import { peerPackage, run } from './support/suite.mjs';
import { Telegram, failure, problemOf } from './support/telegram.mjs';
import { until } from './support/wait.mjs';

const BOT = 'TestNameBot'; // as the server's getMe says

await run('telegram', async (suite) => {
  const service = await startService(suite);
  await suite.test('the judge of messages knows good ones from bad', () => {
    for (const text of [
      '486',
      '<b>486</b> &amp; <a href="https://x">x</a>',
      '<pre><code class="language-sip">a</code></pre>',
    ])
      assert.equal(problemOf({ text, parse_mode: 'HTML' }), undefined, text);
    for (const text of ['', '<b>', '</b>', '<b><i></b></i>', '<h1>x</h1>', 'a < b', 'a > b', 'AT&T', 'x'.repeat(4097)])
      assert.notEqual(problemOf({ text, parse_mode: 'HTML' }), undefined, text);
  });
  await polling(suite, service);
  await webhook(suite, service);
});

async function polling(suite, service) {
  const telegram = await Telegram.start(suite);
  const config = {
    telegram: [
      { name: 'telegram', mode: 'poll', token: { env: 'TELEGRAM_TOKEN' }, api: telegram.api, open_to: ['-500'] },
    ],
  };
  const options = {
    service,
    config,
    secrets: { TELEGRAM_TOKEN: telegram.token },
    memory: `${temporaryFolder(suite)}/bot.db`,
  };
  let bot = await startBot(suite, options);
  let chats = 1000;
  const alone = () => telegram.person({ userId: (chats += 1), chatId: chats });
  const group = telegram.person({ userId: 7, chatId: -400, type: 'supergroup', chatTitle: 'voip' });
  const send = (person, text, more) => person.sendMessage(person.makeMessage(text, more));
  const ask = async (person, text, pattern) => {
    await send(person, text);
    return telegram.awaitSent(person.chatId, pattern);
  };
  // What is sent into the chat of `person` until a later question there is answered.
  const sentAfter = async (person) => {
    await person.sendCommand(person.makeCommand(`/sip@${BOT} 607`));
    await telegram.awaitSent(person.chatId, /607/);
    return telegram.sent(person.chatId).slice(0, -1);
  };

  await suite.test('a private question is answered in HTML that Telegram can read, without a preview', async () => {
    const person = alone();
    const message = await ask(person, '301 vs 408', /301 Moved Permanently.*408 Request Timeout/s);
    assert.equal(message.parse_mode, 'HTML');
    assert.equal(message.link_preview_options?.is_disabled, true);
    assert.equal((await sentAfter(person)).length, 1);
  });

  await suite.test('an empty chat is not asked about in haste', async () => {
    const polls = telegram.calls.filter((call) => call.method === 'getUpdates').length;
    await ask(alone(), '486', /486 Busy Here/);
    const { fields } = telegram.calls.findLast((call) => call.method === 'getUpdates');
    assert.ok(fields.timeout >= 20, `the poll lasts ${fields.timeout} s`);
    assert.ok(telegram.calls.filter((call) => call.method === 'getUpdates').length <= polls + 3);
  });

  for (const [text, pattern] of [
    ['/start', /486/],
    ['/help', /486/],
    ['/sip 487', /487 Request Terminated/],
    [`/sip@${BOT} 488`, /488 Not Acceptable Here/],
  ]) {
    await suite.test(`the command ${text} is answered`, async () => {
      const person = alone();
      await person.sendCommand(person.makeCommand(text));
      await telegram.awaitSent(person.chatId, pattern);
    });
  }

  await suite.test('in a group the bot answers commands and mentions, in reply and in the topic', async () => {
    await group.sendCommand(group.makeCommand(`/sip@${BOT} 486`, { message_thread_id: 9, is_topic_message: true }));
    const first = await telegram.awaitSent(-400, /486 Busy Here/);
    assert.equal(first.message_thread_id, 9);
    assert.ok(first.reply_parameters?.message_id > 0);
    await send(group, `@${BOT} 487`, { entities: [{ type: 'mention', offset: 0, length: BOT.length + 1 }] });
    await telegram.awaitSent(-400, /487 Request Terminated/);
  });

  await suite.test('in a group what is not for the bot is left alone', async () => {
    const before = telegram.sent(-400).length;
    await send(group, '480 vs 486');
    await send(group, 'room 404');
    await group.sendCommand(group.makeCommand('/sip@OtherBot 486'));
    await send(group, `@${BOT} 486`, {
      from: { is_bot: true },
      entities: [{ type: 'mention', offset: 0, length: BOT.length + 1 }],
    });
    assert.equal((await sentAfter(group)).length, before);
  });

  await suite.test('a bare comparison is answered in an open group', async () => {
    await ask(
      telegram.person({ userId: 7, chatId: -500, type: 'supergroup' }),
      '480 vs 486',
      /480 Temporarily Unavailable/,
    );
  });

  await suite.test('an old message and what is no text are left alone', async () => {
    const person = alone();
    await send(person, '486', { date: Math.floor(Date.now() / 1000) - 600 });
    await send(person, undefined, { photo: [{ file_id: 'x' }] });
    await send(person, undefined, { new_chat_members: [{ id: 9, first_name: 'Carol', is_bot: false }] });
    assert.deepEqual(await sentAfter(person), []);
  });

  await suite.test('/full brings more than /sip, and so does the word', async () => {
    const person = alone();
    await person.sendCommand(person.makeCommand('/sip 486'));
    const { text: short } = await telegram.awaitSent(person.chatId, /486 Busy Here/);
    for (const ask of [(one) => one.sendCommand(one.makeCommand('/full 486')), (one) => send(one, '486 full')]) {
      const other = alone();
      await ask(other);
      const { text } = await telegram.awaitSent(other.chatId, /486 Busy Here/);
      assert.ok(text.length > short.length, `${text.length} characters, not more than ${short.length}`);
    }
  });

  await suite.test('all that can be asked gives messages within the limit and in good HTML', async () => {
    const japanese = alone();
    await ask(japanese, 'language ja', /./s);
    await ask(japanese, '480 vs 486 full', /[\u3040-\u30ff][^]*486|486[^]*[\u3040-\u30ff]/);
    for (const text of [
      '480 vs 486 vs 600 vs 603 full',
      '301 vs 408 full',
      '4xx',
      'cause 17',
      '<b>486</b> & <i> vs 600',
      'brrr',
    ]) {
      await ask(alone(), text, /./s);
    }
    assert.deepEqual(
      telegram.calls
        .filter((call) => call.method === 'sendMessage' && call.status !== 200)
        .map((call) => call.body.description),
      [],
    );
  });

  await suite.test('a rate limit is waited out as long as Telegram says, and the answer comes once', async () => {
    const person = alone();
    const tries = [];
    telegram.intercept = ({ method, fields, at }) =>
      method === 'sendMessage' && fields.chat_id === person.chatId && tries.push(at) === 1
        ? failure(429, 'Too Many Requests: retry after 2', { retry_after: 2 })
        : undefined;
    await ask(person, '486', /486/).finally(pass);
    assert.equal(tries.length, 2);
    assert.ok(tries[1] - tries[0] >= 1900, `tried again after ${Math.round(tries[1] - tries[0])} ms`);
    assert.equal((await sentAfter(person)).length, 1);
  });

  await suite.test('HTML that Telegram refuses is sent once more as plain text', async () => {
    const person = alone();
    telegram.intercept = ({ method, fields }) =>
      method === 'sendMessage' && fields.parse_mode && fields.chat_id === person.chatId
        ? failure(400, "Bad Request: can't parse entities: Unsupported start tag")
        : undefined;
    const { text, parse_mode: mode } = await ask(person, '486', /486 Busy Here/).finally(pass);
    assert.equal(mode, undefined);
    assert.doesNotMatch(text, /<\/?(b|pre|code|a|i)\b/);
  });

  await suite.test('who has blocked the bot does not hold up the others', async () => {
    const gone = alone();
    telegram.intercept = ({ method, fields }) =>
      method === 'sendMessage' && fields.chat_id === gone.chatId
        ? failure(403, 'Forbidden: bot was blocked by the user')
        : undefined;
    await send(gone, '486');
    await ask(alone(), '487', /487/).finally(pass);
    assert.equal(
      telegram.calls.filter(({ method, fields }) => method === 'sendMessage' && fields.chat_id === gone.chatId).length,
      1,
    );
  });

  await suite.test('a server that fails is asked again, not in haste, and nothing is lost', async () => {
    const person = alone();
    const failed = [];
    telegram.intercept = ({ method, at }) =>
      method === 'getUpdates' && failed.length < 2 ? (failed.push(at), failure(502, 'Bad Gateway')) : undefined;
    await ask(alone(), '486', /486/); // ends the poll that is under way
    await ask(person, '487', /487/).finally(pass);
    assert.ok(failed[1] - failed[0] >= 900, `tried again after ${Math.round(failed[1] - failed[0])} ms`);
    assert.equal((await sentAfter(person)).length, 1);
  });

  await suite.test('a bot that was killed before Telegram had its answer answers once when it is back', async () => {
    const person = alone();
    let held;
    telegram.intercept = ({ method, fields }) =>
      method === 'sendMessage' && fields.chat_id === person.chatId
        ? new Promise((resolve) => (held = resolve))
        : undefined;
    await send(person, '486');
    await until('the answer to be on its way', () => held);
    bot.program.kill('SIGKILL');
    await bot.program.ended;
    pass();
    held(failure(500, 'the connection is gone'));
    bot = await startBot(suite, options);
    await telegram.awaitSent(person.chatId, /486/);
    assert.equal((await sentAfter(person)).length, 1);
  });

  await suite.test(
    'beside a bot of grammY with the same token both are told so, and ours goes on when it is gone',
    async () => {
      const { Bot, GrammyError } = await peerPackage('grammy');
      const other = new Bot(telegram.token, { client: { apiRoot: telegram.api } });
      const person = alone();
      let taken = 0;
      other.on('message', () => (taken += 1));
      const before = telegram.calls.length;
      const outcome = await other.start().then(
        () => 'stopped',
        (error) => error,
      );
      assert.ok(outcome instanceof GrammyError && outcome.error_code === 409, String(outcome));
      await until('the bot to say so', () => /telegram: .*(409|[Cc]onflict)/.test(bot.program.stderr));
      await ask(person, '486', /486/);
      assert.equal((await sentAfter(person)).length, 1);
      assert.equal(taken, 0);
      const polls = telegram.calls.slice(before).filter((call) => call.method === 'getUpdates').length;
      assert.ok(polls < 20, `${polls} polls`);
    },
  );

  await suite.test('the position survives a restart: what was answered is not asked for again', async () => {
    const person = alone();
    await ask(person, '486', /486/);
    assert.equal((await bot.program.stop()).code, 0);
    const before = telegram.calls.length;
    bot = await startBot(suite, options);
    assert.equal((await sentAfter(person)).length, 1);
    const first = telegram.calls.slice(before).find((call) => call.method === 'getUpdates');
    assert.ok(first.fields.offset > 1);
  });

  await suite.test('a wrong token is told in the log and not tried in haste', async (scope) => {
    const before = telegram.calls.length;
    const wrong = await startBot(scope, { service, config, secrets: { TELEGRAM_TOKEN: '667:wrong' } });
    await until('a complaint', () => /telegram: .*token/.test(wrong.program.stderr));
    await ask(alone(), '486', /486/);
    assert.equal(telegram.calls.slice(before).filter((call) => call.status === 401).length, 1);
  });

  await suite.test('stopping does not wait for the poll that is under way', async () => {
    const start = performance.now();
    assert.equal((await bot.program.stop()).code, 0);
    assert.ok(performance.now() - start < 3000, `it took ${Math.round(performance.now() - start)} ms`);
  });

  function pass() {
    telegram.intercept = () => undefined;
  }
}

async function webhook(suite, service) {
  const telegram = await Telegram.start(suite);
  const secret = 'a-secret-token';
  const config = {
    telegram: [
      {
        name: 'telegram',
        mode: 'webhook',
        path: '/telegram',
        token: { env: 'TELEGRAM_TOKEN' },
        secret_token: { env: 'TELEGRAM_SECRET' },
        api: telegram.api,
      },
    ],
  };
  const bot = await startBot(suite, {
    service,
    config,
    secrets: { TELEGRAM_TOKEN: telegram.token, TELEGRAM_SECRET: secret },
  });
  const url = `${bot.url}/telegram`;
  const answers = [];
  const post = (body, headers = { 'X-Telegram-Bot-Api-Secret-Token': secret }) =>
    request(url, { headers: { 'content-type': 'application/json', ...headers }, body });
  // Telegram sends the secret, which the server does not, and takes a call of a method from the response.
  const telegramItself = await startServer(suite, async ({ body }) => {
    const answer = await post(body);
    answers.push({ update: body, ...answer });
    return { status: answer.status };
  });
  const { body: set } = await request(`${telegram.server.config.apiURL}/bot${telegram.token}/setWebhook`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: telegramItself.url }),
  });
  assert.equal(JSON.parse(set).ok, true);
  const ask = async (person, text, more) => {
    const before = answers.length;
    person.sendMessage(person.makeMessage(text, more)).catch(() => {});
    return until('the update to be answered', () => answers[before]);
  };

  await suite.test('an update to the webhook is answered by a call in the response', async () => {
    // The bot learns its name first.
    await until('the bot to know itself', () =>
      telegram.calls.some((call) => call.method === 'getMe' && call.status === 200),
    );
    const { status, body, headers } = await ask(telegram.person({ userId: 5, chatId: 5 }), '301 vs 408');
    assert.equal(status, 200);
    assert.match(headers['content-type'], /^application\/json/);
    const call = JSON.parse(body);
    assert.deepEqual([call.method, call.chat_id], ['sendMessage', 5]);
    assert.match(call.text, /301 Moved Permanently/);
    assert.equal(problemOf(call), undefined);
  });

  await suite.test('an update that comes again gets the same call', async () => {
    const first = await ask(telegram.person({ userId: 6, chatId: 6 }), '486');
    assert.equal((await post(first.update)).body, first.body);
  });

  await suite.test('what is not for the bot is answered with nothing', async () => {
    const { status, body } = await ask(telegram.person({ userId: 7, chatId: -7, type: 'supergroup' }), '480 vs 486');
    assert.deepEqual([status, body], [200, '']);
  });

  await suite.test('without the secret, or with another, an update is refused', async () => {
    const { update } = answers[0];
    for (const headers of [
      {},
      { 'X-Telegram-Bot-Api-Secret-Token': '' },
      { 'X-Telegram-Bot-Api-Secret-Token': `${secret}x` },
      { 'X-Telegram-Bot-Api-Secret-Token': secret.slice(1) },
    ]) {
      const { status, body } = await post(update, headers);
      assert.deepEqual([status, body], [401, '']);
    }
  });
}
