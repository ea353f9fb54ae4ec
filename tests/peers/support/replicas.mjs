// Several sipwhy-service that answer for one another, each with a knowledge base of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Program } from './program.mjs';

const REPOSITORY = resolve(import.meta.dirname, '../../..');
const BIN = process.env.PEERS_BIN ?? join(REPOSITORY, 'build/release/bin');
const SERVICE = join(BIN, 'sipwhy-service');
// The ports of operators are free ones too. A balancer that asks for health needs a moment to hear of the end.
const FLAGS = ['--admin=127.0.0.1:0', '--drain-delay=500ms'];

// Makes the knowledge base as it is and as it was a revision ago. Gives {older, newer}, each {file, revision}.
export function makeTwoRevisions(folder) {
  const migrations = join(REPOSITORY, 'migrations');
  const all = readdirSync(migrations)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const make = (name, files) => {
    const [file, from] = [join(folder, `${name}.db`), join(folder, `${name}.migrations`)];
    mkdirSync(from);
    for (const one of files) cpSync(join(migrations, one), join(from, one));
    execFileSync(join(BIN, 'sipwhy-kb'), [`--database=${file}`, `--migrations=${from}`, 'apply']);
    return { file, revision: files.length };
  };
  return { older: make('older', all.slice(0, -1)), newer: make('newer', all) };
}

export class Replica {
  address = '127.0.0.1:0';
  #database;
  #flags;
  #program;

  // `folder` is for its knowledge base, which starts as a copy of `file`.
  static async start(scope, folder, file) {
    const replica = new Replica();
    mkdirSync(folder);
    replica.#database = join(folder, 'kb.db');
    replica.#flags = knownFlags();
    replica.#take(file);
    await replica.#start();
    scope.defer(() => replica.#program.stop().catch(() => {}));
    return replica;
  }

  // Ends it as its machine would, gives it `file` as its knowledge base, and starts it where it was.
  async upgrade(file) {
    assert.deepEqual(await this.#program.stop('SIGTERM', 10_000), { code: 0, signal: null });
    this.#take(file);
    await this.#start();
  }

  #take(file) {
    copyFileSync(file, `${this.#database}.new`);
    renameSync(`${this.#database}.new`, this.#database);
  }

  async #start() {
    this.#program = new Program(SERVICE, [`--database=${this.#database}`, `--listen=${this.address}`, ...this.#flags]);
    [, this.address] = await this.#program.line(/^serving on (\S+), revision \d+$/m);
  }
}

function knownFlags() {
  const help = execFileSync(SERVICE, ['--help'], { encoding: 'utf8' });
  return FLAGS.filter((flag) => help.includes(flag.split('=')[0]));
}
