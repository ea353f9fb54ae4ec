// Ten thousand events of five platforms, some of them twice and some of them from bots: what the bot takes of memory
// and of time, and that nobody is forgotten or answered twice.
import assert from 'node:assert/strict';
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
  configure,
  snowflake,
} from './support/platforms.mjs';
import { percentile, seeded } from './support/random.mjs';
import { startBot, startService } from './support/sipwhy.mjs';
import { run } from './support/suite.mjs';
import { pause, until } from './support/wait.mjs';

const EVENTS = 10_000;
const WARM_UP = 1_000;
const AT_ONCE = 8;
const DUPLICATES = 0.05;
const BOTS = 0.05;
const MOST_GROWTH = 32 * 1024 * 1024;
const MOST_P99_MS = 250;
const IDLE_MS = 2000;
const MOST_IDLE = 0.02; // of a processor
const MEGABYTE = 1024 * 1024;
const QUESTIONS = [
  '301 vs 408',
  '486',
  '480 vs 486 vs 600',
  'busy here vs decline',
  'cause 17',
  '4xx',
  '487 full',
  'SIP/2.0 503 Service Unavailable',
  'nobody answers',
  '499',
  '301和408',
  'request timeot',
  '<b>486</b> &amp; @everyone',
];

await run('soak', async (suite) => {
  const chance = seeded();
  const api = await startFakeSlack(suite);
  const slack = new SlackEvents(api.url);
  const platforms = [slack, new SlackCommand(slack), new Mattermost(), new RocketChat(), new Teams(), new Discord()];
  const service = await startService(suite);
  const bot = await startBot(suite, { service, ...configure(platforms) });
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE * 2 });
  suite.defer(() => agent.destroy());
  await until('the bot to know itself', () => api.requests.some(({ path }) => path.endsWith('auth.test')));

  const tally = { answered: 0, silent: 0, twice: 0, bots: 0, wrong: [] };
  const times = [];
  const expectedPosts = new Set();
  const send = async ({ path, headers, body }) => {
    const answer = await request(bot.url + path, { headers, body, agent });
    times.push(answer.milliseconds);
    return answer;
  };
  await until(
    'Slack to be served',
    async () => (await send(slack.question('486', { conversation: 'C-first' }))).status === 200,
  );
  await until('the first answer', () => api.posts.length > 0);
  api.posts.length = 0;

  const one = async (index) => {
    const platform = chance.pick(platforms);
    const fromBot =
      Boolean(platform.canTellBots) &&
      chance.next() < BOTS * (platforms.length / platforms.filter((each) => each.canTellBots).length);
    const conversation = platform instanceof Discord ? snowflake() : `C${index}`;
    const question = platform.question(chance.pick(QUESTIONS), {
      conversation,
      user: `U${chance.below(5000)}`,
      fromBot,
    });
    const isTwice = chance.next() < DUPLICATES;
    const answers = await Promise.all(isTwice ? [send(question), send(question)] : [send(question)]);
    if (platform === slack && !fromBot) expectedPosts.add(conversation);
    note(platform, fromBot, answers);
  };
  const note = (platform, fromBot, answers) => {
    if (answers.length === 2) tally.twice += 1;
    if (fromBot) tally.bots += 1;
    const said = answers.map((answer) => (answer.status === 200 ? platform.said(answer) : `status ${answer.status}`));
    const expectsWords = platform !== slack && !fromBot;
    const isRight =
      answers.every(({ status }) => status === 200) &&
      said.every((text) => Boolean(text) === expectsWords) &&
      new Set(answers.map(({ body }) => body)).size === 1;
    if (!isRight) tally.wrong.push(`${platform.constructor.name}: ${said.join(' | ').slice(0, 200)}`);
    tally[expectsWords ? 'answered' : 'silent'] += 1;
  };
  const many = (from, to) => {
    let next = from;
    const worker = async () => {
      while (next < to) await one(next++);
    };
    return Promise.all(Array.from({ length: AT_ONCE }, worker));
  };

  await many(0, WARM_UP);
  times.length = 0;
  const before = {
    memory: bot.program.residentSet(),
    processor: bot.program.processorSeconds(),
    at: performance.now(),
  };
  await many(WARM_UP, WARM_UP + EVENTS);
  const seconds = (performance.now() - before.at) / 1000;

  await suite.test('every event was answered as it should be', () =>
    assert.deepEqual([...new Set(tally.wrong)].slice(0, 10), []),
  );

  await suite.test('every message on Slack was answered by one post', async () => {
    await until('all posts', () => api.posts.length >= expectedPosts.size, 20_000).catch(() => {});
    const posted = api.posts.map(({ channel }) => channel);
    assert.deepEqual(
      {
        posts: posted.length,
        channels: new Set(posted).size,
        missing: [...expectedPosts].filter((channel) => !posted.includes(channel)).length,
      },
      { posts: expectedPosts.size, channels: expectedPosts.size, missing: 0 },
    );
  });

  await suite.test('memory stays flat and answers stay quick', () => {
    const after = { memory: bot.program.residentSet(), processor: bot.program.processorSeconds() };
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
    const shown = [before.memory / MEGABYTE, after.memory / MEGABYTE, after.processor - before.processor, p50, p99];
    const [rss, later, processor, median, worst] = shown.map((number) => number.toFixed(1));
    console.log(`        ${times.length} requests in ${seconds.toFixed(1)} s`);
    console.log(`        ${tally.twice} messages came twice, ${tally.bots} from bots`);
    console.log(`        RSS ${rss} MB before, ${later} MB after; ${processor} s of processor time`);
    console.log(`        p50 ${median} ms, p99 ${worst} ms`);
    assert.ok(after.memory - before.memory < MOST_GROWTH, 'it grew');
    assert.ok(p99 < MOST_P99_MS, 'it was slow');
  });

  await suite.test('a bot that nobody asks takes no processor time', async () => {
    const from = { processor: bot.program.processorSeconds(), at: performance.now() };
    await pause(IDLE_MS);
    const share = (bot.program.processorSeconds() - from.processor) / ((performance.now() - from.at) / 1000);
    assert.ok(share < MOST_IDLE, `it takes ${(100 * share).toFixed(1)} % of a processor`);
  });

  await suite.test('the log did not grow with every message', () => {
    const lines = bot.program.stderr.split('\n').length;
    assert.ok(lines < 100, `${lines} lines`);
  });
});
