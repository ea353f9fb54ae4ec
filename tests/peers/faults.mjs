// What goes wrong around the bot: the service hangs or is gone, the bot is killed, strangers knock.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';

import { startFakeSlack } from './support/fake_slack.mjs';
import { request } from './support/http.mjs';
import {
  Discord,
  Mattermost,
  RocketChat,
  SlackCommand,
  SlackEvents,
  Teams,
  Zulip,
  configure,
} from './support/platforms.mjs';
import { percentile, seeded } from './support/random.mjs';
import { slackHeaders } from './support/signing.mjs';
import { runBot, startBot, startService, temporaryFolder } from './support/sipwhy.mjs';
import { run } from './support/suite.mjs';
import { pause, until } from './support/wait.mjs';

const IN_TIME_MS = 2500; // the shortest of the platforms' windows is three seconds
const AT_ONCE_MS = 500;
const ODD = [
  () => null,
  () => true,
  () => 1e308,
  () => -1,
  () => '',
  () => [],
  () => ({}),
  () => 'x'.repeat(20_000),
  () => '\0\u202e\ud83d\ude00 <@U1> @everyone',
  (value) => [value],
  (value) => String(value),
  (value) => ({ value }),
  () => 9007199254740993,
  () => ({ text: { text: { text: 486 } } }),
];
const FORGERIES = 10_000;

await run('faults', async (suite) => {
  await suite.test(
    'with the service stopped or gone every platform hears a plain sentence in time, and nothing more later',
    serviceFaults,
  );
  await suite.test('what is said then tells nobody where the service is', discretion);
  await suite.test('a service that hangs for the first question and is back for the second', recovery);
  await suite.test('many questions at once to a service that hangs are all answered in time', crowd);
  await suite.test('a bot killed while its answer is on the way answers the retry once', killBeforeReply);
  await suite.test('a bot killed while it asks the service answers the retry once', killBeforeAnswer);
  await suite.test(
    'a bot killed with an answer undelivered sends it when it is back, without a retry',
    killWithoutRetry,
  );
  await suite.test('ten thousand forged requests are refused at once, ask nothing and write nothing', forgeries);
  await suite.test('three thousand requests with a good signature and anything in any field do no harm', nonsense);
  await suite.test(
    'where Slack is not reached at the start the others are served, and Slack is when it is back',
    lateSlack,
  );
  await suite.test('a memory that is no database is told, and not overwritten', foreignMemory);
  await suite.test('a bot that is asked to end ends, also with an answer on the way', endings);
});

async function start(scope, { slackOptions = {} } = {}) {
  const api = await startFakeSlack(scope);
  const slack = new SlackEvents(api.url, slackOptions);
  const platforms = {
    slack,
    command: new SlackCommand(slack),
    mattermost: new Mattermost(),
    rocket: new RocketChat(),
    zulip: new Zulip(),
    teams: new Teams(),
    discord: new Discord(),
  };
  const service = await startService(scope);
  const options = { service, ...configure(Object.values(platforms)), memory: `${temporaryFolder(scope)}/bot.db` };
  const bot = await startBot(scope, options);
  await until('the bot to know itself', () => api.requests.some(({ path }) => path.endsWith('auth.test')));
  const send = ({ path, headers, body }, to = bot) => request(to.url + path, { headers, body });
  // Its answer, and the note that it was delivered, are in the memory before anything else happens.
  const isServed = async () => (await send(slack.question('607', { conversation: 'C-first' }))).status === 200;
  await until('Slack to be served', isServed);
  await until('the first answer', () => api.posts.length > 0);
  await settled(options.memory);
  return { api, platforms, service, bot, options, send };
}

// For people: no code of gRPC, no error of the system. Where the service is stands in the log.
function assertSentence(text, who) {
  assert.equal(typeof text, 'string', who);
  assert.ok(text.length > 10 && text.length < 600, `${who}: ${text}`);
  assert.doesNotMatch(text, /UNAVAILABLE|DEADLINE|grpc|errno|socket|status code|486 Busy Here/i, `${who}: ${text}`);
}

