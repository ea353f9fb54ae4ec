// Floods of HTTP/2 against the service, directly and behind what deploy/ has to put in front of it. The packaged gRPC
// falls to some of them, which is told and not asserted, since how deep depends on the machine; behind a shield nobody
// else is to feel them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Explainer } from './support/explainer.mjs';
import { request } from './support/http.mjs';
import { peakMemory } from './support/memory.mjs';
import { Program } from './support/program.mjs';
import { percentile } from './support/random.mjs';
import { needShields, startNghttpx, startNginxShield } from './support/shields.mjs';
import { startService } from './support/sipwhy.mjs';
import { peerProgram, run } from './support/suite.mjs';
import { pause, until } from './support/wait.mjs';

const FLOODS = {
  'rapid reset': 4,
  'endless CONTINUATION': 4,
  'a header in pieces of one byte': 4,
  'silent sockets': 300,
  PING: 4,
  SETTINGS: 4,
};
const WRONG_BASE64 = 'wrong base64';
const FLOOD_MS = 1200;
const BETWEEN_CALLS_MS = 10;
const FRESH = 10; // one call in so many has a connection of its own
const DEADLINE_MS = 1000;
const MOST_P99_MS = 500;
const MEGABYTE = 1024 * 1024;
const MOST_GROWTH = 64 * MEGABYTE; // of the service behind a shield
const MOST_SHIELD = 256 * MEGABYTE; // all of its processes together
const TOO_MANY_SOCKETS = 1100; // nghttpx takes 1,000, and a worker of nginx 768
const RETURN_MS = 2000;
const RESTART_MS = 3000;
// So that a flood without a shield can hurt nobody but the service.
const LIMITS = [`--as=${1500 * MEGABYTE}`, '--nofile=256'];

const shields = { nghttpx: startNghttpx, nginx: startNginxShield };

await run('shield', async (suite) => {
  needShields();
  const prlimit = peerProgram('util-linux', '/usr/bin/prlimit');

  // The service with what a client and a flood need to reach it, without a shield.
  const startDirect = async (scope) => {
    const service = await startService(scope);
    scope.defer(() => service.program.kill('SIGKILL')); // flooded, it would take its time
    execFileSync(prlimit, ['--pid', String(service.program.pid), ...LIMITS]);
    const client = new Explainer(`http://${service.address}`);
    scope.defer(() => client.close());
    return { service, client, port: service.address.split(':')[1] };
  };
  const startBehind = async (scope, start) => {
    const { service } = await startDirect(scope);
    const shield = await start(scope, service.address);
    const client = new Explainer(`https://localhost:${shield.port}`, readFileSync(shield.ca));
    scope.defer(() => client.close());
    return { service, client, shield, port: shield.port, ca: shield.ca };
  };

  for (const [kind, count] of [...Object.entries(FLOODS), [WRONG_BASE64, 4]]) {
    await suite.test(`${kind} without a shield (figures only)`, async (scope) => {
      const server = await startDirect(scope);
      tell(await underFlood(scope, server, kind, count));
    });
  }

  const behind = {};
  for (const [name, start] of Object.entries(shields)) {
    const server = await startBehind(suite, start);
    behind[name] = server;
    server.watch = server.client.watch();
    await until('the first word of the watched health', () => server.watch.messages > 0);
    for (const [kind, count] of Object.entries(FLOODS)) {
      await suite.test(`${kind} behind ${name} is felt by nobody else`, async (scope) => {
        const figures = await underFlood(scope, server, kind, count);
        tell(figures);
        assertUnharmed(figures);
      });
    }
  }

  const fillUp = async (scope, server) => {
    const figures = await underFlood(scope, server, 'silent sockets', TOO_MANY_SOCKETS);
    tell(figures);
    await until('a newcomer after it', () => server.client.explain({ fresh: true }).catch(() => false), RETURN_MS);
    return figures;
  };

  await suite.test('more silent sockets than nghttpx takes keep newcomers out and nobody else', async (scope) => {
    const { calls, times, fresh } = await fillUp(scope, behind.nghttpx);
    assert.equal(times.length - fresh.answered, calls - fresh.asked, 'calls on the old connection failed');
  });

  await suite.test(
    'more silent sockets than nginx takes make it end quiet connections (figures only)',
    async (scope) => {
      await fillUp(scope, behind.nginx);
    },
  );

  await suite.test('who watched before the floods still does', () => {
    for (const { watch } of Object.values(behind)) assert.deepEqual(watch, { messages: 1, ended: false });
  });

  await suite.test('behind nginx a client that sends wrong base64 harms itself alone', async (scope) => {
    const figures = await underFlood(scope, behind.nginx, WRONG_BASE64, 4);
    tell(figures);
    assertUnharmed(figures);
  });

  await suite.test('behind nghttpx it ends calls of others (figures only)', async (scope) => {
    tell(await underFlood(scope, behind.nghttpx, WRONG_BASE64, 4));
  });

  await suite.test('nginx passes on what a client needs and nothing else', async () => {
    const { client } = behind.nginx;
    assert.equal(await client.status('/grpc.health.v1.Health/Check'), 200);
    assert.equal(await client.status('/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo'), 404);
    assert.equal(await client.status('/'), 404);
  });

  await suite.test('nghttpx tells a monitor that it runs', async () => {
    const { shield } = behind.nghttpx;
    assert.equal((await request(`http://127.0.0.1:${shield.health}/`, { method: 'GET' })).status, 200);
  });

  await suite.test('a service that was killed is called again soon after its next start', async (scope) => {
    const restarted = async ({ service, client }) => {
      await service.program.stop('SIGKILL');
      await assert.rejects(client.explain());
      await startService(scope, service.address);
      await until('an answer', () => client.explain().catch(() => false), RESTART_MS);
    };
    await Promise.all(Object.values(behind).map(restarted));
  });
});

