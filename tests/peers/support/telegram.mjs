// Telegram: the server telegram-test-api, and between it and the bots what that server leaves out of the Bot API: long
// polls, offsets, the conflict of two pollers, and the limits of messages.
import { createRequire } from 'node:module';

import { freePort, request, startServer } from './http.mjs';
import { peerFile } from './suite.mjs';
import { pause, until } from './wait.mjs';

const LOOK_EVERY_MS = 15;

export class Telegram {
  token = '666:AAF-a-token-that-no-log-may-show';
  calls = []; // {method, fields, status} by bots, oldest first
  intercept = () => undefined; // a test may replace it: {status, body} gives that instead of the server's answer
  #waiting = []; // updates that were not confirmed by an offset
  #polling; // ends the poll that is under way

  static async start(scope) {
    const telegram = new Telegram();
    const TelegramServer = createRequire(import.meta.url)(peerFile('telegram-test-api', 'lib/index.js'));
    telegram.server = new TelegramServer({ port: await freePort(), host: '127.0.0.1', storeTimeout: 600 });
    await telegram.server.start();
    scope.defer(() => telegram.server.stop());
    const front = await startServer(scope, (call) => telegram.#answer(call));
    scope.defer(() => telegram.#polling?.({ status: 502, body: {} }));
    telegram.api = front.url;
    return telegram;
  }

  // Somebody in a private chat, or with `options` of the server's client in another.
  person(options) {
    return this.server.getClient(this.token, options);
  }

  async #answer({ path, headers, body }) {
    const [, token, method] = /^\/bot([^/]+)\/(\w+)/.exec(path.split('?')[0]) ?? [];
    const fields = readFields(headers, body);
    const call = { method, fields, at: performance.now() };
    this.calls.push(call);
    const verdict =
      (token !== this.token && failure(401, 'Unauthorized')) ||
      (await this.intercept(call)) ||
      (method === 'getUpdates' ? await this.#poll(fields) : await this.#pass(method, fields));
    call.status = verdict.status;
    call.body = verdict.body;
    return verdict;
  }

  async #pass(method, fields) {
    const wrong = method === 'sendMessage' && problemOf(fields);
    if (wrong) return failure(400, `Bad Request: ${wrong}`);
    const { status, body } = await request(`${this.server.config.apiURL}/bot${this.token}/${method}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    return { status, body };
  }

  // core.telegram.org/bots/api#getupdates
  async #poll({ offset = 0, timeout = 0, limit = 100 }) {
    this.#polling?.(
      failure(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'),
    );
    let ended;
    const end = (verdict) => (ended = verdict);
    this.#polling = end;
    this.#waiting = this.#waiting.filter((update) => update.update_id >= Number(offset));
    const deadline = performance.now() + Number(timeout) * 1000;
    do {
      this.#waiting.push(...this.server.getUpdates(this.token));
      if (this.#waiting.length > 0 || ended) break;
      await pause(LOOK_EVERY_MS);
    } while (performance.now() < deadline);
    if (this.#polling === end) this.#polling = undefined;
    return ended ?? { status: 200, body: { ok: true, result: this.#waiting.slice(0, Number(limit)) } };
  }

  // The messages that bots sent into a chat, as {text, ...fields}.
  sent(chat) {
    return this.calls
      .filter(
        (call) => call.method === 'sendMessage' && call.status === 200 && String(call.fields.chat_id) === String(chat),
      )
      .map((call) => call.fields);
  }

  awaitSent(chat, pattern = /./s) {
    return until(
      `a message that matches ${pattern} in chat ${chat}`,
      () => this.sent(chat).find(({ text }) => pattern.test(text)),
      8000,
    );
  }
}

export function failure(status, description, parameters) {
  return { status, body: { ok: false, error_code: status, description, ...(parameters && { parameters }) } };
}

function readFields(headers, body) {
  if (body === '') return {};
  return headers['content-type']?.startsWith('application/json')
    ? JSON.parse(body)
    : Object.fromEntries(new URLSearchParams(body));
}

const TAGS = /^(b|strong|i|em|u|ins|s|strike|del|span|tg-spoiler|a|tg-emoji|code|pre|blockquote)$/;
const MOST_CHARACTERS = 4096; // after the entities were read, in UTF-16 units

// What Telegram would find wrong with a message (Bot API, "HTML style" and sendMessage), which the server does not.
export function problemOf({ text = '', parse_mode: mode }) {
  if (mode === undefined)
    return text.length === 0 || text.length > MOST_CHARACTERS ? 'message is empty or too long' : undefined;
  if (mode !== 'HTML') return `parse_mode ${mode}`;
  const open = [];
  let plain = '';
  for (const [whole, slash, tag, character] of text.matchAll(/<(\/?)([a-z-]+)(?:\s[^<>]*)?>|([^<>])|[<>]/gsu)) {
    if (character !== undefined) plain += character;
    else if (tag === undefined) return `can't parse entities: ${whole} is not escaped`;
    else if (!TAGS.test(tag)) return `can't parse entities: unsupported tag ${tag}`;
    else if (!slash) open.push(tag);
    else if (open.pop() !== tag) return `can't parse entities: ${whole} ends nothing`;
  }
  if (open.length > 0) return `can't parse entities: ${open} has no end`;
  if (/&(?!lt;|gt;|amp;|quot;|#\d+;|#x[0-9a-f]+;)/i.test(plain)) return "can't parse entities: & is not escaped";
  const size = plain.replace(/&(\w+|#\d+|#x[0-9a-f]+);/gi, '.').length;
  return size === 0 || size > MOST_CHARACTERS ? `message is empty or too long: ${size}` : undefined;
}
