// Three services that are upgraded to a new revision of the knowledge base, one after the other, while clients go on
// asking: through a proxy, and by spreading their calls themselves. Nobody is to notice but by the revision.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { needBalancers, startHaproxy, startNginxBalancer } from './support/balancers.mjs';
import { Load, RECENT } from './support/load.mjs';
import { makeTwoRevisions, Replica } from './support/replicas.mjs';
import { temporaryFolder } from './support/sipwhy.mjs';
import { peerPackage, run } from './support/suite.mjs';
import { until } from './support/wait.mjs';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const REPLICAS = 3;
const CLIENTS = 4;
const DEADLINE_MS = 2000;
const BACK_MS = 15_000; // a balancer may let a server rest for ten seconds after it failed

await run('upgrade', async (suite) => {
  needBalancers();
  const grpc = await peerPackage('@grpc/grpc-js');
  const loader = await peerPackage('@grpc/proto-loader');
  const contract = loader.loadSync('sipwhy/v1/explainer.proto', { includeDirs: [join(REPOSITORY, 'proto')] });
  const { Explainer } = grpc.loadPackageDefinition(contract).sipwhy.v1;
  const { older, newer } = makeTwoRevisions(temporaryFolder(suite));

  const startReplicas = (scope) => {
    const folder = temporaryFolder(scope);
    const start = (_, index) => Replica.start(scope, join(folder, String(index)), older.file);
    return Promise.all(Array.from({ length: REPLICAS }, start));
  };
  const connect = (scope, target, credentials, options) => {
    // Clients of one process share a connection otherwise.
    const client = new Explainer(target, credentials, { 'grpc.use_local_subchannel_pool': 1, ...options });
    scope.defer(() => client.close());
    return client;
  };

  // Upgrades the replicas while `clients` ask, and checks what these heard. `around` is what has to be done with a
  // replica's address before and after.
  const upgradeAll = async (scope, replicas, clients, around) => {
    const load = new Load(clients.map((client) => () => explain(client)));
    scope.defer(() => load.stop());
    load.begin();
    const share = (revision) => load.recent().filter((one) => one === revision).length / RECENT;
    await until('enough answers', () => load.recent().length === RECENT);
    for (const [index, replica] of replicas.entries()) {
      await around?.drain(replica.address);
      await replica.upgrade(newer.file);
      await around?.restore(replica.address);
      const expected = (index + 1) / REPLICAS - 0.1;
      await until('the upgraded replica to answer its part', () => share(newer.revision) >= expected, BACK_MS);
    }
    await until('answers of the new revision alone', () => share(newer.revision) === 1);
    await load.stop();
    load.tell();
    assert.deepEqual(load.failures, {});
    assert.deepEqual([...load.answers.keys()].sort(), [older.revision, newer.revision]);
  };

  const balancers = { nginx: startNginxBalancer, HAProxy: startHaproxy };
  for (const [name, startBalancer] of Object.entries(balancers)) {
    await suite.test(`replicas behind ${name} are upgraded in turn and no call fails`, async (scope) => {
      const replicas = await startReplicas(scope);
      const balancer = await startBalancer(
        scope,
        replicas.map(({ address }) => address),
      );
      const credentials = grpc.credentials.createSsl(readFileSync(balancer.ca));
      const client = () => connect(scope, `localhost:${balancer.port}`, credentials);
      await upgradeAll(scope, replicas, Array.from({ length: CLIENTS }, client), balancer);
    });
  }

  await suite.test('replicas over which clients spread calls are upgraded in turn and no call fails', async (scope) => {
    const replicas = await startReplicas(scope);
    const target = `ipv4:${replicas.map(({ address }) => address).join(',')}`;
    const config = readFileSync(join(REPOSITORY, 'clients/service_config.json'), 'utf8');
    const client = () => connect(scope, target, grpc.credentials.createInsecure(), { 'grpc.service_config': config });
    await upgradeAll(scope, replicas, Array.from({ length: CLIENTS }, client));
  });
});

// The revision of an explanation of 486.
function explain(client) {
  return new Promise((resolve, reject) => {
    client.explain({ code: 486 }, { deadline: Date.now() + DEADLINE_MS }, (error, answer) =>
      error ? reject(error) : resolve(answer.revision.number),
    );
  });
}