async function serviceFaults(scope) {
  const { api, platforms, service, send } = await start(scope);
  const { slack, ...synchronous } = platforms;
  const askAll = async (conversation) => {
    const questions = Object.entries(synchronous).map(([who, platform]) => [
      who,
      platform,
      platform.question('486', { conversation }),
    ]);
    return Promise.all(
      questions.map(async ([who, platform, question]) => [who, platform, question, await send(question)]),
    );
  };
  for (const fault of ['SIGSTOP', 'SIGKILL']) {
    service.program.kill(fault);
    const event = await send(slack.question('486', { conversation: `C${fault}` }));
    assert.equal(event.status, 200);
    assert.ok(event.milliseconds < IN_TIME_MS, `the acknowledgement took ${event.milliseconds} ms`);
    const answers = await askAll('1');
    for (const [who, platform, , answer] of answers) {
      assert.equal(answer.status, 200, `${who}: ${answer.status} ${answer.body}`);
      assert.ok(answer.milliseconds < IN_TIME_MS, `${who} took ${Math.round(answer.milliseconds)} ms`);
      assertSentence(platform.said(answer), who);
    }
    const post = await until('the sentence to be posted', () =>
      api.posts.find(({ channel }) => channel === `C${fault}`),
    );
    assertSentence(post.text, 'slack');
    service.program.kill('SIGCONT');
    for (const [who, , question, answer] of answers)
      assert.equal((await send(question)).body, answer.body, `${who} said something else to the same message`);
    // The answer to a later question comes after all that could still come to the first.
    if (fault === 'SIGSTOP') {
      await send(slack.question('607', { conversation: 'C-later' }));
      await until('an answer to the later question', () => api.posts.some((post) => post.channel === 'C-later'));
    }
    assert.equal(api.posts.filter((post) => post.channel === `C${fault}`).length, 1);
  }
}

async function discretion(scope) {
  const { platforms, service, send } = await start(scope);
  const { command } = platforms;
  for (const fault of ['SIGSTOP', 'SIGKILL']) {
    service.program.kill(fault);
    const said = command.said(await send(command.question('486')));
    assert.ok(!said.includes(service.address), said);
  }
}

async function recovery(scope) {
  const { platforms, service, send } = await start(scope);
  const { command } = platforms;
  service.program.kill('SIGSTOP');
  assertSentence(command.said(await send(command.question('486'))), 'first');
  service.program.kill('SIGCONT');
  await until('an answer', async () => /486 Busy Here/.test(command.said(await send(command.question('486')))));
  await service.program.stop();
  assertSentence(command.said(await send(command.question('486'))), 'while it is gone');
  await startService(scope, service.address);
  await until('an answer', async () => /486 Busy Here/.test(command.said(await send(command.question('486')))), 10_000);
}

async function crowd(scope) {
  const { platforms, service, send } = await start(scope);
  service.program.kill('SIGSTOP');
  const { command } = platforms;
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      send(command.question('486', { conversation: `C${index}`, user: `U${index}` })),
    ),
  );
  const late = answers.filter((answer) => answer.milliseconds >= IN_TIME_MS);
  assert.equal(
    late.length,
    0,
    `${late.length} of 60 took longer, up to ${Math.round(Math.max(...late.map((answer) => answer.milliseconds)))} ms`,
  );
  assert.ok(answers.every(({ status }) => status === 200 || status === 503));
  const served = answers.filter(({ status }) => status === 200);
  console.log(`        of 60 at once ${served.length} heard a sentence and ${60 - served.length} got 503`);
  served.forEach((answer) => assertSentence(command.said(answer), 'one of the crowd'));
  service.program.kill('SIGCONT');
  await until('an answer', async () => /486 Busy Here/.test(command.said(await send(command.question('486'))) ?? ''));
}

async function killBeforeReply(scope) {
  const { api, platforms, bot, options, send } = await start(scope);
  const { slack } = platforms;
  const question = slack.question('486', { conversation: 'C-held' });
  api.onPost = ({ channel }) => (channel === 'C-held' ? 'hold' : undefined);
  assert.equal((await send(question)).status, 200);
  await until('the answer to be on its way', () => api.held.length > 0);
  bot.program.kill('SIGKILL');
  await bot.program.ended;
  api.onPost = () => undefined;
  const second = await startBot(scope, options);
  await answeredOnce(api, slack, question, send, second, 'C-held', /486 Busy Here/);
}

async function killBeforeAnswer(scope) {
  const { api, platforms, service, bot, options, send } = await start(scope);
  const { slack } = platforms;
  const question = slack.question('487', { conversation: 'C-asked' });
  service.program.kill('SIGSTOP');
  const before = fingerprint(options.memory);
  send(question).catch(() => {}); // nobody answers it
  await request(`${bot.url}/robots.txt`); // once this is answered, the bot has the question as well
  assert.equal(fingerprint(options.memory), before, 'it was answered before the bot was killed');
  bot.program.kill('SIGKILL');
  await bot.program.ended;
  service.program.kill('SIGCONT');
  const second = await startBot(scope, options);
  await answeredOnce(api, slack, question, send, second, 'C-asked', /487 Request Terminated/);
}

