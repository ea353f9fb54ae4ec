// An XMPP server, prosody, with accounts and rooms, and people who use it through @xmpp/client.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { freePort, isOpen } from './http.mjs';
import { Program } from './program.mjs';
import { temporaryFolder } from './sipwhy.mjs';
import { peerPackage, peerProgram } from './suite.mjs';
import { until } from './wait.mjs';

export class XmppServer {
  // `accounts` are names at localhost, each with the password "password-NAME".
  static async start(scope, accounts) {
    const server = new XmppServer();
    await peerPackage('@xmpp/client');
    server.program = peerProgram('prosody', '/usr/bin/prosody');
    server.port = await freePort();
    server.folder = temporaryFolder(scope);
    server.config = join(server.folder, 'prosody.cfg.lua');
    writeFileSync(server.config, server.#settings());
    const store = join(server.folder, 'data/localhost/accounts');
    mkdirSync(store, { recursive: true });
    for (const name of accounts)
      writeFileSync(join(store, `${name}.dat`), `return { ["password"] = "password-${name}"; };\n`);
    await server.up();
    scope.defer(() => server.down());
    return server;
  }

  #settings() {
    return `
run_as_root = true
certificates = "${this.folder}"
pidfile = "${this.folder}/prosody.pid"
data_path = "${this.folder}/data"
plugin_paths = {}
interfaces = { "127.0.0.1" }
c2s_ports = { ${this.port} }
s2s_ports = {}
legacy_ssl_ports = {}
http_ports = {}
https_ports = {}
modules_enabled = { "roster", "saslauth", "disco", "ping", "carbons" }
modules_disabled = { "s2s", "tls" }
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
log = { info = "*console" }
VirtualHost "localhost"
Component "conference.localhost" "muc"
  name = "rooms"
  restrict_room_creation = false
  muc_room_default_history_length = 20
  muc_room_locking = false
`;
  }

  async up() {
    this.server = new Program(this.program, ['--config', this.config, '-F']);
    await until('prosody to listen', () => this.server.over || isOpen(this.port), 10_000);
    if (this.server.over) throw new Error(`prosody ended: ${this.server.stdout}${this.server.stderr}`);
  }

  async down() {
    await this.server.stop('SIGTERM').catch(() => {});
  }

  async person(scope, name, resource = 'desk') {
    const person = new XmppPerson(name);
    await person.connect(scope, this.port, resource);
    return person;
  }
}

export class XmppPerson {
  heard = []; // {from, type, id, text, stanza} of messages with a body, oldest first
  presences = []; // {from, type}

  constructor(name) {
    this.name = name;
    this.jid = `${name}@localhost`;
  }

  async connect(scope, port, resource) {
    const { client, xml } = await peerPackage('@xmpp/client');
    this.xml = xml;
    this.client = client({
      service: `xmpp://127.0.0.1:${port}`,
      domain: 'localhost',
      username: this.name,
      password: `password-${this.name}`,
      resource,
    });
    this.client.reconnect?.stop();
    this.client.on('error', () => {}); // such as the end of the connection when the server stops
    this.client.on('stanza', (stanza) => this.#take(stanza));
    scope.defer(() => this.client.stop().catch(() => {}));
    await this.client.start();
    await this.client.send(xml('presence'));
  }

  #take(stanza) {
    const { from, type = 'available' } = stanza.attrs;
    if (stanza.is('presence')) this.presences.push({ from, type });
    const text = stanza.is('message') ? stanza.getChildText('body') : undefined;
    if (text) this.heard.push({ from, type: stanza.attrs.type, id: stanza.attrs.id, text, stanza });
  }

  async join(room, nick = this.name) {
    this.nick = nick;
    await this.client.send(
      this.xml('presence', { to: `${room}/${nick}` }, this.xml('x', { xmlns: 'http://jabber.org/protocol/muc' })),
    );
    await until(`${nick} to be in ${room}`, () =>
      this.presences.some(({ from, type }) => from === `${room}/${nick}` && type === 'available'),
    );
  }

  // Says `text` in a room or to somebody; `more` are further children.
  say(
    to,
    text,
    { type = to.includes('@conference.') ? 'groupchat' : 'chat', more = [], id = `${this.name}-${this.#next()}` } = {},
  ) {
    return this.client.send(this.xml('message', { to, type, id }, this.xml('body', {}, text), ...more));
  }

  // Waits until everything that the server had for this person is here (XEP-0199).
  async sync() {
    const ping = this.xml('iq', { type: 'get', to: 'localhost' }, this.xml('ping', { xmlns: 'urn:xmpp:ping' }));
    await this.client.iqCaller.request(ping);
  }

  #count = 0;
  #next() {
    this.#count += 1;
    return this.#count;
  }

  // What `from` (a full JID, or a room's with its nick) said since the position `since` in `heard`.
  from(from, since = 0) {
    return this.heard.slice(since).filter((one) => one.from === from || one.from.startsWith(`${from}/`));
  }
}
