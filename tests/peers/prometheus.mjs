// A Prometheus that is not ours scrapes the service, with the files of deploy/prometheus as they are shipped: only the
// target and the intervals are others. What it stores has to be what the service shows, and what was called.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { makeCertificate } from './support/certificate.mjs';
import { Explainer } from './support/explainer.mjs';
import { freePort, request } from './support/http.mjs';
import { Program } from './support/program.mjs';
import { temporaryFolder } from './support/sipwhy.mjs';
import { peerProgram, run } from './support/suite.mjs';
import { until } from './support/wait.mjs';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const BIN = process.env.PEERS_BIN ?? join(REPOSITORY, 'build/release/bin');
const DATABASE = process.env.PEERS_DATABASE ?? join(REPOSITORY, 'build/kb.db');
const SHIPPED = join(REPOSITORY, 'deploy/prometheus');
const CONFIG = join(SHIPPED, 'prometheus.yml');
const ALERTS = join(SHIPPED, 'alerts.yml');
const ALERT_TESTS = join(import.meta.dirname, 'prometheus_alerts.test.yml');

const SCRAPE_INTERVAL = '500ms'; // and the time that one may take
const START_MS = 20_000;
const SCRAPED_MS = 10_000;
const SLOWEST_SCRAPE_SECONDS = 0.1;
const JOB = '{job="sipwhy"}';
const SCRAPES = 10; // to have a figure of them
const PROMETHEUS_OWN = /^(up|scrape_\w+|ALERTS\w*)$/;
const CALLS_ABOUT_486 = 40;
const CALLS_WITH_NOTHING = { Compare: 4, Explain: 5, Search: 1, ListCodes: 3, ListLanguages: 2, WatchRevision: 1 };
// What comes of them all. The client leaves after the first word of WatchRevision.
const HANDLED = {
  'Explain OK': 40,
  'ListCodes OK': 3,
  'ListLanguages OK': 2,
  'Compare InvalidArgument': 4,
  'Explain InvalidArgument': 5,
  'Search InvalidArgument': 1,
  'WatchRevision Canceled': 1,
};

