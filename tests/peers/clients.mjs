// The examples of clients/ against the real service, against several of it behind one name, and against a server that
// does what the real one does not do at will.
import assert from 'node:assert/strict';
import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { makeCertificate } from './support/certificate.mjs';
import { prepareClients } from './support/example_clients.mjs';
import { startNameServer } from './support/name_server.mjs';
import { Program } from './support/program.mjs';
import { makeTwoRevisions } from './support/replicas.mjs';
import { startScripted, statusDetails } from './support/scripted_explainer.mjs';
import { startService, temporaryFolder } from './support/sipwhy.mjs';
import { peerPackage, run } from './support/suite.mjs';
import { until } from './support/wait.mjs';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const BIN = process.env.PEERS_BIN ?? join(REPOSITORY, 'build/release/bin');
const DATABASE = process.env.PEERS_DATABASE ?? join(REPOSITORY, 'build/kb.db');

const [REFUSED, USAGE, NOT_ANSWERED] = [1, 2, 3]; // their exit statuses beside 0
const NAME = 'services.test';
const MANY = 20_000; // codes, so many that a client is still asking when services go
const FEW = 30;
const TOKEN = 'a-token-for-tests';
const BUSY_HERE = { entry: { title: { text: '486 Busy Here' }, summary: {} }, revision: { number: 1 } };
const REPLACED_MS = 10_000; // to see a new revision, or to find a service that was away

// Three services, and what to call them together.
const TARGETS = {
  'a list of addresses': async (scope) => {
    const services = await startServices(scope, Array(3).fill('127.0.0.1:0'));
    return { services, target: `ipv4:${services.map(({ address }) => address)}` };
  },
  'a name': async (scope) => {
    const [first] = await startServices(scope, ['127.0.0.1:0']);
    const port = first.address.split(':')[1];
    const others = await startServices(scope, [`127.0.0.2:${port}`, `127.0.0.3:${port}`]);
    const names = await startNameServer(scope, NAME, ['127.0.0.1', '127.0.0.2', '127.0.0.3']);
    return { services: [first, ...others], target: `dns://127.0.0.1:${names}/${NAME}:${port}` };
  },
};

