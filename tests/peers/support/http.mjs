// HTTP as it is on the wire: requests by hand over a socket, quick ones over node:http, and servers that write down
// what comes.
import http from 'node:http';
import net from 'node:net';

// Sends a request and gives {status, headers, body, milliseconds}. `agent` keeps connections open.
export function request(url, { method = 'POST', headers = {}, body = '', agent, deadline = 10_000 } = {}) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const length = method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body) };
    const call = http.request(url, { method, agent, headers: { ...length, ...headers } }, async (response) => {
      try {
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: await text(response),
          milliseconds: performance.now() - start,
        });
      } catch (error) {
        reject(error);
      }
    });
    call.setTimeout(deadline, () => call.destroy(new Error(`no answer from ${new URL(url).host} in ${deadline} ms`)));
    call.on('error', reject);
    call.end(method === 'GET' ? undefined : body);
  });
}

// The same headers with names in small letters, as HTTP/2 has them.
export function lowerCase(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

// All of a stream as text.
export async function text(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

const failed = (error) => ({ status: 500, body: { error: error.message } });

// Starts a server. `answer`, which may fail, gets {method, path, headers, body, response} and either writes to
// `response` or gives {status, headers, body}. All requests are in `requests`, oldest first.
export async function startServer(scope, answer) {
  const requests = [];
  const server = http.createServer(async (incoming, response) => {
    const one = { method: incoming.method, path: incoming.url, headers: incoming.headers, at: performance.now() };
    one.body = await text(incoming).catch(() => undefined);
    if (one.body === undefined) return;
    requests.push(one);
    const written = await Promise.resolve({ ...one, response })
      .then(answer)
      .catch(failed);
    if (!written || response.headersSent || response.destroyed) return;
    response.writeHead(written.status ?? 200, { 'content-type': 'application/json', ...written.headers });
    response.end(typeof written.body === 'string' ? written.body : JSON.stringify(written.body ?? {}));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  scope.defer(stop);
  const port = server.address().port;
  return { url: `http://127.0.0.1:${port}`, port, requests, stop };
}

// A TCP port that nobody listens on just now.
export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Whether somebody listens on a port of this machine.
export function isOpen(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(socket.destroy() && true));
    socket.on('error', () => resolve(false));
  });
}

// A connection on which bytes are sent by hand.
export class RawConnection {
  received = '';
  closed; // a promise
  isClosed = false;

  constructor(socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (data) => (this.received += data));
    this.closed = new Promise((resolve) => socket.on('close', resolve)).then(() => (this.isClosed = true));
    socket.on('error', () => {});
  }

  // Connects; the scope closes it.
  static async open(scope, port, connect = (port) => net.connect(port, '127.0.0.1'), ready = 'connect') {
    const socket = connect(port);
    await new Promise((resolve, reject) => socket.once(ready, resolve).once('error', reject));
    scope.defer(() => socket.destroy());
    return new RawConnection(socket);
  }

  send(bytes) {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  // The complete responses that came so far, as {status, headers, body}; `headless` for the answers to HEAD.
  responses() {
    const found = [];
    let rest = this.received;
    for (;;) {
      const one = parseResponse(rest, this.isClosed);
      if (!one) return found;
      rest = rest.slice(one.size);
      found.push(one);
    }
  }
}

function parseResponse(bytes, closed) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first, ...lines] = bytes.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const status = Number(first.split(' ')[1]);
  const from = end + 4;
  const found = bodyOf(bytes.slice(from), headers, status, closed);
  if (!found) return undefined;
  return {
    version: first.split(' ')[0],
    status,
    headers,
    body: Buffer.from(found.body, 'latin1').toString('utf8'),
    size: from + found.size,
  };
}

function bodyOf(rest, headers, status, closed) {
  if (status < 200 || status === 204 || status === 304) return { body: '', size: 0 };
  if (headers['transfer-encoding'] === 'chunked') return chunkedBody(rest);
  if (headers['content-length'] !== undefined) {
    const size = Number(headers['content-length']);
    return rest.length >= size ? { body: rest.slice(0, size), size } : undefined;
  }
  return closed ? { body: rest, size: rest.length } : undefined;
}

function chunkedBody(rest) {
  let body = '';
  let at = 0;
  for (;;) {
    const end = rest.indexOf('\r\n', at);
    if (end < 0) return undefined;
    const size = parseInt(rest.slice(at, end), 16);
    if (rest.length < end + 2 + size + 2) return undefined;
    body += rest.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
    if (size === 0) return { body, size: at };
  }
}

// The bytes of a request. `headers` is a list of [name, value], written as they are.
export function rawRequest(method, path, headers, body = '', version = '1.1') {
  const lines = [`${method} ${path} HTTP/${version}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

// `body` cut into chunks of `size` bytes, as Transfer-Encoding: chunked has it (RFC 9112 §7.1).
export function chunked(body, size) {
  const bytes = Buffer.from(body);
  const parts = [];
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
