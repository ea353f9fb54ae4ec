// A Slack workspace: the emulator "emulate" with people, a bot and channels, whose events go through our hands on their
// way to the bot, and the bot's calls on their way back.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { lowerCase, request, startServer } from './http.mjs';
import { slackHeaders } from './signing.mjs';
import { peerFile, peerPackage } from './suite.mjs';

const BOT = { user: 'USIPWHY', id: 'BSIPWHY', token: 'xoxb-sipwhy-0123456789' };

export class Workspace {
  #channels = 0;
  bot = BOT;
  secret = 'a-signing-secret-of-32-characters';
  posts = []; // calls of chat.* by the bot that reached the emulator, as {method, ...fields}
  events = []; // what the emulator sent, as {headers, body, status}
  deliver = async (event) => [await this.forward(event)]; // a test may replace it; of the responses the first counts
  intercept = () => undefined; // likewise: what a call of the bot is answered instead of by the emulator

  static async start(scope) {
    const workspace = new Workspace();
    await workspace.#start(scope);
    return workspace;
  }

  async #start(scope) {
    const { createEmulator } = await peerPackage('emulate');
    const { WebClient, LogLevel } = await peerPackage('@slack/web-api');
    const webhooks = await takeDispatcher();
    const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: this.#seed() } });
    scope.defer(() => emulator.close());
    const wire = await startServer(scope, (event) => this.#carryEvent(event));
    const api = await startServer(scope, (call) => this.#carryCall(call, emulator.url));
    webhooks().register({ url: wire.url, events: ['message'], active: true, owner: 'slack' });
    this.api = `${api.url}/api`;
    this.apiRequests = api.requests;
    const client = (token) => new WebClient(token, { slackApiUrl: `${emulator.url}/api/`, logLevel: LogLevel.ERROR });
    this.alice = client('xoxp-alice');
    this.carol = client('xoxp-carol');
    this.aliceId = (await this.alice.auth.test()).user_id;
    const { channels } = await this.alice.conversations.list();
    this.channel = (name) => channels.find((channel) => channel.name === name).id;
  }

  #seed() {
    return {
      signing_secret: this.secret,
      users: [{ name: 'alice' }, { name: 'carol' }],
      channels: [{ name: 'voip' }],
      oauth_apps: [
        {
          client_id: '1.2',
          client_secret: 's',
          app_id: 'A1',
          name: 'sip',
          redirect_uris: [],
          bot_id: BOT.id,
          bot_user_id: BOT.user,
          bot_name: 'sip',
        },
      ],
      tokens: [
        { token: BOT.token, user_id: BOT.user, type: 'bot', app_id: 'A1', bot_id: BOT.id, bot_user_id: BOT.user },
        { token: 'xoxp-alice', user: 'alice', type: 'user' },
        { token: 'xoxp-carol', user: 'carol', type: 'user' },
      ],
    };
  }

  // The id of a channel that nobody has written in.
  async newChannel() {
    this.#channels += 1;
    return (await this.alice.conversations.create({ name: `channel-${this.#channels}` })).channel.id;
  }

  // Where the bot takes its events.
  connect(url) {
    this.target = url;
  }

  // Brings an event to the bot, as {headers, body}.
  forward({ headers, body }) {
    const kept = Object.entries(headers).filter(([name]) => /^(content-type|x-slack-.*)$/i.test(name));
    return request(this.target, { headers: Object.fromEntries(kept), body });
  }

  async #carryEvent({ headers, body }) {
    const event = this.#completed({ headers, body });
    this.events.push(event);
    if (!this.target) return { status: 404 };
    const [first] = await this.deliver(event);
    event.status = first.status;
    return { status: first.status, body: first.body };
  }

  // The emulator leaves out what Slack says of a direct chat ("message.im event"), so that is added and signed.
  #completed({ headers, body }) {
    const envelope = JSON.parse(body);
    if (!envelope.event.channel?.startsWith('D')) return { headers, body };
    const whole = JSON.stringify({ ...envelope, event: { ...envelope.event, channel_type: 'im' } });
    return { headers: { ...headers, ...lowerCase(slackHeaders(this.secret, whole)) }, body: whole };
  }

  async #carryCall({ path, headers, body }, emulator) {
    const method = path.split('/').at(-1);
    const fields = headers['content-type']?.startsWith('application/json')
      ? JSON.parse(body)
      : Object.fromEntries(new URLSearchParams(body));
    const instead = await this.intercept({ method, fields });
    if (instead) return instead;
    const { authorization, 'content-type': type } = headers;
    const answer = await request(emulator + path, {
      headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
      body,
    });
    if (method.startsWith('chat.')) this.posts.push({ method, ...fields, answer: JSON.parse(answer.body) });
    return { status: answer.status, body: answer.body };
  }

  // The messages of the bot in the thread of `ts`, or in the channel itself.
  async saidInThread(channel, ts) {
    const { messages } = await this.alice.conversations.replies({ channel, ts, limit: 200 });
    return messages.filter((message) => message.user === BOT.user && message.ts !== ts);
  }

  async saidInChannel(channel) {
    const { messages } = await this.alice.conversations.history({ channel, limit: 200 });
    return messages.filter((message) => message.user === BOT.user);
  }
}

// emulate has no call for an event subscription, so this wraps its Slack plugin, which is given the dispatcher. The
// plugin's file has a hash in its name: it is the one that serves chat.postMessage.
async function takeDispatcher() {
  const dist = peerFile('emulate', 'dist');
  const serves = (file) =>
    file.endsWith('.js') && readFileSync(join(dist, file), 'utf8').includes('"/api/chat.postMessage"');
  const { slackPlugin } = await import(join(dist, readdirSync(dist).find(serves)));
  const register = slackPlugin.register;
  let taken;
  slackPlugin.register = (app, store, webhooks, ...rest) => {
    taken = webhooks;
    return register(app, store, webhooks, ...rest);
  };
  return () => taken;
}
