// IRC: the server ngircd, and irc-framework as the people. The bot sends a line each 1.3 seconds, and comes back half a
// minute after a kick, so the situations run side by side, each with a bot of its own.
import assert from 'node:assert/strict';

import { IrcNetwork } from './support/irc_network.mjs';
import { startBot, startService } from './support/sipwhy.mjs';
import { run } from './support/suite.mjs';
import { until } from './support/wait.mjs';

const LONGEST_LINE = 512; // with CR LF, RFC 2812 §2.3
const PATIENCE = 25_000;
const MARKER = 'brrr xyzzy'; // is not understood, which takes one line to say
const MARKED = /^I know no SIP code/;

// What one person says to a bot, and hears of it.
class Talk {
  constructor(person, bot, channel) {
    Object.assign(this, { person, bot, channel });
  }

  // Waits until `nick` is in the channel, unless it was there first.
  joined(nick) {
    const isIt = (event) => event.type === 'join' && event.nick === nick && event.channel === this.channel;
    const wasThere = (line) =>
      line.includes(` 353 `) && line.includes(` ${this.channel} `) && line.split(':').at(-1).split(' ').includes(nick);
    return until(
      `${nick} to be in ${this.channel}`,
      () => this.person.events.some(isIt) || this.person.lines.some(wasThere),
      PATIENCE,
    );
  }

  // Says `texts` to `target` and gives what the bot said to them.
  ask(target, ...texts) {
    return this.during(() => texts.forEach((text) => this.person.say(target, text)));
  }

  // What the bot says from now on until it answers a question that comes after `action`.
  async during(action) {
    const since = this.person.heard.length;
    await action();
    this.person.say(this.bot, MARKER);
    const marked = () => this.person.from(this.bot, this.person.nick, since).find((one) => MARKED.test(one.text));
    await until('an answer to the marker', marked, PATIENCE);
    return this.person.from(this.bot, undefined, since).filter((one) => !MARKED.test(one.text));
  }
}

