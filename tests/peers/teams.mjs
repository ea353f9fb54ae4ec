// Microsoft Teams: activities of Microsoft's Agents Playground, brought to the bot as an outgoing webhook, and cards
// judged by Microsoft's Adaptive Cards library.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import { Playground } from './support/playground.mjs';
import { Teams, configure } from './support/platforms.mjs';
import { startBot, startService } from './support/sipwhy.mjs';
import { teamsHeaders } from './support/signing.mjs';
import { peerFile, run } from './support/suite.mjs';

const CARD = 'application/vnd.microsoft.card.adaptive';

await run('teams', async (suite) => {
  const { AdaptiveCard, SerializationContext, Version, Versions } = cardLibrary();
  const teams = new Teams();
  // The bot says no more than ten things in ten seconds in one channel, and the Playground has few.
  let channels = 0;
  const inNewChannel = (body) => body.replaceAll('"team-id', () => `"team-id-${channels}`);
  const playground = await Playground.start(suite, (body) => {
    channels += 1;
    return teams.signed(inNewChannel(body));
  });
  const service = await startService(suite);
  const bot = await startBot(suite, { service, ...configure([teams], { public_url: 'https://sip.example.org' }) });
  playground.connect(bot.url);
  const { channel } = playground.conversations;

  // Teams shows a response that is not 200 with a body, or that takes longer, as an error.
  const answerOf = ({ answer, posted }) => {
    assert.equal(answer.status, 200, answer.body);
    assert.match(answer.headers['content-type'], /^application\/json/);
    assert.ok(answer.milliseconds < 2500, `it took ${answer.milliseconds} ms`);
    assert.equal(posted.status, 201, posted.body);
    const message = JSON.parse(answer.body);
    assert.equal(message.type, 'message');
    return message;
  };
  const ask = async (text, options) => answerOf(await playground.write(channel, text, options));
  const again = (question) => playground.send(question);

  for (const [kind, conversation] of Object.entries(playground.conversations)) {
    await suite.test(`a mention in a ${kind} conversation is answered, and the Playground shows it`, async () => {
      const delivery = await playground.write(conversation, '@bot 301 vs 408');
      assert.match(wordsOf(answerOf(delivery)), /301 Moved Permanently vs 408 Request Timeout/);
      const { message } = playground.shown.at(-1);
      assert.equal(message.messageId, JSON.parse(delivery.posted.body).id);
      assert.equal(message.attachments?.[0].contentType, CARD);
    });
  }

  for (const question of ['301 vs 408', '486', '480 vs 486 vs 600 vs 603', '4xx', 'help', 'cause 17', '487 full']) {
    await suite.test(`Microsoft's library reads the card for “${question}” without a remark`, async () => {
      const { attachments = [], text } = await ask(`@bot ${question}`);
      assert.ok(text || attachments.length);
      for (const { contentType, content } of attachments) {
        assert.equal(contentType, CARD);
        assert.deepEqual(remarksOn(content), []);
        assert.ok(actionsOf(content).every((action) => action.type === 'Action.OpenUrl'));
      }
    });
  }

  await suite.test('an answer stays below the 28 KB that Teams takes', async () => {
    const { answer } = await playground.write(channel, '@bot 480 vs 486 vs 600 vs 603 full');
    assert.ok(Buffer.byteLength(answer.body) < 28_000, `${Buffer.byteLength(answer.body)} bytes`);
  });

  const spellings = {
    'with entities': '@bot 301&nbsp;vs&nbsp;408',
    'in HTML': '<div><div>@bot&nbsp;<b>301</b> vs <i>408</i></div></div>',
    'in paragraphs': '<p>@bot</p><p>301 vs 408</p>',
    'with the mention last': '301 vs 408 @bot',
    'with a line break': '@bot 301<br>vs 408\n',
    'in full-width digits': '@bot ３０１ ｖｓ ４０８',
  };
  for (const [how, text] of Object.entries(spellings)) {
    await suite.test(`a question written ${how} is understood`, async () => {
      assert.match(wordsOf(await ask(text, { format: 'plain' })), /301 Moved Permanently vs 408 Request Timeout/);
    });
  }

  await suite.test('a message that is delivered twice gets the same bytes twice', async () => {
    let second;
    playground.deliver = async (signed) => {
      const [first, copy] = await Promise.all([playground.send(signed), playground.send(signed)]);
      second = copy;
      return first;
    };
    const { answer } = await playground.write(channel, '@bot 486 vs 600').finally(restore);
    assert.deepEqual([second.status, second.body], [200, answer.body]);
  });

  await suite.test('another key is refused, and nothing is said', async () => {
    const { body } = teams.question('486');
    const forged = teamsHeaders(Buffer.from('another key of 32 bytes in base64').toString('base64'), body);
    const { status, body: said } = await again({ path: '/teams', headers: forged, body });
    assert.deepEqual([status, said], [401, '']);
  });

  await suite.test('a signature with any byte changed is refused', async () => {
    const { path, headers, body } = teams.question('486');
    const [scheme, digest] = headers.Authorization.split(' ');
    const bytes = Buffer.from(digest, 'base64');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] ^= 1;
      const { status } = await again({
        path,
        headers: { ...headers, Authorization: `${scheme} ${changed.toString('base64')}` },
        body,
      });
      assert.equal(status, 401, `byte ${index}`);
    }
  });

  await suite.test('a signature that is missing, empty, short or of another scheme is refused', async () => {
    const { path, headers, body } = teams.question('486');
    const digest = headers.Authorization.split(' ')[1];
    for (const value of [
      undefined,
      '',
      'HMAC',
      'HMAC ',
      `Bearer ${digest}`,
      digest,
      `HMAC ${digest.slice(0, 20)}`,
      `HMAC ${digest}AAAA`,
    ]) {
      const { status } = await again({
        path,
        headers: { 'Content-Type': 'application/json', ...(value !== undefined && { Authorization: value }) },
        body,
      });
      assert.equal(status, 401, String(value));
    }
  });

  await suite.test('a body with a byte more is refused', async () => {
    const { path, headers, body } = teams.question('486');
    assert.equal((await again({ path, headers, body: `${body} ` })).status, 401);
  });

  for (const [how, offset] of [
    ['older', -360_000],
    ['newer', 360_000],
  ]) {
    await suite.test(`a message that is six minutes ${how} than now is refused`, async () => {
      const question = JSON.parse(teams.question('486').body);
      const body = JSON.stringify({ ...question, timestamp: new Date(Date.now() + offset).toISOString() });
      assert.equal((await again(teams.signed(body))).status, 401);
    });
  }

  await suite.test('what is not understood is still a message, as Teams shows anything else as a fault', async () => {
    assert.notEqual(wordsOf(await ask('@bot brrr xyzzy')), '');
    assert.notEqual(wordsOf(await ask('@bot xyzzy brrr')), '');
  });

  await suite.test('an activity that is no message is answered with 200', async () => {
    const { status } = await again(
      teams.signed(
        JSON.stringify({ ...JSON.parse(teams.question('x').body), type: 'conversationUpdate', text: undefined }),
      ),
    );
    assert.equal(status, 200);
  });

  function restore() {
    playground.deliver = (signed) => playground.send(signed);
  }

  // What the library says of a card: unknown elements and values, properties of later versions, and what is not valid.
  function remarksOn(content) {
    const context = new SerializationContext(
      Version.parse(content.version, new SerializationContext()) ?? Versions.v1_0,
    );
    const card = new AdaptiveCard();
    card.parse(content, context);
    const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
    return [...parsed, ...card.validateProperties().validationEvents.map((event) => event.message)];
  }
});

// Its ES modules do not load in Node, its bundle does.
function cardLibrary() {
  return createRequire(import.meta.url)(peerFile('adaptivecards', 'dist/adaptivecards.js'));
}

// All that a person reads in a message.
function wordsOf({ text, attachments = [] }) {
  const words = [text];
  JSON.stringify(attachments, (key, value) => {
    if (['text', 'title', 'value'].includes(key) && typeof value === 'string') words.push(value);
    return value;
  });
  return words.filter(Boolean).join(' ');
}

function actionsOf(content) {
  const actions = [];
  JSON.stringify(content, (key, value) => {
    if (typeof value?.type === 'string' && value.type.startsWith('Action.')) actions.push(value);
    return value;
  });
  return actions;
}
