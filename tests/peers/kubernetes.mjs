// The manifests of deploy/kubernetes, as kubectl renders them, against one another and against the programs that they
// start. There is no cluster: whether one takes them is not seen here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { imageEnvironment, render, selects } from './support/manifests.mjs';
import { temporaryFolder } from './support/sipwhy.mjs';
import { run } from './support/suite.mjs';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const BIN = process.env.PEERS_BIN ?? join(REPOSITORY, 'build/release/bin');
const OVERLAYS = ['plain', 'tls'];
const NAMESPACE = 'sipwhy';
const CLUSTER_WIDE = ['Namespace'];
const LEAST_REPLICAS = 3;
const AGE_SPREAD = 1.1; // gRPC makes each connection's age up to a tenth longer
const PROGRAMS = { service: 'SIPWHY_', bot: 'SIPWHY_BOT_', gateway: 'SIPWHY_GATEWAY_' };

await run('kubernetes', async (suite) => {
  for (const overlay of OVERLAYS) {
    const manifests = await render(overlay);
    const test = (situation, body) => suite.test(`${overlay}: ${situation}`, body);

    await test('all is in one namespace, which is made', () => {
      manifests.get('Namespace', NAMESPACE);
      const elsewhere = manifests.objects.filter(
        ({ kind, metadata }) => !CLUSTER_WIDE.includes(kind) && metadata.namespace !== NAMESPACE,
      );
      assert.deepEqual(elsewhere, []);
    });

    await test('each selector means the pods of its own Deployment', () => {
      for (const { metadata, spec } of manifests.all('Deployment')) {
        assert.ok(selects(spec.selector, spec.template.metadata.labels), metadata.name);
        for (const { labelSelector } of spec.template.spec.topologySpreadConstraints ?? []) {
          assert.deepEqual(namesOf(manifests.selected(labelSelector)), [metadata.name]);
        }
      }
      for (const { metadata, spec } of manifests.all('Service')) {
        assert.deepEqual(namesOf(manifests.selected({ matchLabels: spec.selector })), [metadata.name]);
      }
      for (const { metadata, spec } of manifests.all('PodDisruptionBudget')) {
        assert.deepEqual(namesOf(manifests.selected(spec.selector)), [metadata.name]);
      }
    });

    await test('probes and Services go to ports that the containers have', () => {
      for (const { name, container } of manifests.containers()) {
        for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
          if (container[probe]) assert.ok(hasPort(container, probedPort(container[probe])), `${name} ${probe}`);
        }
      }
      for (const { metadata, spec } of manifests.all('Service')) {
        const { spec: pod } = manifests.pods().find(({ name }) => name === metadata.name);
        for (const { targetPort } of spec.ports) {
          assert.ok(
            pod.containers.some((container) => hasPort(container, targetPort)),
            `${metadata.name} ${targetPort}`,
          );
        }
      }
    });

    await test('whoever has a Service is probed', () => {
      for (const { metadata } of manifests.all('Service')) {
        const [container] = manifests
          .containers()
          .filter(({ pod, container: one }) => pod.name === metadata.name && one.ports)
          .map((one) => one.container);
        for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) assert.ok(container[probe], probe);
      }
    });

    await test('the service listens on the ports that its container has', () => {
      const container = containerOf(manifests, 'sipwhy-service/service');
      const environment = manifests.environment(container);
      const listens = ['SIPWHY_LISTEN', 'SIPWHY_ADMIN'].map((name) => Number(environment[name].split(':').at(-1)));
      assert.deepEqual(
        listens,
        container.ports.map(({ containerPort }) => containerPort),
      );
    });

    await test('what pods refer to exists, and what the operator makes is documented', () => {
      const readme = readFileSync(join(REPOSITORY, 'deploy/kubernetes/README.md'), 'utf8');
      for (const { spec } of manifests.pods()) {
        manifests.get('ServiceAccount', spec.serviceAccountName);
        for (const { configMap, secret, persistentVolumeClaim } of spec.volumes ?? []) {
          if (configMap) manifests.get('ConfigMap', configMap.name);
          if (persistentVolumeClaim) manifests.get('PersistentVolumeClaim', persistentVolumeClaim.claimName);
          for (const { key } of secret?.items ?? []) {
            assert.ok(readme.includes(secret.secretName) && readme.includes(key), `${secret.secretName} ${key}`);
          }
        }
      }
    });

    await test('settings name files that are there', () => {
      for (const { name, pod, container } of manifests.containers()) {
        const values = Object.values(manifests.environment(container)).filter((value) => value.startsWith('/'));
        const paths = [...values, ...(container.args ?? []).flatMap((argument) => argument.match(/(?<==)\/.*/) ?? [])];
        const files = manifests.files(pod, container);
        for (const path of paths) assert.ok(files.includes(path), `${name} has no ${path}`);
      }
    });

    await test('nobody has rights that it does not need', () => {
      for (const { spec } of manifests.pods()) {
        const { runAsNonRoot, runAsUser, seccompProfile } = spec.securityContext;
        assert.deepEqual([runAsNonRoot, runAsUser > 0, seccompProfile], [true, true, { type: 'RuntimeDefault' }]);
        assert.equal(spec.automountServiceAccountToken, false);
        assert.equal(spec.enableServiceLinks, false);
        assert.ok(!spec.hostNetwork && !spec.hostPID && !spec.hostIPC);
      }
      for (const { name, container } of manifests.containers()) {
        const expected = {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        };
        assert.deepEqual(container.securityContext, expected, name);
      }
    });

    await test('images are of the version of the sources', () => {
      const [, version] = /project\(sipwhy VERSION (\S+)/.exec(
        readFileSync(join(REPOSITORY, 'CMakeLists.txt'), 'utf8'),
      );
      for (const { name, container } of manifests.containers()) {
        assert.equal(container.image, `registry.example.org/sipwhy/${container.name}:${version}`, name);
      }
    });

    await test('every container says what it takes', () => {
      for (const { name, container } of manifests.containers()) {
        const { requests, limits } = container.resources;
        assert.ok(requests.cpu && requests.memory && limits.memory, name);
      }
    });

    await test('the service has three pods at least, and keeps some of them', () => {
      const { spec } = manifests.get('HorizontalPodAutoscaler', 'sipwhy-service');
      const target = manifests.get(spec.scaleTargetRef.kind, spec.scaleTargetRef.name);
      assert.equal(spec.scaleTargetRef.apiVersion, target.apiVersion);
      assert.equal(target.spec.replicas, undefined, 'the autoscaler and the Deployment disagree');
      assert.ok(spec.minReplicas >= LEAST_REPLICAS && spec.maxReplicas > spec.minReplicas);
      const budget = manifests.get('PodDisruptionBudget', 'sipwhy-service');
      assert.ok(budget.spec.maxUnavailable < spec.minReplicas);
      assert.equal(target.spec.strategy.rollingUpdate.maxUnavailable, 0);
    });

    await test('a pod that ends has the time that its settings ask for', () => {
      const { spec } = manifests.pods().find(({ name }) => name === 'sipwhy-service');
      const [container] = spec.containers;
      const settings = manifests.environment(container);
      const [age, drain, grace] = ['CONNECTION_AGE', 'DRAIN_DELAY', 'GRACE'].map((name) =>
        Number(/^(\d+)s$/.exec(settings[`SIPWHY_${name}`])[1]),
      );
      const wait = Number(container.lifecycle.preStop.exec.command[1]);
      assert.ok(drain > age * AGE_SPREAD, 'clients are left behind');
      assert.ok(spec.terminationGracePeriodSeconds > wait + drain + grace, 'it would be killed');
    });

    await test('the network lets through what is needed and nothing else', () => {
      const [service, bot, gateway] = ['service', 'bot', 'gateway'].map((name) =>
        labelsOf(manifests, `sipwhy-${name}`),
      );
      assert.ok(manifests.allows(gateway, service, 50051));
      assert.ok(manifests.allows(bot, service, 50051));
      for (const other of [bot, gateway]) assert.ok(!manifests.allows(other, service, 50052), 'the admin port is open');
      assert.ok(!manifests.allows(service, bot, 8080));
      assert.ok(!manifests.allows(gateway, bot, 8080));
      assert.ok(!manifests.allows({ app: 'other' }, service, 50051));
      assert.ok(manifests.allows({ 'sipwhy-client': 'true' }, service, 50051));
    });

    for (const { name, container } of manifests.containers()) {
      await test(`${name} is set up with what the program knows`, () => {
        const variables = { ...imageEnvironment(container.name), ...manifests.environment(container) };
        const flags = [
          ...Object.keys(variables).map((variable) => flagOf(variable, PROGRAMS[container.name])),
          ...(container.args ?? []).map((argument) => argument.split('=')[0]),
        ];
        const help = execFileSync(join(BIN, `sipwhy-${container.name}`), ['--help'], { encoding: 'utf8' });
        const unknown = flags.filter((flag) => !new RegExp(`${flag}(?![a-z-])`).test(help));
        assert.deepEqual(unknown, []);
      });
    }

    await test('the service takes its settings', () => {
      for (const { container } of manifests.containers().filter((one) => one.container.name === 'service')) {
        const env = { ...imageEnvironment('service'), ...manifests.environment(container) };
        execFileSync(join(BIN, 'sipwhy-service'), ['--print-config'], { env, stdio: 'pipe' });
      }
    });

    await test('the bot takes its configuration', (scope) => {
      const [pod] = manifests.pods().filter(({ name }) => name === 'sipwhy-bot');
      const name = pod.spec.volumes.find(({ configMap }) => configMap).configMap.name;
      const folder = temporaryFolder(scope);
      const secrets = join(folder, 'secrets');
      mkdirSync(secrets);
      for (const { key } of pod.spec.volumes.find(({ secret }) => secret).secret.items) {
        writeFileSync(join(secrets, key), 'a secret');
      }
      const text = manifests.get('ConfigMap', name).data['bot.toml'];
      const file = join(folder, 'bot.toml');
      writeFileSync(file, text.replaceAll('/run/secrets/sipwhy-bot', secrets));
      execFileSync(join(BIN, 'sipwhy-bot'), [`--config=${file}`, '--check-config'], { stdio: 'pipe' });
    });
  }
});

function namesOf(pods) {
  return pods.map(({ name }) => name);
}

function containerOf(manifests, name) {
  return manifests.containers().find((one) => one.name === name).container;
}

function labelsOf(manifests, name) {
  return manifests.pods().find((pod) => pod.name === name).labels;
}

function hasPort({ ports = [] }, port) {
  return ports.some(({ name, containerPort }) => name === port || containerPort === port);
}

function probedPort({ grpc, httpGet, tcpSocket }) {
  return (grpc ?? httpGet ?? tcpSocket).port;
}

// SIPWHY_MOST_CONNECTIONS is --most-connections.
function flagOf(variable, prefix) {
  assert.ok(variable.startsWith(prefix), `${variable} is no setting of ours`);
  return `--${variable.slice(prefix.length).toLowerCase().replaceAll('_', '-')}`;
}
