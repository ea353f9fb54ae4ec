// nginx in front of the bot, as the README tells an operator to have it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeCertificate } from './certificate.mjs';
import { freePort, isOpen } from './http.mjs';
import { Program } from './program.mjs';
import { temporaryFolder } from './sipwhy.mjs';
import { peerProgram } from './suite.mjs';
import { until } from './wait.mjs';

// Starts it before `target`, "127.0.0.1:PORT". Gives {buffered, streaming, tls, ca}: a port where nginx reads a request
// whole before it passes it on by HTTP/1.0, as is its default; one where it passes on what comes as it comes, by
// HTTP/1.1; one with TLS and HTTP/2, with its authority.
export async function startNginx(scope, target) {
  const path = peerProgram('nginx', '/usr/sbin/nginx');
  const folder = temporaryFolder(scope);
  const [buffered, streaming, tls] = [await freePort(), await freePort(), await freePort()];
  const { ca, certificate, key } = makeCertificate(folder);
  for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  client_max_body_size 1m;
  large_client_header_buffers 8 32k;
  upstream bot { server ${target}; keepalive 4; }
  server {
    listen 127.0.0.1:${buffered};
    location / { proxy_pass http://${target}; }
  }
  server {
    listen 127.0.0.1:${streaming};
    location / {
      proxy_pass http://bot;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_request_buffering off;
      proxy_buffering off;
    }
  }
  server {
    listen 127.0.0.1:${tls} ssl http2;
    ssl_certificate ${certificate};
    ssl_certificate_key ${key};
    location / {
      proxy_pass http://bot;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto https;
    }
  }
}
`,
  );
  const program = new Program(path, ['-p', folder, '-c', join(folder, 'nginx.conf')]);
  await until('nginx to listen', async () => program.over || (await isOpen(tls)), 10_000);
  if (program.over) throw new Error(`nginx ended: ${program.stderr}`);
  scope.defer(() => program.stop().catch(() => {}));
  return { buffered, streaming, tls, ca };
}