await run('prometheus', async (suite) => {
  const promtool = peerProgram('prometheus', '/usr/bin/promtool');
  const check = (args, input) => {
    const { status, stdout, stderr } = spawnSync(promtool, args, { input, encoding: 'utf8' });
    assert.equal(status, 0, `promtool ${args.join(' ')}\n${stdout}${stderr}`);
    return stdout;
  };

  await suite.test('the shipped configuration and its alerts are well formed', () => {
    check(['check', 'config', '--lint=all', '--lint-fatal', CONFIG]);
    check(['check', 'rules', '--lint=all', '--lint-fatal', ALERTS]);
  });

  await suite.test('each alert fires when it should and not else', () => {
    check(['test', 'rules', ALERT_TESTS]);
    const tests = readFileSync(ALERT_TESTS, 'utf8');
    for (const alert of alertNames()) assert.match(tests, new RegExp(`alertname(: |=")${alert}\\b`), alert);
  });

  const service = await startSecured(suite);
  const prometheus = await startPrometheus(suite, service.admin);
  const { query, number } = prometheus;
  // The figures of a scrape that began after now.
  const scrapedAnew = async () => {
    const from = await number('time()');
    await until('another scrape', async () => (await number(`timestamp(up${JOB})`)) > from, SCRAPED_MS);
  };
  const handled = async () => {
    const counts = await query(`grpc_server_handled_total${JOB} > 0`);
    return Object.fromEntries(
      counts.map(({ metric, value }) => [`${metric.grpc_method} ${metric.grpc_code}`, Number(value[1])]),
    );
  };

  await suite.test('the target is up', async () => {
    await until('the target', async () => (await number(`up${JOB}`)) === 1, SCRAPED_MS);
  });

  await suite.test('promtool finds nothing to object to on the page', async () => {
    check(['check', 'metrics'], await service.page());
  });

  await suite.test('calls are counted by method and code, as often as they were made', async () => {
    assert.deepEqual(await handled(), {});
    await callAll(service);
    const made = Object.values(HANDLED).reduce((sum, count) => sum + count);
    const areCounted = async () => (await number(`sum(grpc_server_handled_total${JOB})`)) >= made;
    await until(`${made} calls to be counted`, areCounted, SCRAPED_MS);
    assert.deepEqual(await handled(), HANDLED);
  });

  await suite.test('each call that was counted was also timed', async () => {
    await scrapedAnew();
    const made = { ...CALLS_WITH_NOTHING, Explain: CALLS_WITH_NOTHING.Explain + CALLS_ABOUT_486 };
    for (const figure of ['grpc_server_handling_seconds_count', 'grpc_server_handling_seconds_bucket{le="+Inf"}']) {
      const timed = (await query(`${figure} > 0`)).map(({ metric, value }) => [metric.grpc_method, Number(value[1])]);
      assert.deepEqual(Object.fromEntries(timed), made, figure);
    }
  });

  await suite.test('quantiles of the time come out as numbers', async () => {
    const quantile = (share) =>
      number(
        `histogram_quantile(${share}, sum by (le) (rate(grpc_server_handling_seconds_bucket{grpc_type="unary"}[5m])))`,
      );
    const [half, most] = [await quantile(0.5), await quantile(0.99)];
    assert.ok(half > 0 && half <= most && most < 1, `${half} s, ${most} s`);
    console.log(`        p50 ${micro(half)}, p99 ${micro(most)} of the calls, as Prometheus works them out`);
  });

  await suite.test('every series of the page is stored, and nothing else', async () => {
    const onPage = seriesOf(await service.page());
    await scrapedAnew();
    const stored = (await query(JOB))
      .filter(({ metric }) => !PROMETHEUS_OWN.test(metric.__name__))
      .map(({ metric: { __name__: name, job, instance, ...labels } }) => seriesName(name, Object.entries(labels)));
    assert.deepEqual(stored.toSorted(), onPage.toSorted());
    assert.equal(await number(`scrape_samples_scraped${JOB}`), onPage.length);
  });

  await suite.test('every figure is stored with its type and help', async () => {
    const told = await prometheus.get(`/api/v1/targets/metadata?match_target=${encodeURIComponent(JOB)}`);
    const stored = told.map(({ metric, type, help }) => ({ name: metric, type, help }));
    const byName = (a, b) => (a.name < b.name ? -1 : 1);
    assert.deepEqual(stored.toSorted(byName), familiesOf(await service.page()).toSorted(byName));
  });

  await suite.test('the revision and the build are told', async () => {
    assert.equal(await number(`sipwhy_knowledge_revision${JOB}`), Number(service.revision));
    const [hash] = await query(`sipwhy_knowledge_revision_info${JOB}`);
    assert.equal(hash.metric.revision, service.revision);
    assert.match(hash.metric.content_hash, /^[0-9a-f]{64}$/);
    const [build] = await query(`sipwhy_build_info${JOB}`);
    const { version, grpc_version: grpc, compiler } = build.metric;
    assert.ok(version && grpc && compiler, JSON.stringify(build.metric));
  });

  await suite.test('every alert asks for figures that there are, and none speaks without reason', async () => {
    const known = new Set((await query(JOB)).map(({ metric }) => metric.__name__));
    const rules = await until('the alerts to be worked out', () => prometheus.evaluatedRules(), SCRAPED_MS);
    assert.deepEqual(
      rules.map((rule) => rule.name),
      alertNames(),
    );
    for (const { name, query: asked, health, lastError } of rules) {
      assert.equal(health, 'ok', `${name}: ${lastError}`);
      const figures = asked.match(/\b(up|(sipwhy|grpc|process)_\w+)(?![\w=])/g); // a label has "=" behind it
      for (const figure of figures) assert.ok(known.has(figure), `${name} asks for ${figure}`);
    }
    // The certificate of this test is one of two days.
    const loud = rules.filter(({ state }) => state !== 'inactive').map(({ name }) => name);
    assert.deepEqual(loud, ['SipwhyCertificateEnds']);
  });

  await suite.test('no scrape failed, and none was slow', async () => {
    const count = () => number(`count_over_time(up${JOB}[10m])`);
    await until(`${SCRAPES} scrapes`, async () => (await count()) >= SCRAPES, SCRAPED_MS);
    const [target] = (await prometheus.get('/api/v1/targets')).activeTargets;
    assert.deepEqual([target.health, target.lastError], ['up', '']);
    assert.equal(await number(`min_over_time(up${JOB}[10m])`), 1);
    assert.deepEqual(prometheus.complaints(), []);
    const [median, longest] = [
      await number(`quantile_over_time(0.5, scrape_duration_seconds${JOB}[10m])`),
      await number(`max_over_time(scrape_duration_seconds${JOB}[10m])`),
    ];
    const [scrapes, bytes] = [await count(), Buffer.byteLength(await service.page())];
    console.log(`        ${scrapes} scrapes of ${bytes} bytes: median ${micro(median)}, longest ${micro(longest)}`);
    assert.ok(median < SLOWEST_SCRAPE_SECONDS, `${median} s`);
  });

  await suite.test('a service that is stopped is down, and its alert waits', async () => {
    await service.program.stop();
    await until('the target to be down', async () => (await number(`up${JOB}`)) === 0, SCRAPED_MS);
    const isPending = ({ name, state }) => name === 'SipwhyDown' && state === 'pending';
    await until('the alert', async () => (await prometheus.rules()).some(isPending), SCRAPED_MS);
  });
});

