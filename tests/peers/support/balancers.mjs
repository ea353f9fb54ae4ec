// What spreads calls over several sipwhy-service, with the files of deploy/ as they are shipped: only addresses, the
// paths of files and the number of calls per second are others.
//
// A balancer is {port, ca, drain, restore}. `ca` is the path of its authority. `drain(address)` makes it send no more
// calls to a service, and is resolved when none is under way; `restore(address)` makes it send some again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';

import { makeCertificate } from './certificate.mjs';
import { shipped } from './deploy.mjs';
import { freePort, isOpen, text } from './http.mjs';
import { Program } from './program.mjs';
import { temporaryFolder } from './sipwhy.mjs';
import { peerProgram } from './suite.mjs';
import { until } from './wait.mjs';

const HAPROXY_NAMES = ['one', 'two', 'three'];

// Throws Missing unless all of them are on this machine.
export function needBalancers() {
  nginxPath();
  haproxyPath();
}

const nginxPath = () => peerProgram('nginx-light', '/usr/sbin/nginx');
const haproxyPath = () => peerProgram('haproxy', '/usr/sbin/haproxy');

// Starts nginx before the services at `addresses`, each "127.0.0.1:PORT". An operator drains one by taking its line out.
export async function startNginxBalancer(scope, addresses) {
  const folder = temporaryFolder(scope);
  const port = await freePort();
  const { ca, certificate, key } = makeCertificate(folder);
  const write = (drained) => {
    const servers = addresses.map((address) => `server ${address} max_conns=400${address === drained ? ' down' : ''}`);
    const site = shipped('nginx-grpc.conf', [
      ['listen 443', `listen 127.0.0.1:${port}`],
      ['server 127.0.0.1:50051 max_conns=400', servers.join(';\n  ')],
      ['rate=200r/s', 'rate=5000r/s'],
      ['/etc/sipwhy/tls/chain.pem', certificate],
      ['/etc/sipwhy/tls/key.pem', key],
    ]);
    writeFileSync(join(folder, 'site.conf'), site);
  };
  write();
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(configuration, nginxConfiguration(folder));
  const program = new Program(nginxPath(), ['-p', folder, '-c', configuration]);
  await start(scope, program, port);
  const reload = async (drained) => {
    const before = workers(program);
    write(drained);
    program.kill('SIGHUP');
    await until('the old workers of nginx to end', () => workers(program).every((pid) => !before.includes(pid)));
  };
  return { port, ca, drain: reload, restore: () => reload() };
}

function nginxConfiguration(folder) {
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => {
    mkdirSync(join(folder, name));
    return `${name}_temp_path ${join(folder, name)};`;
  });
  return `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 768; }
http {
  ${places.join('\n  ')}
  include ${folder}/site.conf;
}
`;
}

function workers({ pid }) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
}

// Starts HAProxy before the services at `addresses`, three of them. An operator drains one over the socket of its
// runtime API.
export async function startHaproxy(scope, addresses) {
  const folder = temporaryFolder(scope);
  const [port, socket] = [await freePort(), join(folder, 'admin.sock')];
  const { ca, certificate, key } = makeCertificate(folder);
  writeFileSync(`${certificate}.key`, readFileSync(key));
  const file = join(folder, 'haproxy.cfg');
  const configuration = shipped('haproxy-grpc.cfg', [
    ['bind :443', `bind 127.0.0.1:${port}`],
    ['/etc/sipwhy/tls/chain.pem', certificate],
    ['/run/haproxy/admin.sock', socket],
    ['  log /dev/log local0 notice\n  user haproxy\n  group haproxy\n', ''],
    ...addresses.map((address, index) => [
      `${HAPROXY_NAMES[index]} 10.0.0.${index + 1}:50051`,
      `${HAPROXY_NAMES[index]} ${address}`,
    ]),
  ]);
  writeFileSync(file, configuration);
  await start(scope, new Program(haproxyPath(), ['-db', '-f', file]), port);
  const nameOf = (address) => HAPROXY_NAMES[addresses.indexOf(address)];
  const setState = (address, state) => command(socket, `set server services/${nameOf(address)} state ${state}`);
  const show = async (address) => serverIn(await command(socket, 'show stat services 4 -1'), nameOf(address));
  await until('HAProxy to see that all serve', async () => {
    const all = await Promise.all(addresses.map(show));
    return all.every(({ status }) => status === 'UP');
  });
  return {
    port,
    ca,
    async drain(address) {
      await setState(address, 'drain');
      await until('no call to be under way', async () => (await show(address)).scur === '0');
    },
    async restore(address) {
      await setState(address, 'ready');
      await until('HAProxy to see that it serves', async () => (await show(address)).status === 'UP');
    },
  };
}

// What HAProxy answers to a command of its runtime API.
function command(path, line) {
  const socket = net.connect(path);
  socket.end(`${line}\n`);
  return text(socket);
}

// The row of a server in the table of "show stat", by the names of its columns.
function serverIn(table, name) {
  const [names, ...rows] = table.split('\n').map((line) => line.split(','));
  const row = rows.find((fields) => fields[1] === name);
  return Object.fromEntries(names.map((column, index) => [column, row[index]]));
}

async function start(scope, program, port) {
  scope.defer(() => program.stop().catch(() => {}));
  await until(`${program.path} to listen`, async () => program.over || (await isOpen(port)), 10_000);
  if (program.over) throw new Error(`${program.path} ended: ${program.stderr}${program.stdout}`);
}