await run('clients', async (suite) => {
  const clients = prepareClients(suite);
  const { default: grpc } = await peerPackage('@grpc/grpc-js');
  const service = await startService(suite);
  const proof = makeProof(suite);
  const revisions = makeTwoRevisions(temporaryFolder(suite));
  const at = `--service=${service.address}`;

  for (const args of [
    ['explain', '486', '--language=vi'],
    ['explain', '301', '603'],
    ['compare', '301', '408'],
  ]) {
    await suite.test(`"${args.join(' ')}" is answered, and alike in the three languages`, async (scope) => {
      const said = [];
      for (const client of clients) said.push(await client.run(scope, at, ...args));
      for (const { code, stderr } of said) assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      for (const code of args.filter((word) => /^\d+$/.test(word))) assert.ok(said[0].stdout.includes(code));
      assert.ok(said[0].stdout.endsWith(`revision ${service.revision}\n`), said[0].stdout);
      assert.equal(said[1].stdout, said[0].stdout, `${clients[1].name} says something else`);
      assert.equal(said[2].stdout, said[0].stdout, `${clients[2].name} says something else`);
    });
  }

  await suite.test('a fact in Vietnamese was asked for and came', async (scope) => {
    const { stdout } = await clients[0].run(scope, at, 'explain', '486', '--language=vi');
    assert.match(stdout, /^ {2}Thử lại: /m);
  });

  for (const client of clients) {
    const test = (situation, body) => suite.test(`${client.name}: ${situation}`, body);
    const call = (scope, server, ...args) => client.run(scope, `--service=${server.address}`, ...args);

    await test('a code that is none is refused with the reason of the real service', async (scope) => {
      const { code, stdout, stderr } = await call(scope, service, 'explain', '799');
      assert.deepEqual({ code, stdout }, { code: REFUSED, stdout: '' });
      assert.match(stderr, /^INVALID_ARGUMENT: code 799 is outside \[100, 699\]/);
      assert.match(stderr, /^ {2}reason: CODE_OUT_OF_RANGE$/m);
      assert.match(stderr, /^ {2}field code: ./m);
    });

    await test('details of an error are shown, and those it does not know passed over', async (scope) => {
      const details = await statusDetails({ reason: 'A_REASON', field: 'code', description: 'it is odd' });
      const refusal = failure(grpc.status.FAILED_PRECONDITION, 'not today', details);
      const { code, stderr } = await call(
        scope,
        await startScripted(scope, { explain: () => refusal }),
        'explain',
        '486',
      );
      const shown = 'FAILED_PRECONDITION: not today\n  reason: A_REASON\n  field code: it is odd\n';
      assert.deepEqual({ code, stderr }, { code: REFUSED, stderr: shown });
    });

    await test('a wrong command line is told before anything is called', async (scope) => {
      for (const args of [[], ['explain', 'x'], ['watch', '3'], ['tell', '486'], ['explain', '486', '--no']]) {
        const { code, stdout, stderr } = await call(scope, service, ...args);
        assert.deepEqual({ code, stdout }, { code: USAGE, stdout: '' }, `of ${args}: ${stderr}`);
        assert.match(stderr, /usage/i);
      }
    });

    await test('nobody there', async (scope) => {
      for (const args of [['explain', '486'], ['watch']]) {
        const { code, stderr } = await client.run(scope, '--service=127.0.0.1:1', ...args);
        assert.equal(code, NOT_ANSWERED);
        assert.match(stderr, /^UNAVAILABLE: /);
      }
    });

    await test('no answer before the deadline', async (scope) => {
      const silent = await startScripted(scope, { explain: () => new Promise(() => {}) });
      const { code, stderr } = await call(scope, silent, 'explain', '486', '--deadline=1');
      assert.equal(code, NOT_ANSWERED);
      assert.match(stderr, /^DEADLINE_EXCEEDED: /);
    });

    for (const again of ['UNAVAILABLE', 'CANCELLED']) {
      await test(`${again} is tried again, up to four times`, async (scope) => {
        const script = { explain: () => (server.calls.length < 4 ? failure(grpc.status[again], 'soon') : BUSY_HERE) };
        const server = await startScripted(scope, script);
        const { code, stderr } = await call(scope, server, 'explain', '486');
        assert.deepEqual({ code, stderr, calls: server.calls.length }, { code: 0, stderr: '', calls: 4 });
      });
    }

    await test('another error is not tried again', async (scope) => {
      const server = await startScripted(scope, { explain: () => failure(grpc.status.RESOURCE_EXHAUSTED, 'full') });
      const { code } = await call(scope, server, 'explain', '486');
      assert.deepEqual({ code, calls: server.calls.length }, { code: NOT_ANSWERED, calls: 1 });
    });

    await test('TLS, a client certificate and a token', async (scope) => {
      const server = await startScripted(scope, {
        explain: () => BUSY_HERE,
        tls: { ...proof.server, ca: proof.own.ca },
      });
      const explain = (...args) => client.run(scope, 'explain', '486', `--service=localhost:${server.port}`, ...args);
      const ca = `--ca=${proof.server.ca}`;

      const { code, stderr } = await explain(ca, ...proof.certificate, proof.token);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      assert.deepEqual(
        server.calls.map(({ authorization }) => authorization),
        [`Bearer ${TOKEN}`],
      );
      assert.equal((await explain(ca)).code, NOT_ANSWERED, 'without a certificate');
      assert.equal(
        (await explain(`--ca=${proof.own.ca}`, ...proof.certificate)).code,
        NOT_ANSWERED,
        'of another authority',
      );
      assert.equal(server.calls.length, 1);
    });

    await test('the same with the real service, which refuses who has no token', async (scope) => {
      const [secured] = await startServices(scope, ['127.0.0.1:0'], DATABASE, proof.flags);
      const to = `--service=${secured.address.replace('127.0.0.1', 'localhost')}`;
      const explain = (...args) =>
        client.run(scope, 'explain', '486', to, `--ca=${proof.server.ca}`, ...proof.certificate, ...args);
      assert.equal((await explain(proof.token)).code, 0);
      const { code, stderr } = await explain();
      assert.equal(code, REFUSED);
      assert.match(stderr, /^UNAUTHENTICATED: /);
    });

    await test('a token is not sent without TLS', async (scope) => {
      const { code, stderr } = await call(scope, service, 'explain', '486', '--token-file=/dev/null');
      assert.equal(code, USAGE);
      assert.match(stderr, /token/);
    });

    await test('watch shows a new revision as it comes, and watches on after a restart', async (scope) => {
      const { older, newer } = revisions;
      const folder = temporaryFolder(scope);
      const [file, next] = [join(folder, 'kb.db'), join(folder, 'next.db')];
      copyFileSync(older.file, file);
      copyFileSync(newer.file, next);
      const [first] = await startServices(scope, ['127.0.0.1:0'], file);
      const watch = client.start(scope, `--service=${first.address}`, 'watch');
      await watch.line(new RegExp(`^revision ${older.revision}: .`, 'm'), REPLACED_MS);
      renameSync(next, file);
      await watch.line(new RegExp(`^revision ${newer.revision}: .`, 'm'), REPLACED_MS);
      await first.program.stop();
      await startServices(scope, [first.address], file);
      const again = new RegExp(`^(revision ${newer.revision}: .+\n){2}`, 'm');
      await watch.line(again, REPLACED_MS);
    });

    for (const [kind, prepare] of Object.entries(TARGETS)) {
      await test(`calls spread over three services of ${kind}, and none fails when two go`, async (scope) => {
        const { services, target } = await prepare(scope);
        const [stopped, killed, left] = services;
        const asks = client.startUnheard(scope, `--service=${target}`, 'explain', ...Array(MANY).fill('486'));
        // It ends when a call fails.
        const called = (which, most) =>
          until('calls to come', () => asks.over || which.every(({ calls }) => calls > most), REPLACED_MS);
        await called(services, FEW);
        await stopped.program.stop('SIGTERM');
        await killed.program.stop('SIGKILL');
        await called([left], left.calls + FEW);
        assert.ok(!asks.over, `it ended after ${services.map(({ calls }) => calls)} calls: ${asks.stderr}`);
        console.log(`        answered: ${services.map(({ calls }) => calls).join(', ')}`);
      });
    }

    const fate = client.watchesHealth ? 'gets no call' : 'gets calls all the same, as its gRPC does not watch health';
    await test(`one that says it does not serve ${fate}`, async (scope) => {
      const explain = () => BUSY_HERE;
      const ill = await startScripted(scope, { explain, healthy: false });
      const well = await startScripted(scope, { explain });
      const target = `--service=ipv4:${ill.address},${well.address}`;
      const { code, stderr } = await client.run(scope, target, 'explain', ...Array(FEW).fill('486'));
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      assert.equal(ill.calls.length + well.calls.length, FEW);
      assert.equal(ill.calls.length === 0, client.watchesHealth);
    });
  }
});

