// A well-behaved client of the service: gRPC by hand over HTTP/2.
import http2 from 'node:http2';

import { within } from './wait.mjs';

// Messages as protobuf has them, behind the five bytes of a gRPC message that is not compressed.
const ABOUT_486 = Buffer.from([0, 0, 0, 0, 3, 0x08, 0xe6, 0x03]); // ExplainRequest{code: 486}
const EMPTY = Buffer.alloc(5);
const NOT_BEGUN = new Set(['Stream closed with error code NGHTTP2_REFUSED_STREAM', 'ERR_HTTP2_GOAWAY_SESSION']);

export class Explainer {
  #url;
  #options;
  #session;

  // `url` is "http://HOST:PORT", or "https://…" with `ca` as PEM.
  constructor(url, ca) {
    this.#url = url;
    this.#options = { ca };
  }

  // Asks for 486 and gives the milliseconds until the answer was there. Throws when there is none in `deadline`
  // milliseconds, or another than an explanation. It takes the connection of the call before unless that was closed, or
  // one of its own when it is to be `fresh`. What the server did not begin with is asked once more on another
  // connection, as gRPC's clients do (gRFC A6, transparent retries).
  async explain({ deadline = 1000, fresh = false } = {}) {
    const start = performance.now();
    const left = () => Math.max(1, deadline - (performance.now() - start));
    try {
      await this.#once(fresh, left());
    } catch (error) {
      if (!NOT_BEGUN.has(error.message) && !NOT_BEGUN.has(error.code)) throw error;
      await this.#once(true, left());
    }
    return performance.now() - start;
  }

  // Watches the service's health on a connection of its own. Gives {messages, ended}, which go on changing.
  watch() {
    const session = this.#connect();
    const watch = { messages: 0, ended: false };
    const stream = session.request(head('/grpc.health.v1.Health/Watch'));
    stream.on('data', () => (watch.messages += 1));
    stream.on('error', () => {});
    stream.on('close', () => (watch.ended = true));
    stream.end(EMPTY);
    return watch;
  }

  // The HTTP status of a call of `path` with nothing in it.
  async status(path) {
    const session = this.#connect();
    try {
      const stream = session.request(head(path));
      stream.end(EMPTY);
      const response = new Promise((resolve, reject) => stream.once('response', resolve).once('error', reject));
      return (await within(2000, path, response))[':status'];
    } finally {
      session.destroy();
    }
  }

  close() {
    this.#session?.destroy();
  }

  async #once(fresh, deadline) {
    const session = fresh ? this.#connect() : this.#kept();
    try {
      const { status, body } = await ask(session, deadline);
      if (status !== '0') throw new Error(`grpc-status ${status}`);
      if (!body.includes('Busy Here')) throw new Error('it explains something else');
    } finally {
      if (fresh) session.destroy();
    }
  }

  #kept() {
    if (!this.#session || this.#session.destroyed || this.#session.closed) this.#session = this.#connect();
    return this.#session;
  }

  #connect() {
    const session = http2.connect(this.#url, this.#options);
    session.on('error', () => {});
    return session;
  }
}

function ask(session, deadline) {
  return new Promise((resolve, reject) => {
    const stream = session.request(head('/sipwhy.v1.Explainer/Explain'));
    const late = setTimeout(() => {
      stream.close(http2.constants.NGHTTP2_CANCEL);
      reject(new Error('no answer in time'));
    }, deadline);
    const parts = [];
    let status = 'none';
    stream.on('response', (head) => (status = head['grpc-status'] ?? `none, but HTTP ${head[':status']}`));
    stream.on('trailers', (trailers) => (status = trailers['grpc-status'] ?? status));
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => resolve({ status, body: Buffer.concat(parts) }));
    stream.on('error', reject);
    stream.on('close', () => clearTimeout(late));
    stream.end(ABOUT_486);
  });
}

const head = (path) => ({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' });