await run('irc', async (suite) => {
  const network = await IrcNetwork.start(suite);
  const service = await startService(suite);

  // A bot and somebody to talk to it, who are in a channel of their own.
  const meet = async (scope, nick, { on = network, more = {}, person = `a-${nick}` } = {}) => {
    const channel = `#${nick}`;
    const alice = await on.person(scope, person, [channel]);
    const irc = { name: 'irc', server: `127.0.0.1:${on.port}`, tls: false, nick, channels: [channel], ...more };
    const bot = await startBot(scope, { service, config: { irc: [irc] } });
    const talk = new Talk(alice, nick, channel);
    await talk.joined(nick);
    return { alice, bot, channel, talk };
  };

  await Promise.all([
    suite.test(
      'a question is answered by notices in the channel, the first of which names who asked',
      async (scope) => {
        const { talk, channel } = await meet(scope, 'sipwhy');
        const said = await talk.ask(channel, 'sipwhy: 301 vs 408');
        assert.ok(said.length >= 1 && said.length <= 3, `${said.length} lines`);
        assert.ok(said.every((one) => one.type === 'notice' && one.target === channel));
        assert.match(said[0].text, /^a-sipwhy: 301 Moved Permanently vs 408 Request Timeout/);
      },
    ),

    suite.test('a private question is answered in private', async (scope) => {
      const { talk, alice } = await meet(scope, 'private');
      const said = await talk.ask('private', '487');
      assert.ok(said.every((one) => one.type === 'notice' && one.target === alice.nick));
      assert.match(said[0].text, /^487 Request Terminated/);
    }),

    suite.test('each way to address the bot is one', async (scope) => {
      const ways = [
        'way0, 486',
        'WAY1: 486',
        '!sip 486',
        '\x02way3\x02: \x0304,01486\x03',
        'way4:486',
        'way5 486',
        '\x0f!sip 486',
      ];
      await Promise.all(
        ways.map(async (text, index) => {
          const { talk, channel } = await meet(scope, `way${index}`);
          const [first] = await talk.ask(channel, text);
          assert.match(first?.text ?? 'nothing', /486 Busy Here/, JSON.stringify(text));
        }),
      );
    }),

    suite.test('what is not for the bot is left alone', async (scope) => {
      const { talk, channel } = await meet(scope, 'quiet');
      const texts = ['480 vs 486', 'room 404', 'is quiet here? 486', 'quietx: 486', '!sipx 486', 'unquiet: 486'];
      assert.deepEqual(await talk.ask(channel, ...texts), []);
    }),

    suite.test('a bare comparison is answered in an open channel, and other talk is not', async (scope) => {
      const { talk, channel } = await meet(scope, 'open', { more: { open_to: ['#open'] } });
      const said = await talk.ask(channel, 'build 480 vs 486 tickets', '480 vs 486', 'room 404');
      assert.match(said[0]?.text ?? 'nothing', /480 Temporarily Unavailable vs 486 Busy Here/);
      assert.ok(said.length <= 3);
    }),

    suite.test('notices and CTCP are never answered', async (scope) => {
      const { talk, alice, channel } = await meet(scope, 'ctcp');
      const said = await talk.during(() => {
        alice.client.notice('ctcp', '486');
        alice.client.notice(channel, 'ctcp: 486');
        for (const text of ['VERSION', 'PING 486', 'TIME', 'ACTION asks ctcp: 486'])
          alice.client.raw('PRIVMSG', 'ctcp', `\x01${text}\x01`);
        alice.client.raw('PRIVMSG', channel, '\x01ACTION asks ctcp: 486\x01');
      });
      assert.deepEqual(said, []);
    }),

    ...['ja', 'vi'].map((language) =>
      suite.test(`a long answer in ${language} arrives in whole lines of whole characters`, async (scope) => {
        const { talk, alice, channel } = await meet(scope, `long-${language}`, { more: { nick: `long-${language}` } });
        const said = await talk.ask(
          channel,
          `long-${language}: language ${language}`,
          `long-${language}: 480 vs 486 full`,
        );
        assert.ok(said.length > 4, `only ${said.length} lines`);
        for (const line of alice.lines.filter((one) => one.startsWith(`:long-${language}!`))) {
          assert.ok(Buffer.byteLength(line) <= LONGEST_LINE, `${Buffer.byteLength(line)} bytes: ${line}`);
          assert.ok(!line.includes('\ufffd'), line);
        }
      }),
    ),

    suite.test('nothing that people type makes the bot say a line or a command of theirs', async (scope) => {
      const { talk, alice, channel } = await meet(scope, 'inject');
      await talk.ask(channel, 'inject: 486\u2028QUIT', 'inject: 486\u0085JOIN #x', 'inject: 486\x0bQUIT');
      assert.ok(!alice.events.some((event) => event.nick === 'inject' && event.type !== 'join'));
      assert.ok(alice.from('inject').every((one) => !/QUIT|JOIN/.test(one.text)));
    }),

    suite.test('a bot that repeats every notice gets no answer to it', async (scope) => {
      const { talk, alice, channel } = await meet(scope, 'loop');
      const parrot = await network.person(scope, 'parrot', [channel]);
      const answers = () => alice.from('loop', channel).filter((one) => /^(parrot|a-loop): /.test(one.text)).length;
      parrot.client.on('notice', ({ nick, message }) => nick === 'loop' && parrot.say(channel, message));
      await talk.ask(channel, 'loop: 603');
      assert.equal(answers(), 1);
    }),

    suite.test('where the nick is taken the bot takes another, and answers to it', async (scope) => {
      await network.person(scope, 'taken', []);
      const alice = await network.person(scope, 'a-taken', ['#taken']);
      const irc = { name: 'irc', server: `127.0.0.1:${network.port}`, tls: false, nick: 'taken', channels: ['#taken'] };
      const bot = await startBot(scope, { service, config: { irc: [irc] } });
      const { nick } = await until(
        'the bot to join',
        () => alice.events.find((event) => event.type === 'join' && event.nick !== 'a-taken'),
        PATIENCE,
      );
      assert.notEqual(nick, 'taken');
      const [first] = await new Talk(alice, nick, '#taken').ask('#taken', `${nick}: 486`);
      assert.match(first?.text ?? 'nothing', /^a-taken: 486 Busy Here/);
      assert.equal((await bot.program.stop()).code, 0);
      await until('the bot to take its leave', () =>
        alice.events.some((event) => event.type === 'quit' && event.nick === nick),
      );
    }),

    suite.test('over TLS the bot joins where the authority is known, and nowhere else', async (scope) => {
      const tls = { server: `localhost:${network.tlsPort}`, tls: true };
      const alice = await network.person(scope, 'a-tls', ['#tls']);
      const stranger = await startBot(scope, {
        service,
        config: { irc: [{ name: 'irc', nick: 'stranger', channels: ['#tls'], ...tls }] },
      });
      await until('a complaint', () => /irc: .*(certificate|verif)/i.test(stranger.program.stderr), PATIENCE);
      await startBot(scope, {
        service,
        config: { irc: [{ name: 'irc', nick: 'tls', channels: ['#tls'], ...tls, ca_file: network.certificate.ca }] },
      });
      const talk = new Talk(alice, 'tls', '#tls');
      await talk.joined('tls');
      assert.match((await talk.ask('#tls', 'tls: 486'))[0]?.text ?? 'nothing', /486 Busy Here/);
      assert.ok(!alice.events.some((event) => event.nick === 'stranger'));
    }),

    suite.test('after a kick the bot stays away for half a minute, and then comes back', async (scope) => {
      const { talk, alice, channel } = await meet(scope, 'kicked', { person: 'a-kicked' });
      const since = alice.events.length;
      alice.client.raw('KICK', channel, 'kicked', 'out');
      await until('the kick', () => alice.events.slice(since).some((event) => event.type === 'kick'));
      await talk.ask('kicked', '486');
      assert.ok(!alice.events.slice(since).some((event) => event.type === 'join'), 'it came back at once');
      await until('the bot to be back', () => alice.events.slice(since).some((event) => event.type === 'join'), 35_000);
    }),

    suite.test(
      'after a kill, and after a restart of the server, the bot comes back and repeats nothing',
      async (scope) => {
        const other = await IrcNetwork.start(scope);
        const { talk, alice, channel } = await meet(scope, 'phoenix', { on: other });
        await talk.ask(channel, 'phoenix: 603');
        await alice.becomeOperator();
        const since = alice.events.length;
        alice.client.raw('KILL', 'phoenix', 'test');
        await until('the bot to be gone', () => alice.events.slice(since).some((event) => event.type === 'quit'));
        await until(
          'the bot to be back',
          () => alice.events.slice(since).some((event) => event.type === 'join'),
          PATIENCE,
        );
        assert.match((await talk.ask(channel, 'phoenix: 486'))[0]?.text ?? 'nothing', /486 Busy Here/);
        await other.down();
        await other.up();
        const carol = new Talk(await other.person(scope, 'carol', [channel]), 'phoenix', channel);
        await carol.joined('phoenix');
        assert.deepEqual(carol.person.from('phoenix'), []);
        assert.match((await carol.ask(channel, 'phoenix: 487'))[0]?.text ?? 'nothing', /487 Request Terminated/);
      },
    ),

    suite.test('the log tells of the connection and nothing of what was said', async (scope) => {
      const { talk, bot, channel } = await meet(scope, 'logged');
      await talk.ask(channel, 'logged: my secret is 486');
      assert.match(bot.program.stderr, /irc: /);
      assert.doesNotMatch(bot.program.stderr, /secret|486|Busy Here|a-logged/);
    }),
  ]);
});
