// Microsoft's Agents Playground as Teams: people write in its conversations, and it sends real activities to a bot.
// Ours is an outgoing webhook, so each activity is signed here and brought to it, and what it answers is posted into
// the conversation, as Teams does.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { freePort, request, startServer } from './http.mjs';
import { Program } from './program.mjs';
import { temporaryFolder } from './sipwhy.mjs';
import { peerFile } from './suite.mjs';
import { until } from './wait.mjs';

export class Playground {
  deliveries = []; // {activity, body, answer, posted}: `answer` is the bot's response, `posted` what became of it
  shown = []; // what a person would see, as the Playground tells its page
  deliver = (signed) => this.send(signed); // a test may replace it

  // `sign` makes of a body {path, headers, body}.
  static async start(scope, sign) {
    const playground = new Playground();
    playground.sign = sign;
    await playground.#start(scope);
    return playground;
  }

  async #start(scope) {
    const cli = peerFile('@microsoft/m365agentsplayground', 'cli.js');
    const hook = await startServer(scope, (call) => this.#carry(call));
    const port = await freePort();
    const folder = temporaryFolder(scope);
    const args = [cli, 'start', '-e', `${hook.url}/api/messages`, '-p', String(port), '-c', 'msteams', '--dt'];
    const program = new Program(process.execPath, args, { cwd: folder, env: withoutBrowser(folder) });
    await program.line(/^Listening on \d+$/m, 20_000);
    scope.defer(() => program.stop().catch(() => {}));
    this.url = `http://127.0.0.1:${port}`;
    const { config } = JSON.parse((await request(`${this.url}/_internal/v1/config`, { method: 'GET' })).body);
    this.bot = config.bot;
    this.conversations = {
      personal: config.personalChat.id,
      group: config.groupChats[0].id,
      channel: config.teams[0].channels[0].id,
    };
    await this.#watch(scope, port);
  }

  async #watch(scope, port) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/_ws_conversation/v1/conversations/stream`);
    socket.onmessage = ({ data }) => this.shown.push(JSON.parse(data));
    await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
    scope.defer(() => socket.close());
  }

  connect(url) {
    this.target = url;
  }

  send({ path, headers, body }) {
    return request(this.target + path, { headers, body });
  }

  async #carry({ method, body }) {
    const activity = method === 'POST' && JSON.parse(body);
    if (!activity || activity.type !== 'message') return { status: 200 };
    const delivery = { activity, body };
    const signed = this.sign(body);
    delivery.answer = await this.deliver(signed);
    delivery.posted = await this.#post(activity, delivery.answer);
    this.deliveries.push(delivery);
    return { status: 200 };
  }

  #post({ serviceUrl, conversation, id }, { body }) {
    const connector = serviceUrl.replace('localhost', '127.0.0.1');
    const url = `${connector}/v3/conversations/${encodeURIComponent(conversation.id)}/activities/${id}`;
    return request(url, { headers: { 'content-type': 'application/json' }, body });
  }

  // Lets somebody write in `conversation` with a mention of the bot, and gives what came of it.
  async write(conversation, text, { format = 'plain', mention = `<at>${this.bot.name}</at>` } = {}) {
    const before = this.deliveries.length;
    const mentions = [{ mentioned: { id: this.bot.id }, text: mention }];
    const body = JSON.stringify({
      from: { id: 'user-id-0' },
      text: text.replaceAll('@bot', mention),
      textFormat: format,
      mentions,
    });
    const url = `${this.url}/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`;
    const { status, body: said } = await request(url, { headers: { 'content-type': 'application/json' }, body });
    if (status !== 200) throw new Error(`the Playground took no message: ${status} ${said}`);
    return until('the activity to be answered', () => this.deliveries[before]);
  }
}

// It opens a browser when it starts, and ends when it can not.
function withoutBrowser(folder) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'xdg-open'), '#!/bin/sh\nexit 0\n');
  chmodSync(join(bin, 'xdg-open'), 0o755);
  return { ...process.env, PATH: `${bin}:${process.env.PATH}`, HOME: folder };
}