// Slack sends the same event again, twice, and then asks something else, whose answer comes after.
async function answeredOnce(api, slack, question, send, bot, channel, pattern) {
  const retry = {
    ...question,
    headers: { ...question.headers, 'X-Slack-Retry-Num': '1', 'X-Slack-Retry-Reason': 'http_timeout' },
  };
  await until('the retry to be taken', async () => (await send(retry, bot)).status === 200);
  assert.equal((await send(retry, bot)).status, 200);
  await until('an answer', () => api.posts.some((post) => post.channel === channel));
  await send(slack.question('607', { conversation: `${channel}-later` }), bot);
  await until('an answer to the later question', () => api.posts.some((post) => post.channel === `${channel}-later`));
  const said = api.posts.filter((post) => post.channel === channel);
  assert.equal(said.length, 1, `${said.length} answers`);
  assert.match(said[0].text, pattern);
}

async function killWithoutRetry(scope) {
  const { api, platforms, bot, options, send } = await start(scope);
  const { slack } = platforms;
  api.onPost = ({ channel }) => (channel === 'C-left' ? 'hold' : undefined);
  await send(slack.question('488', { conversation: 'C-left' }));
  await until('the answer to be on its way', () => api.held.length > 0);
  bot.program.kill('SIGKILL');
  await bot.program.ended;
  api.onPost = () => undefined;
  const second = await startBot(scope, options);
  await until('the answer', () => api.posts.some((post) => post.channel === 'C-left'), 8000);
  await send(slack.question('607', { conversation: 'C-left-later' }), second);
  await until('an answer to the later question', () => api.posts.some((post) => post.channel === 'C-left-later'));
  assert.equal(api.posts.filter((post) => post.channel === 'C-left').length, 1);
}

async function forgeries(scope) {
  const { platforms, service, bot, options } = await start(scope);
  const chance = seeded();
  // Whatever would ask the service now would hang.
  service.program.kill('SIGSTOP');
  const before = fingerprint(options.memory);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
  scope.defer(() => agent.destroy());
  const times = [];
  const wrong = {};
  const knock = async () => {
    const forged = forge(chance, platforms);
    const { status, body, milliseconds } = await request(bot.url + forged.path, { ...forged, agent });
    times.push(milliseconds);
    if (status !== 401 || body !== '')
      wrong[`${forged.path} ${status} ${body.slice(0, 40)}`] =
        (wrong[`${forged.path} ${status} ${body.slice(0, 40)}`] ?? 0) + 1;
  };
  const worker = async (count) => {
    for (let done = 0; done < count; done += 1) await knock();
  };
  const since = performance.now();
  await Promise.all(Array.from({ length: 20 }, () => worker(FORGERIES / 20)));
  const seconds = (performance.now() - since) / 1000;
  const [p50, p99] = [0.5, 0.99].map((share) => percentile(times, share).toFixed(1));
  console.log(`        ${FORGERIES} forgeries in ${seconds.toFixed(1)} s, p50 ${p50} ms, p99 ${p99} ms`);
  assert.deepEqual(wrong, {});
  assert.ok(percentile(times, 0.99) < AT_ONCE_MS);
  assert.equal(fingerprint(options.memory), before, 'the memory was written');
  service.program.kill('SIGCONT');
  const lines = bot.program.stderr.split('\n').length;
  assert.ok(lines < 1000, `the log has ${lines} lines`);
}

// A request that looks right in all but its signature, or its token.
function forge(chance, { slack, command, mattermost, rocket, zulip, teams, discord }) {
  const platform = chance.pick([slack, command, mattermost, rocket, zulip, teams, discord]);
  const question = platform.question('486', { conversation: `${chance.below(1e6)}` });
  const { path, body } = question;
  const headers = { ...question.headers };
  switch (platform) {
    case slack:
    case command:
      return { path, body, headers: { ...headers, ...slackHeaders(`secret ${chance.below(1e6)}`, body) } };
    case teams:
      return {
        path,
        body,
        headers: { ...headers, Authorization: `HMAC ${createHash('sha256').update(body).digest('base64')}` },
      };
    case discord:
      return { path, body: `${body} `, headers };
    default:
      return {
        path,
        headers: { ...headers, Authorization: 'Token x' },
        body: body.replaceAll(Object.values(platform.secrets)[0], `token-${chance.below(1e6)}`),
      };
  }
}