// Starts the service with a certificate, so that it has figures of that too. Gives {program, revision, admin, url, ca,
// page}, the last a function that gets /metrics.
async function startSecured(scope) {
  const { ca, certificate, key } = makeCertificate(temporaryFolder(scope));
  const program = new Program(join(BIN, 'sipwhy-service'), [
    `--database=${DATABASE}`,
    '--listen=127.0.0.1:0',
    '--admin=127.0.0.1:0',
    `--tls-certificate=${certificate}`,
    `--tls-key=${key}`,
  ]);
  scope.defer(() => program.stop().catch(() => {}));
  const [, address, revision] = await program.line(/^serving on (\S+), revision (\d+)$/m);
  const [, admin] = await program.line(/^admin on (\S+)$/m);
  const page = async () => (await request(`http://${admin}/metrics`, { method: 'GET' })).body;
  return { program, revision, admin, url: `https://localhost:${address.split(':')[1]}`, ca: readFileSync(ca), page };
}

// Makes the calls of HANDLED.
async function callAll({ url, ca }) {
  const client = new Explainer(url, ca);
  try {
    for (let i = 0; i < CALLS_ABOUT_486; ++i) await client.explain();
    for (const [method, times] of Object.entries(CALLS_WITH_NOTHING)) {
      for (let i = 0; i < times; ++i) await client.status(`/sipwhy.v1.Explainer/${method}`);
    }
  } finally {
    client.close();
  }
}

// Starts Prometheus with what is shipped, for the service whose admin port is `target`. What this gives asks its HTTP
// API.
async function startPrometheus(scope, target) {
  const path = peerProgram('prometheus', '/usr/bin/prometheus');
  const folder = temporaryFolder(scope);
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, configFor(target));
  copyFileSync(ALERTS, join(folder, 'alerts.yml'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const program = new Program(path, [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${new URL(url).host}`,
  ]);
  scope.defer(() => program.stop());
  const isReady = async () => {
    if (program.over) throw new Error(`it ended:\n${program.stderr}`);
    return (await request(`${url}/-/ready`, { method: 'GET' }).catch(() => ({}))).status === 200;
  };
  await until('Prometheus to be ready', isReady, START_MS);

  const get = async (part) => {
    const { status, body } = await request(url + part, { method: 'GET' });
    assert.equal(status, 200, `${part}\n${body}`);
    return JSON.parse(body).data;
  };
  const query = async (expression) => (await get(`/api/v1/query?query=${encodeURIComponent(expression)}`)).result;
  const rules = async () => (await get('/api/v1/rules')).groups.flatMap((group) => group.rules);
  return {
    get,
    query,
    rules,
    // The one value that there is; NaN for none.
    number: async (expression) => {
      const result = await query(expression);
      if (typeof result[1] === 'string') return Number(result[1]);
      assert.ok(result.length <= 1, `${expression} has ${result.length} values`);
      return result.length === 0 ? NaN : Number(result[0].value[1]);
    },
    evaluatedRules: async () => {
      const all = await rules();
      return all.every(({ health }) => health !== 'unknown') && all;
    },
    complaints: () => program.stderr.split('\n').filter((line) => /level=(warn|error)/.test(line)),
  };
}

function configFor(target) {
  const replace = (text, [from, to]) => {
    assert.ok(text.includes(from), `${CONFIG} has no ${from}`);
    return text.replace(from, to);
  };
  const changes = [
    ['scrape_interval: 15s', `scrape_interval: ${SCRAPE_INTERVAL}`],
    ['scrape_timeout: 5s', `scrape_timeout: ${SCRAPE_INTERVAL}`],
    ['evaluation_interval: 15s', `evaluation_interval: ${SCRAPE_INTERVAL}`],
    ['targets: ["127.0.0.1:50052"]', `targets: ["${target}"]`],
  ];
  return changes.reduce(replace, readFileSync(CONFIG, 'utf8'));
}

// In the order of the file.
function alertNames() {
  return [...readFileSync(ALERTS, 'utf8').matchAll(/^ +- alert: (\w+)$/gm)].map(([, name]) => name);
}

// Each sample's name and labels, as seriesName() writes them.
function seriesOf(page) {
  const samples = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return samples.map((line) => {
    const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line);
    return seriesName(
      name,
      [...labels.matchAll(/(\w+)="([^"\\]*)"/g)].map(([, key, value]) => [key, value]),
    );
  });
}

function seriesName(name, labels) {
  return `${name} ${JSON.stringify(labels.toSorted())}`;
}

// Each family of the page as {name, type, help}.
function familiesOf(page) {
  const families = [...page.matchAll(/^# HELP (\w+) (.*)\n# TYPE (\w+) (\w+)$/gm)];
  return families.map(([, name, help, sameName, type]) => {
    assert.equal(name, sameName);
    return { name, type, help };
  });
}

function micro(seconds) {
  return `${Math.round(seconds * 1e6)} µs`;
}
