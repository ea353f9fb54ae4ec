// XMPP: the server prosody with its rooms, and @xmpp/client as the people.
import assert from 'node:assert/strict';

import { startBot, startService } from './support/sipwhy.mjs';
import { run } from './support/suite.mjs';
import { until } from './support/wait.mjs';
import { XmppServer } from './support/xmpp_server.mjs';

const VOIP = 'voip@conference.localhost';
const OPEN = 'open@conference.localhost';
const TAKEN = 'taken@conference.localhost';
const BOT = 'sip@localhost';
const MARKER = 'brrr xyzzy';
const MARKED = /^I know no SIP code/;
const PATIENCE = 15_000;

await run('xmpp', async (suite) => {
  const askers = Array.from({ length: 40 }, (_, index) => `asker${index}`);
  const server = await XmppServer.start(suite, ['alice', 'carol', 'sip', ...askers]);
  const alice = await server.person(suite, 'alice');
  const carol = await server.person(suite, 'carol');
  const service = await startService(suite);
  for (const room of [VOIP, OPEN, TAKEN]) await alice.join(room);
  await carol.join(TAKEN, 'sipwhy');
  await alice.say(VOIP, 'sipwhy: 603'); // before the bot is there

  const xmpp = {
    name: 'xmpp',
    jid: BOT,
    password: { env: 'XMPP_PASSWORD' },
    server: `127.0.0.1:${server.port}`,
    tls: 'off',
    nick: 'sipwhy',
    rooms: [VOIP, OPEN, TAKEN],
    open_to: [OPEN],
  };
  const bot = await startBot(suite, { service, config: { xmpp: [xmpp] }, secrets: { XMPP_PASSWORD: 'password-sip' } });
  const isIn = (room, nick = 'sipwhy', person = alice, since = 0) =>
    until(
      `${nick} to be in ${room}`,
      () => person.presences.slice(since).some((one) => one.from === `${room}/${nick}` && one.type === 'available'),
      PATIENCE,
    );
  // What the bot says to `person` from now on until it answers a later question of somebody else. Each of these asks
  // once, since the bot says no more than ten things in ten seconds in one conversation.
  const during = async (action, person = alice) => {
    const since = person.heard.length;
    await action();
    const asker = await server.person(suite, askers.pop());
    await asker.say(BOT, MARKER);
    await until('an answer to the marker', () => asker.from(BOT).some((one) => MARKED.test(one.text)), PATIENCE);
    await person.sync();
    return person.heard.slice(since).filter((one) => one.from.startsWith(BOT) || /\/sipwhy\W?\d*$/.test(one.from));
  };
  const ask = (to, text, options) => during(() => alice.say(to, text, options));

  await suite.test('the bot joins its rooms, and what was said before is not answered', async () => {
    for (const room of [VOIP, OPEN]) await isIn(room);
    assert.deepEqual(await during(() => {}), []);
  });

  await suite.test('a question in a room is answered there', async () => {
    const said = await ask(VOIP, 'sipwhy: 301 vs 408');
    assert.equal(said.length, 1, said.map((one) => one.text).join('\n---\n'));
    assert.deepEqual([said[0].from, said[0].type], [`${VOIP}/sipwhy`, 'groupchat']);
    assert.match(said[0].text, /301 Moved Permanently vs 408 Request Timeout/);
  });

  await suite.test('a question in private is answered in private', async () => {
    const said = await ask(BOT, '487');
    assert.equal(said.length, 1);
    assert.equal(said[0].type, 'chat');
    assert.match(said[0].text, /^487 Request Terminated/);
  });

  await suite.test(
    'a private message through the room is answered through the room, to the same person alone',
    async () => {
      const before = carol.heard.length;
      const said = await during(() => alice.say(`${VOIP}/sipwhy`, '488', { type: 'chat' }));
      assert.equal(said.length, 1);
      assert.deepEqual([said[0].from, said[0].type], [`${VOIP}/sipwhy`, 'chat']);
      assert.equal(carol.heard.length, before);
    },
  );

  await suite.test('what is not for the bot is left alone', async () => {
    assert.deepEqual(
      await during(async () => {
        for (const text of ['480 vs 486', 'room 404', 'is sipwhy here? 486', 'sipwhyx: 486'])
          await alice.say(VOIP, text);
      }),
      [],
    );
  });

  await suite.test('a bare comparison is answered in an open room', async () => {
    assert.equal((await ask(OPEN, '480 vs 486')).length, 1);
    assert.deepEqual(await ask(OPEN, 'build 480 vs 486 tickets'), []);
  });

  const child = (name, attributes, ...children) => alice.xml(name, attributes, ...children);
  const quiet = {
    'a correction (XEP-0308)': { more: [child('replace', { xmlns: 'urn:xmpp:message-correct:0', id: 'alice-1' })] },
    'a message that waited on the server (XEP-0203)': {
      more: [child('delay', { xmlns: 'urn:xmpp:delay', stamp: '2020-01-01T00:00:00Z' })],
    },
    'an error': {
      type: 'error',
      more: [
        child(
          'error',
          { type: 'cancel' },
          child('service-unavailable', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' }),
        ),
      ],
    },
    'a headline': { type: 'headline' },
  };
  for (const [what, options] of Object.entries(quiet)) {
    await suite.test(`${what} is not answered`, async () => {
      assert.deepEqual(await ask(BOT, '486', options), []);
    });
  }

  await suite.test('a message that comes twice with one id is answered once', async () => {
    const twice = async () => {
      for (let count = 0; count < 2; count += 1) await alice.say(BOT, '489', { id: 'the-same' });
    };
    const said = await during(twice);
    assert.ok(said.length >= 1 && said.length <= 2);
    if (said.length === 2) assert.equal(said[0].text, said[1].text);
  });

  await suite.test('a message without a body, or with a foreign one, is left alone', async () => {
    const said = await during(async () => {
      await alice.client.send(
        alice.xml(
          'message',
          { to: BOT, type: 'chat' },
          child('composing', { xmlns: 'http://jabber.org/protocol/chatstates' }),
        ),
      );
      await alice.client.send(
        alice.xml(
          'message',
          { to: BOT, type: 'chat' },
          alice.xml('encrypted', { xmlns: 'eu.siacs.conversations.axolotl' }),
        ),
      );
      await alice.client.send(
        alice.xml('message', { to: VOIP, type: 'groupchat' }, alice.xml('subject', {}, 'sipwhy: 486')),
      );
    });
    assert.deepEqual(said, []);
  });

  await suite.test('what people type reaches the answer as text or not at all', async () => {
    const said = await ask(VOIP, 'sipwhy: 486 <b xmlns="x">&amp;</b> ]]> \u202e vs 600');
    assert.ok(said.every((one) => one.stanza.getChild('body').getChildElements().length === 0));
  });

  await suite.test('answers in Japanese and Vietnamese come whole', async () => {
    for (const language of ['ja', 'vi', 'en']) {
      const said = await during(async () => {
        for (const text of [`language ${language}`, '480 vs 486 full']) await alice.say(BOT, text);
      });
      assert.equal(said.length, 2, language);
      assert.ok(!said.some((one) => one.text.includes('\ufffd')));
    }
  });

  await suite.test('where the nick is taken the bot takes another, and answers to it', async () => {
    const taken = (one) =>
      one.from.startsWith(`${TAKEN}/`) && !/\/(alice|sipwhy)$/.test(one.from) && one.type === 'available';
    const { from } = await until('the bot to join', () => alice.presences.find(taken), PATIENCE);
    const nick = from.split('/')[1];
    const since = alice.heard.length;
    await alice.say(TAKEN, `${nick}: 486`);
    await until('an answer', () => alice.from(from, since).some((one) => /486 Busy Here/.test(one.text)));
    assert.deepEqual(carol.from(`${TAKEN}/sipwhy`), []);
  });

  await suite.test('after a restart of the server the bot comes back, and answers nothing again', async () => {
    const complaints = () => bot.program.stderr.match(/xmpp: .*next try/g)?.length ?? 0;
    const before = complaints();
    await server.down();
    await until('the bot to have tried in vain', () => complaints() >= before + 2, PATIENCE);
    await server.up();
    const anew = await server.person(suite, 'alice', 'again');
    await anew.join(VOIP);
    await isIn(VOIP, 'sipwhy', anew);
    const said = await during(() => anew.say(VOIP, 'sipwhy: 606'), anew);
    assert.equal(said.length, 1, said.map((one) => one.text).join('\n---\n'));
    assert.match(said[0].text, /606 Not Acceptable/);
  });

  await suite.test('a wrong password is told in the log, and not tried in haste', async (scope) => {
    const locked = await startBot(scope, {
      service,
      config: { xmpp: [xmpp] },
      secrets: { XMPP_PASSWORD: 'wrong-password' },
    });
    await until('a complaint', () => /xmpp: /.test(locked.program.stderr), PATIENCE);
    assert.equal((await locked.program.stop()).code, 0);
  });

  await suite.test('the log tells of the connection and nothing of what was said', async () => {
    assert.match(bot.program.stderr, /xmpp: /);
    assert.doesNotMatch(bot.program.stderr, /Busy Here|brrr|486/);
  });
});