// Waits until nothing is written to a database any more.
async function settled(path) {
  let before;
  await until(`${path} to come to rest`, async () => {
    const now = fingerprint(path);
    const rests = now === before;
    before = now;
    await pause(50);
    return rests;
  });
}

// What is in the files of a database.
function fingerprint(path) {
  const hash = createHash('sha256');
  for (const file of [path, `${path}-wal`]) hash.update(existsSync(file) ? readFileSync(file) : 'none');
  return hash.digest('hex');
}

async function nonsense(scope) {
  const { platforms, bot, send } = await start(scope);
  const chance = seeded();
  const { slack, teams, discord, rocket, zulip } = platforms;
  const signed = {
    slack: (body) => ({
      path: '/slack/events',
      body,
      headers: { 'Content-Type': 'application/json', ...slack.sign(body) },
    }),
    teams: (body) => teams.signed(body),
    discord: (body) => ({
      path: '/discord',
      body,
      headers: { 'Content-Type': 'application/json', ...discord.key.headers(body) },
    }),
    rocket: (body) => ({ path: '/rocket', body, headers: { 'Content-Type': 'application/json' } }),
    zulip: (body) => ({ path: '/zulip', body, headers: { 'Content-Type': 'application/json' } }),
  };
  const wrong = {};
  const one = async () => {
    const name = chance.pick(Object.keys(signed));
    const body = JSON.stringify(distorted(JSON.parse(platforms[name].question('486').body), chance));
    const { status } = await send(signed[name](body));
    if (status >= 500) wrong[`${name} ${status}: ${body}`] = true;
  };
  for (let done = 0; done < 3000; done += 20) await Promise.all(Array.from({ length: 20 }, one));
  assert.deepEqual(Object.keys(wrong).slice(0, 3), []);
  assert.equal(bot.program.over, false);
  assert.match(platforms.command.said(await send(platforms.command.question('486'))), /486 Busy Here/);
}

// `value` with something else somewhere in it.
function distorted(value, chance) {
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : [];
  if (keys.length === 0 || chance.below(6) === 0) return chance.pick(ODD)(value);
  const key = chance.pick(keys);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (chance.below(8) === 0) delete copy[key];
  else copy[key] = distorted(value[key], chance);
  return copy;
}

async function lateSlack(scope) {
  const api = await startFakeSlack(scope);
  const slack = new SlackEvents(api.url);
  const mattermost = new Mattermost();
  const service = await startService(scope);
  api.isDown = true;
  const bot = await startBot(scope, { service, ...configure([slack, mattermost]) });
  const send = ({ path, headers, body }) => request(bot.url + path, { headers, body });
  await until('the bot to ask who it is', () => api.requests.length > 0);
  const event = slack.question('486', { conversation: 'C-late' });
  const { status } = await send(event);
  assert.ok(status >= 500, `an event that nobody can judge got ${status}, so Slack would not send it again`);
  for (const platform of [mattermost, new SlackCommand(slack)]) {
    assert.match(platform.said(await send(platform.question('486'))), /486 Busy Here/);
  }
  api.isDown = false;
  await until('the event to be taken', async () => (await send(event)).status === 200, 10_000);
  await until('the answer', () => api.posts.length > 0);
  assert.equal(api.posts.length, 1);
}

async function foreignMemory(scope) {
  const memory = `${temporaryFolder(scope)}/bot.db`;
  const service = await startService(scope);
  const mattermost = new Mattermost();
  for (const content of ['this is a letter to my mother\n'.repeat(200), 'SQLite format 3\0'.repeat(300)]) {
    writeFileSync(memory, content);
    const { code, said } = await runBot(scope, { service, ...configure([mattermost]), memory });
    assert.equal(code, 1, said);
    assert.ok(said.includes(memory), said);
    assert.equal(readFileSync(memory, 'utf8'), content);
  }
}

async function endings(scope) {
  const { api, platforms, service, options, send } = await start(scope);
  const bot = await startBot(scope, { ...options, memory: undefined });
  api.onPost = () => 'hold';
  await until('an answer on its way', async () => {
    await send(platforms.slack.question('486', { conversation: 'C-end' }), bot);
    return api.held.length > 0;
  });
  service.program.kill('SIGSTOP');
  const asked = send(platforms.command.question('486'), bot).catch((error) => ({ error }));
  const since = performance.now();
  const { code, signal } = await bot.program.stop('SIGTERM', 8000);
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
  assert.ok(performance.now() - since < 6000);
  await asked;
  service.program.kill('SIGCONT');
}
