// What deploy/ ships, as tests start it.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const DEPLOY = resolve(import.meta.dirname, '../../../deploy');

// A file of deploy/ with each of the `changes`, [what stands there, what is to stand there], at every place.
export function shipped(name, changes) {
  let text = readFileSync(join(DEPLOY, name), 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`deploy/${name} has no "${from}"`);
    text = text.replaceAll(from, to);
  }
  return text;
}
