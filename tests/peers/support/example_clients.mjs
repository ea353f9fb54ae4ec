// The programs of clients/, set up in a folder of their own as somebody would who copied them.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Program } from './program.mjs';
import { temporaryFolder } from './sipwhy.mjs';
import { Missing, peerFile, peerProgram } from './suite.mjs';
import { within } from './wait.mjs';

const REPOSITORY = resolve(import.meta.dirname, '../../..');
const BIN = process.env.PEERS_BIN ?? join(REPOSITORY, 'build/release/bin');
const PROTOS = ['sipwhy/v1/explainer', 'google/rpc/status', 'google/rpc/error_details'];
const PATIENCE = '--deadline=30'; // unless the test gives another after it
const LONGEST_MS = 60_000;

class Client {
  // `watchesHealth` is whether its gRPC knows the healthCheckConfig of a service config.
  constructor(name, command, watchesHealth) {
    this.name = name;
    this.command = command;
    this.watchesHealth = watchesHealth;
  }

  // The program, which ends with the scope.
  start(scope, ...args) {
    return this.#start(scope, args, {});
  }

  // The same, without what it says on standard output. It knows the names alone that a name server in its target knows.
  startUnheard(scope, ...args) {
    const env = { ...this.environment, GRPC_NODE_USE_ALTERNATIVE_RESOLVER: 'true' };
    return this.#start(scope, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  }

  // Runs it to its end. Gives {code, stdout, stderr}.
  async run(scope, ...args) {
    const program = this.start(scope, ...args);
    const { code } = await within(LONGEST_MS, `${this.name} to end`, program.ended);
    return { code, stdout: program.stdout, stderr: program.stderr };
  }

  #start(scope, args, options) {
    const [path, ...before] = this.command;
    const program = new Program(path, [...before, PATIENCE, ...args], { env: this.environment, ...options });
    scope.defer(() => program.stop('SIGKILL'));
    return program;
  }
}

// Gives the three of them. Throws Missing where one cannot run here.
export function prepareClients(scope) {
  const folder = temporaryFolder(scope);
  cpSync(join(REPOSITORY, 'clients'), join(folder, 'clients'), { recursive: true });
  symlinkSync(join(REPOSITORY, 'proto'), join(folder, 'proto'));
  const clients = [inCpp(), inPython(folder), inJavaScript(folder)];
  for (const client of clients) client.environment = environment(folder);
  return clients;
}

function inCpp() {
  const path = join(BIN, 'sipwhy-client');
  if (!existsSync(path)) throw new Missing('sipwhy-client is not built');
  return new Client('C++', [path], true);
}

function inPython(folder) {
  const python = peerProgram('python3', '/usr/bin/python3');
  peerProgram('python3-grpcio', '/usr/lib/python3/dist-packages/grpc/__init__.py');
  const plugin = peerProgram('protobuf-compiler-grpc', '/usr/bin/grpc_python_plugin');
  const [proto, generated] = [join(folder, 'proto'), join(folder, 'generated')];
  mkdirSync(generated);
  execFileSync(peerProgram('protobuf-compiler', '/usr/bin/protoc'), [
    `--proto_path=${proto}`,
    `--python_out=${generated}`,
    `--grpc_out=${generated}`,
    `--plugin=protoc-gen-grpc=${plugin}`,
    ...PROTOS.map((name) => `${name}.proto`),
  ]);
  return new Client('Python', [python, join(folder, 'clients/python/sipwhy_client.py')], true);
}

function inJavaScript(folder) {
  const modules = resolve(peerFile('@grpc/grpc-js', 'package.json'), '../../..');
  symlinkSync(modules, join(folder, 'node_modules'));
  return new Client('JavaScript', [process.execPath, join(folder, 'clients/javascript/client.mjs')], false);
}

// That of this process, without the proxies that it may name: gRPC would take them for addresses of this machine too.
function environment(folder) {
  const own = Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name));
  return {
    ...Object.fromEntries(own),
    PYTHONPATH: join(folder, 'generated'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
