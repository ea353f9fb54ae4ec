// A machine within this one, for packages and units: namespaces of its own, a copy of this system that forgets what is
// written to it, and systemd as its first process, which knows no units but those that are installed there.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Program } from './program.mjs';
import { temporaryFolder } from './sipwhy.mjs';
import { Missing } from './suite.mjs';
import { until } from './wait.mjs';

const START_MS = 20_000;
const NAMESPACES = ['--mount', '--pid', '--net', '--uts', '--ipc', '--cgroup'];
const SETTINGS = { LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

export class Machine {
  #folder;
  #init;

  static async start(scope) {
    if (process.getuid() !== 0) throw new Missing('a machine within this one needs root');
    const machine = new Machine();
    machine.#folder = temporaryFolder(scope);
    const group = newControlGroup(scope);
    const outside = new Program('/bin/sh', [
      '-c',
      'echo $$ >"$0/cgroup.procs" && exec "$@"',
      group,
      '/usr/bin/unshare',
      ...NAMESPACES,
      '--fork',
      '--kill-child',
      join(import.meta.dirname, 'machine.sh'),
      machine.#folder,
    ]);
    scope.defer(() => outside.stop('SIGKILL'));
    try {
      await until('systemd to run', () => outside.over || machine.#isUp(outside.pid), START_MS);
    } catch (error) {
      throw new Error(`${error.message}\n${outside.stderr}${machine.log()}`);
    }
    if (outside.over) throw new Missing(`this system allows no machine within it: ${outside.stderr.trim()}`);
    return machine;
  }

  #isUp(pid) {
    this.#init = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    if (!this.#init || !readFileSync(`/proc/${this.#init}/cmdline`, 'utf8').includes('systemd')) return false;
    try {
      return this.run('systemctl', 'is-system-running') === 'running';
    } catch {
      return false;
    }
  }

  // What a command in the machine prints. Throws what it said when it fails.
  run(...command) {
    try {
      const stdio = ['ignore', 'pipe', 'pipe'];
      return execFileSync(...this.#inside(command), { env: SETTINGS, encoding: 'utf8', stdio }).trim();
    } catch (error) {
      throw new Error(`${command.join(' ')}: ${error.stdout}${error.stderr}`);
    }
  }

  // The same while other things go on.
  async start(...command) {
    const { stdout } = await promisify(execFile)(...this.#inside(command), { env: SETTINGS });
    return stdout.trim();
  }

  #inside(command) {
    return ['/usr/bin/nsenter', ['-t', this.#init, '-m', '-p', '-n', '-u', '-i', '-C', '--wd', ...command]];
  }

  // Puts `text` into a file of the machine.
  write(path, text) {
    execFileSync(...this.#inside(['/bin/sh', '-c', 'mkdir -p "$(dirname "$0")" && cat >"$0"', path]), { input: text });
  }

  // Properties of a unit, as `systemctl show` names them.
  unit(name, ...properties) {
    const lines = this.run('systemctl', 'show', name, `--property=${properties.join(',')}`).split('\n');
    return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  }

  // The files that were written or removed since the start, and folders with our name, but for those of /run and /tmp.
  changes() {
    const places = ['/run/changes', '/etc/systemd/system', '/usr/lib/systemd/system'];
    const found = this.run('find', ...places, '!', '-name', '*.target', '(', '!', '-type', 'd', '-o', '-name', '*sipwhy*', ')');
    return found.split('\n').map((path) => path.replace(/^\/run\/changes/, ''));
  }

  // What systemd said.
  log() {
    return readFileSync(join(this.#folder, 'log'), 'utf8');
  }
}

// A group of processes beside all others, which systemd may divide.
function newControlGroup(scope) {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  const mount = mounts.map((line) => line.split(' ')).find(([, , type]) => type === 'cgroup2');
  if (!mount) throw new Missing('this system has no control groups of version 2');
  const group = join(mount[1], `sipwhy-test-${process.pid}`);
  mkdirSync(group);
  scope.defer(() => until('the processes to be gone', () => removed(group)));
  return group;
}

function removed(group) {
  const inner = readdirSync(group, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (!inner.every(({ name }) => removed(join(group, name)))) return false;
  try {
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}