// Starts a flood of `count` connections and waits until it is under way. `ca` is the path of the server's authority.
async function startFlood(scope, kind, port, count, ca) {
  const file = join(import.meta.dirname, 'support/flood.mjs');
  const flood = new Program(process.execPath, [file, kind, port, count, ...(ca ? [ca] : [])].map(String));
  scope.defer(() => flood.stop().catch(() => {}));
  await flood.line(/^begun$/m);
  return flood;
}

// Calls the service at regular times while it is flooded, whether or not the calls before were answered.
async function underFlood(scope, { service, client, shield, port, ca }, kind, count) {
  await client.explain();
  const memory = peakMemory(service.program.pid);
  const flood = await startFlood(scope, kind, port, count, ca);
  const [times, calls, failures, fresh] = [[], [], {}, { asked: 0, answered: 0 }];
  const ask = async (isFresh) => {
    if (isFresh) fresh.asked += 1;
    try {
      times.push(await client.explain({ fresh: isFresh, deadline: DEADLINE_MS }));
      if (isFresh) fresh.answered += 1;
    } catch ({ message }) {
      failures[message] = (failures[message] ?? 0) + 1;
    }
  };
  for (const end = performance.now() + FLOOD_MS; performance.now() < end;) {
    calls.push(ask(calls.length % FRESH === FRESH - 1));
    await pause(BETWEEN_CALLS_MS);
  }
  await Promise.all(calls);
  await flood.stop('SIGTERM', 10_000);
  return {
    calls: calls.length,
    times,
    failures,
    fresh,
    memory,
    later: peakMemory(service.program.pid),
    shield: shield && peakMemory(shield.program.pid),
    flood: JSON.parse(flood.stdout.split('\n')[1]),
  };
}

function assertUnharmed({ calls, times, failures, memory, later, shield }) {
  assert.deepEqual({ answered: times.length, failures }, { answered: calls, failures: {} });
  assert.ok(percentile(times, 0.99) < MOST_P99_MS, 'it was slow');
  assert.ok(later - memory < MOST_GROWTH, 'the service grew');
  assert.ok(shield < MOST_SHIELD, 'the shield grew');
}

function tell({ calls, times, failures, fresh, memory, later, shield, flood }) {
  const megabytes = (bytes) => (bytes === undefined ? 'none, since it died' : `${Math.round(bytes / MEGABYTE)} MB`);
  const quick = [0.5, 0.99].map((share) => (times.length > 0 ? `${percentile(times, share).toFixed(1)} ms` : 'none'));
  const newcomers = `${fresh.answered} of ${fresh.asked} newcomers`;
  const share = `${times.length} of ${calls} calls answered, of them ${newcomers}, p50 ${quick[0]}, p99 ${quick[1]}`;
  const taken = `memory at most ${megabytes(memory)} before, ${megabytes(later)} after`;
  console.log(`        ${share}; ${taken}${shield ? `, of the shield ${megabytes(shield)}` : ''}`);
  console.log(`        flood: ${flood.frames} frames, ${flood.connections} connections, ${flood.ended} of them ended`);
  for (const [failure, number] of Object.entries(failures)) console.log(`        ${number} times: ${failure}`);
}
