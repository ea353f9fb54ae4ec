// The admin port's reflection and channelz, asked by clients that are not ours and know nothing of our protos:
// grpc-js-reflection-client, which speaks v1 and v1alpha, and Postman's grpc-reflection-js, which speaks v1alpha. What
// they make of the answers has to be enough to call the service with @grpc/grpc-js.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { startService } from './support/sipwhy.mjs';
import { peerPackage, run } from './support/suite.mjs';
import { within } from './support/wait.mjs';

const PROTOS = resolve(import.meta.dirname, '../../proto');
const VERSIONS = ['v1', 'v1alpha'];
const SERVICES = [
  'grpc.channelz.v1.Channelz',
  'grpc.health.v1.Health',
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
  'sipwhy.admin.v1.Admin',
  'sipwhy.v1.Explainer',
];
const FILES = ['sipwhy/v1/explainer.proto', 'sipwhy/admin/v1/admin.proto', 'grpc/health/v1/health.proto'];
const DEADLINE_MS = 5000;
const AS_WRITTEN = { keepCase: true, enums: String, longs: String, defaults: true };
const [NOT_FOUND, UNIMPLEMENTED] = [5, 12];

await run('reflection', async (suite) => {
  const grpc = (await peerPackage('@grpc/grpc-js')).default;
  const { GrpcReflection } = (await peerPackage('grpc-js-reflection-client')).default;
  const { Client: PostmanClient } = (await peerPackage('grpc-reflection-js')).default;

  const service = await startService(suite, '127.0.0.1:0', ['--admin=127.0.0.1:0']);
  const [, admin] = await service.program.line(/^admin on (\S+)$/m);
  const insecure = grpc.credentials.createInsecure();
  const soon = (promise) => within(DEADLINE_MS, 'an answer', promise);
  const clients = Object.fromEntries(
    VERSIONS.map((version) => [version, new GrpcReflection(admin, insecure, {}, version)]),
  );

  // A client of the service of that name, made of nothing but what reflection says, to call at `address`.
  const learn = async (reflection, name, address) => {
    const descriptor = await soon(reflection.getDescriptorBySymbol(name));
    const root = descriptor.getPackageObject(AS_WRITTEN);
    const Client = name.split('.').reduce((folder, part) => folder[part], root);
    const client = new Client(address, insecure);
    suite.defer(() => client.close());
    return (method, request) =>
      new Promise((done, fail) =>
        client[method](request, { deadline: Date.now() + DEADLINE_MS }, (error, response) =>
          error ? fail(error) : done(response),
        ),
      );
  };

  for (const version of VERSIONS) {
    const reflection = clients[version];

    await suite.test(`${version} lists the services of both ports`, async () => {
      assert.deepEqual((await soon(reflection.listServices())).toSorted(), SERVICES);
    });

    await suite.test(`${version} tells of every service that it lists`, async () => {
      for (const name of SERVICES) {
        const methods = await soon(reflection.listMethods(name));
        assert.ok(methods.length > 0, name);
      }
    });

    await suite.test(`${version} tells of the methods that the protos have`, async () => {
      for (const file of FILES) {
        const { service: name, methods } = read(file);
        const told = await soon(reflection.listMethods(name));
        assert.deepEqual(told.map((method) => method.name).toSorted(), methods, name);
      }
    });

    await suite.test(`${version} gives files by their name`, async () => {
      for (const file of FILES) {
        const { service: name } = read(file);
        const root = (await soon(reflection.getDescriptorByFileName(file))).getProtobufJsRoot();
        assert.equal(root.lookupService(name).fullName, `.${name}`);
      }
    });

    await suite.test(`${version} tells enough to ask the data port`, async () => {
      const ask = await learn(reflection, 'sipwhy.v1.Explainer', service.address);
      const response = await ask('Explain', { code: 486 });
      assert.match(JSON.stringify(response), /Busy Here/);
    });

    await suite.test(`${version} tells enough to ask how the service is`, async () => {
      const ask = await learn(reflection, 'sipwhy.admin.v1.Admin', admin);
      const status = await ask('GetStatus', {});
      assert.deepEqual(
        { serving: status.serving, revision: String(status.knowledge.revision), address: status.process.data_address },
        { serving: true, revision: service.revision, address: service.address },
      );
    });

    await suite.test(`${version} tells enough to ask for health on either port`, async () => {
      for (const address of [admin, service.address]) {
        const ask = await learn(reflection, 'grpc.health.v1.Health', address);
        assert.equal((await ask('Check', {})).status, 'SERVING');
        await assert.rejects(ask('Check', { service: 'no.such.Service' }), { code: NOT_FOUND });
      }
    });

    await suite.test(`${version} says of an unknown symbol and file that there is none`, async () => {
      await assert.rejects(soon(reflection.getDescriptorBySymbol('no.such.Service')), /there is no symbol/);
      await assert.rejects(soon(reflection.getDescriptorByFileName('no/such.proto')), /there is no file/);
    });

    await suite.test(`${version} knows of no extensions`, async () => {
      const told = await soon(reflection.getAllExtensionNumbersOfType('sipwhy.v1.ExplainRequest'));
      assert.deepEqual(told, { base_type_name: 'sipwhy.v1.ExplainRequest', extension_number: [] });
    });
  }

  await suite.test("Postman's client finds services and messages", async () => {
    const client = new PostmanClient(admin, insecure);
    assert.deepEqual((await soon(client.listServices())).toSorted(), SERVICES);
    const root = await soon(client.fileContainingSymbol('sipwhy.v1.Explainer'));
    assert.equal(root.lookupType('sipwhy.v1.ExplainRequest').fields.code.id, 1);
    await soon(client.fileByFilename('sipwhy/admin/v1/admin.proto'));
    await assert.rejects(soon(client.fileContainingSymbol('no.such.Service')));
  });

  await suite.test('channelz shows the data port and who is connected to it', async () => {
    const askService = await learn(clients.v1, 'sipwhy.v1.Explainer', service.address);
    await askService('Explain', { code: 486 });
    const ask = await learn(clients.v1, 'grpc.channelz.v1.Channelz', admin);
    const { server: servers } = await ask('GetServers', {});
    const sockets = servers.map(({ ref }) => ask('GetServerSockets', { server_id: ref.server_id }));
    const ids = (await Promise.all(sockets)).flatMap(({ socket_ref: refs }) => refs.map((ref) => ref.socket_id));
    const details = await Promise.all(ids.map((id) => ask('GetSocket', { socket_id: id })));
    const ports = details.map(({ socket }) => socket.local?.tcpip_address?.port);
    assert.ok(ports.includes(Number(service.address.split(':')[1])), JSON.stringify(ports));
  });

  await suite.test('the data port offers neither reflection nor channelz nor administration', async () => {
    for (const version of VERSIONS) {
      const client = new GrpcReflection(service.address, insecure, {}, version);
      await assert.rejects(soon(client.listServices()), /UNIMPLEMENTED/);
    }
    for (const [name, method] of Object.entries({
      'grpc.channelz.v1.Channelz': 'GetServers',
      'sipwhy.admin.v1.Admin': 'GetStatus',
    })) {
      const ask = await learn(clients.v1, name, service.address);
      await assert.rejects(ask(method, {}), { code: UNIMPLEMENTED });
    }
  });
});

// The service of a file of proto/, with the names of its methods in order of the alphabet.
function read(file) {
  const text = readFileSync(join(PROTOS, file), 'utf8');
  const [, folder] = /^package (\S+);$/m.exec(text);
  const [, service] = /^service (\w+) \{$/m.exec(text);
  const methods = [...text.matchAll(/^ {2}rpc (\w+)\(/gm)].map(([, name]) => name).toSorted();
  return { service: `${folder}.${service}`, methods };
}
