// What an operator puts in front of sipwhy-service, with the files of deploy/ as they are shipped: only addresses and
// the paths of the certificate are others.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeCertificate } from './certificate.mjs';
import { shipped } from './deploy.mjs';
import { freePort, isOpen } from './http.mjs';
import { Program } from './program.mjs';
import { temporaryFolder } from './sipwhy.mjs';
import { peerProgram } from './suite.mjs';
import { until } from './wait.mjs';

// Throws Missing unless all of them are on this machine.
export function needShields() {
  nghttpxPath();
  nginxPath();
}

const nghttpxPath = () => peerProgram('nghttp2-proxy', '/usr/sbin/nghttpx');
const nginxPath = () => peerProgram('nginx-light', '/usr/sbin/nginx');

// Starts nghttpx before `service`, "127.0.0.1:PORT". Gives {program, port, ca, health}: `ca` is the path of its
// authority, `health` the port for a monitor.
export async function startNghttpx(scope, service) {
  const folder = temporaryFolder(scope);
  const [port, health] = [await freePort(), await freePort()];
  const { ca, certificate, key } = makeCertificate(folder);
  const file = join(folder, 'nghttpx.conf');
  const text = shipped('nghttpx.conf', [
    ['frontend=*,443', `frontend=127.0.0.1,${port}`],
    ['127.0.0.1,8404', `127.0.0.1,${health}`],
    ['127.0.0.1,50051', service.replace(':', ',')],
    ['/etc/sipwhy/tls/chain.pem', certificate],
    ['/etc/sipwhy/tls/key.pem', key],
  ]);
  writeFileSync(file, text);
  return { ...(await start(scope, new Program(nghttpxPath(), [`--conf=${file}`]), port)), ca, health };
}

// Starts nginx before `service`, within a nginx.conf that has one worker with Debian's number of
// connections. Gives {program, port, ca}.
export async function startNginxShield(scope, service) {
  const folder = temporaryFolder(scope);
  const port = await freePort();
  const { ca, certificate, key } = makeCertificate(folder);
  const site = shipped('nginx-grpc.conf', [
    ['listen 443', `listen 127.0.0.1:${port}`],
    ['server 127.0.0.1:50051', `server ${service}`],
    ['/etc/sipwhy/tls/chain.pem', certificate],
    ['/etc/sipwhy/tls/key.pem', key],
  ]);
  writeFileSync(join(folder, 'site.conf'), site);
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => {
    mkdirSync(join(folder, name));
    return `${name}_temp_path ${join(folder, name)};`;
  });
  writeFileSync(
    join(folder, 'nginx.conf'),
    `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 768; }
http {
  ${places.join('\n  ')}
  include ${folder}/site.conf;
}
`,
  );
  const program = new Program(nginxPath(), ['-p', folder, '-c', join(folder, 'nginx.conf')]);
  return { ...(await start(scope, program, port)), ca };
}

async function start(scope, program, port) {
  scope.defer(() => program.stop().catch(() => {}));
  await until(`${program.path} to listen`, async () => program.over || (await isOpen(port)), 10_000);
  if (program.over) throw new Error(`${program.path} ended: ${program.stderr}${program.stdout}`);
  return { program, port };
}
