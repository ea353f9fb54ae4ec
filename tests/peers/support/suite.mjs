// Runs the situations of one file one after the other, and gives the file its exit status: 0 when all passed, 1 when
// one failed, 77 when the peer is not on this machine (which CTest calls skipped).
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = 77;
const TOO_LONG_MS = 120_000;

// What a file needs and does not find.
export class Missing extends Error {}

// The path of a file of a package of tests/peers/package.json.
export function peerFile(name, file) {
  const path = join(import.meta.dirname, '../node_modules', name, file);
  if (!existsSync(path)) throw noPackage(name);
  return path;
}

// Such a package as `import` gives it.
export async function peerPackage(name) {
  peerFile(name, 'package.json');
  return import(name);
}

function noPackage(name) {
  return new Missing(`the npm package ${name} is missing: run "npm ci" in tests/peers`);
}

// The first of `paths` that is there; `name` is what Debian calls the package.
export function peerProgram(name, ...paths) {
  const found = paths.find(existsSync);
  if (!found) throw new Missing(`${name} is missing: apt install ${name}`);
  return found;
}

// Holds what has to be undone, the newest first.
class Scope {
  #undo = [];

  defer(undo) {
    this.#undo.push(undo);
  }

  async close() {
    for (const undo of this.#undo.reverse()) await undo();
    this.#undo = [];
  }
}

class Suite extends Scope {
  failures = 0;
  passes = 0;

  // Runs `body`, which throws when something is not as it should be. It gets a scope of its own.
  async test(situation, body) {
    const scope = new Scope();
    const start = performance.now();
    try {
      await body(scope);
      this.passes += 1;
      console.log(`ok      ${situation} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      this.failures += 1;
      console.log(`FAILED  ${situation}\n${indent(error)}`);
    } finally {
      await scope.close();
    }
  }
}

function indent(error) {
  const text = error instanceof Error ? `${error.message}\n${whereThrown(error)}` : String(error);
  return text.trimEnd().replace(/^/gm, '        ');
}

function whereThrown(error) {
  const lines = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.includes('/tests/peers/') && !line.includes('node_modules'));
  return lines
    .slice(0, 3)
    .map((line) => line.trim())
    .join('\n');
}

// Runs `body` with a suite and ends the process.
export async function run(title, body) {
  const suite = new Suite();
  const watchdog = setTimeout(() => {
    console.log(`FAILED  ${title} took longer than ${TOO_LONG_MS / 1000} s`);
    process.exit(1);
  }, TOO_LONG_MS);
  let status = 1;
  try {
    await body(suite);
    status = suite.failures === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof Missing) {
      console.log(`skipped: ${error.message}`);
      status = SKIPPED;
    } else {
      console.log(`FAILED  ${title} could not be set up\n${indent(error)}`);
    }
  }
  try {
    await suite.close();
  } catch (error) {
    console.log(`FAILED  ${title} did not end well\n${indent(error)}`);
    status = 1;
  }
  clearTimeout(watchdog);
  console.log(`${title}: ${suite.passes} passed, ${suite.failures} failed`);
  process.exit(status);
}