function failure(code, message, details) {
  return Object.assign(new Error(message), { code, details });
}

// A server's and a client's certificates, each of an authority of its own, and a token: as files, as what a client
// takes on its command line, and as the flags of a service that asks for both.
function makeProof(scope) {
  const folder = temporaryFolder(scope);
  const [server, own] = [makeCertificate(folder, 'server'), makeCertificate(folder, 'client')];
  const [token, tokens] = [join(folder, 'token'), join(folder, 'tokens')];
  writeFileSync(token, `${TOKEN}\n`, { mode: 0o600 });
  writeFileSync(tokens, `tests ${TOKEN}\n`, { mode: 0o600 });
  return {
    server,
    own,
    certificate: [`--certificate=${own.certificate}`, `--key=${own.key}`],
    token: `--token-file=${token}`,
    flags: [
      `--tls-certificate=${server.certificate}`,
      `--tls-key=${server.key}`,
      `--tls-client-ca=${own.ca}`,
      `--tokens-file=${tokens}`,
    ],
  };
}

// Starts a service at each of `addresses`, with a log of every call by which `calls` counts those that it answered.
async function startServices(scope, addresses, database = DATABASE, more = []) {
  const services = [];
  for (const listen of addresses) {
    const flags = [`--database=${database}`, `--listen=${listen}`, '--admin=off', '--access-log-one-in=1', ...more];
    const program = new Program(join(BIN, 'sipwhy-service'), flags);
    scope.defer(() => program.stop('SIGKILL'));
    const service = { program, calls: 0 };
    program.stdio[2].on('data', (text) => (service.calls += text.split('method=Explain code=OK').length - 1));
    [, service.address] = await program.line(/^serving on (\S+), /m);
    services.push(service);
  }
  return services;
}
