// The service and the bot, started from the build as an operator would.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { Program } from './program.mjs';
import { toToml } from './toml.mjs';
import { within } from './wait.mjs';

const REPOSITORY = resolve(import.meta.dirname, '../../..');
const BIN = process.env.PEERS_BIN ?? join(REPOSITORY, 'build/release/bin');
const DATABASE = process.env.PEERS_DATABASE ?? join(REPOSITORY, 'build/kb.db');

export function temporaryFolder(scope) {
  const folder = mkdtempSync(join(tmpdir(), 'sipwhy-peers-'));
  scope.defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// Starts sipwhy-service. `listen` is an address of an earlier one, to take its place.
export async function startService(scope, listen = '127.0.0.1:0') {
  const flags = [`--database=${DATABASE}`, `--listen=${listen}`, '--admin=127.0.0.1:0'];
  const program = new Program(join(BIN, 'sipwhy-service'), flags);
  const [, address, revision] = await program.line(/^serving on (\S+), revision (\d+)$/m);
  const [, admin] = await program.line(/^admin on (\S+)$/m);
  scope.defer(() => program.stop().catch(() => {}));
  return { program, address, revision, admin };
}

// Starts sipwhy-bot. `config` is the configuration as an object, without `service`, `memory` and `http.listen`;
// `secrets` are environment variables. When it is stopped at the end of the scope it has to end with status 0, and must
// have logged none of the secrets.
export async function startBot(scope, options) {
  const { program, memory } = spawnBot(scope, options);
  const [, url] = await program.line(/^listening on (https?:\/\/\S+)$/m);
  scope.defer(() => endBot(program, options.secrets ?? {}));
  return { program, url, port: Number(new URL(url).port), memory };
}

// Runs it with `flags` until it ends by itself. Gives {code, said}.
export async function runBot(scope, options) {
  const { program } = spawnBot(scope, options);
  const { code } = await within(10_000, 'the bot to end', program.ended);
  return { code, said: program.stdout + program.stderr };
}

function spawnBot(scope, { service, config, secrets = {}, memory, listen = '127.0.0.1:0', flags = [] }) {
  const folder = temporaryFolder(scope);
  const file = join(folder, 'bot.toml');
  memory ??= join(folder, 'bot.db');
  writeFileSync(file, toToml({ service: service.address, memory, ...config, http: { listen, ...config.http } }));
  const env = { ...process.env, ...secrets };
  return { program: new Program(join(BIN, 'sipwhy-bot'), [`--config=${file}`, ...flags], { env }), memory };
}

async function endBot(program, secrets) {
  if (!program.over) {
    const { code, signal } = await program.stop();
    assert.deepEqual(
      { code, signal },
      { code: 0, signal: null },
      `the bot did not end well:\n${program.stderr.slice(-2000)}`,
    );
  }
  for (const [name, secret] of Object.entries(secrets)) {
    assert.ok(!(program.stderr + program.stdout).includes(secret), `the log shows the secret ${name}`);
  }
}
