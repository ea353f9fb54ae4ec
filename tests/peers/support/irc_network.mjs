// An IRC network of one server, ngircd, and people on it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeCertificate } from './certificate.mjs';
import { freePort, isOpen } from './http.mjs';
import { Program } from './program.mjs';
import { temporaryFolder } from './sipwhy.mjs';
import { peerPackage, peerProgram } from './suite.mjs';
import { until } from './wait.mjs';

const OPERATOR = { name: 'oper', password: 'oper-password' };

export class IrcNetwork {
  static async start(scope) {
    const network = new IrcNetwork();
    const folder = temporaryFolder(scope);
    await peerPackage('irc-framework');
    network.program = peerProgram('ngircd', '/usr/sbin/ngircd');
    network.certificate = makeCertificate(folder);
    network.port = await freePort();
    network.tlsPort = await freePort();
    network.config = join(folder, 'ngircd.conf');
    writeFileSync(network.config, network.#settings());
    await network.up();
    scope.defer(() => network.down());
    return network;
  }

  #settings() {
    return `[Global]
Name = irc.example.test
Info = a server for tests
Listen = 127.0.0.1
Ports = ${this.port}
MotdPhrase = hello
[Limits]
MaxConnectionsIP = 0
MaxNickLength = 9
[Options]
DNS = no
Ident = no
PAM = no
[Operator]
Name = ${OPERATOR.name}
Password = ${OPERATOR.password}
[SSL]
CertFile = ${this.certificate.certificate}
KeyFile = ${this.certificate.key}
Ports = ${this.tlsPort}
`;
  }

  async up() {
    this.server = new Program(this.program, ['-n', '-f', this.config]);
    await until('ngircd to listen', () => this.server.over || isOpen(this.port), 10_000);
    if (this.server.over) throw new Error(`ngircd ended: ${this.server.stdout}${this.server.stderr}`);
  }

  async down() {
    await this.server.stop('SIGTERM').catch(() => {});
  }

  // Somebody who is in `channels`.
  async person(scope, nick, channels = []) {
    const person = new Person(nick);
    await person.connect(scope, this.port, channels);
    return person;
  }
}

export class Person {
  heard = []; // {type, from, target, text}, oldest first
  lines = []; // what the server sent, with CR LF
  events = []; // {type, nick, channel} of who came and went

  constructor(nick) {
    this.nick = nick;
  }

  async connect(scope, port, channels) {
    const { Client } = (await peerPackage('irc-framework')).default;
    this.client = new Client({ auto_reconnect: false });
    scope.defer(() => this.client.quit('bye'));
    for (const type of ['privmsg', 'notice'])
      this.client.on(type, (event) =>
        this.heard.push({ type, from: event.nick, target: event.target, text: event.message }),
      );
    for (const type of ['join', 'part', 'quit', 'kick', 'nick'])
      this.client.on(type, (event) =>
        this.events.push({ type, nick: event.kicked ?? event.nick, to: event.new_nick, channel: event.channel }),
      );
    this.client.on('raw', ({ line, from_server: fromServer }) => fromServer && this.lines.push(line));
    this.client.connect({ host: '127.0.0.1', port, nick: this.nick, username: this.nick, gecos: this.nick });
    await until(
      `${this.nick} to be registered`,
      () =>
        this.client.connected && this.client.user.nick === this.nick && this.lines.some((line) => / 001 /.test(line)),
    );
    for (const channel of channels) await this.join(channel);
  }

  async join(channel) {
    this.client.join(channel);
    await until(`${this.nick} to be in ${channel}`, () =>
      this.events.some((event) => event.type === 'join' && event.nick === this.nick && event.channel === channel),
    );
  }

  say(target, text) {
    this.client.say(target, text);
  }

  becomeOperator() {
    this.client.raw('OPER', OPERATOR.name, OPERATOR.password);
    return until('the operator to be one', () => this.lines.some((line) => / 381 /.test(line)));
  }

  // What `nick` said in `target`, from the position `since` in `heard`.
  from(nick, target, since = 0) {
    return this.heard.slice(since).filter((one) => one.from === nick && (!target || one.target === target));
  }
}
