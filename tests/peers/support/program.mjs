// Programs that a test starts, and ends by their process id.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { until, within } from './wait.mjs';

const CLOCK_TICKS_A_SECOND = 100; // USER_HZ, the same on every Linux (proc(5))
const MOST_LOG = 4_000_000;

const running = new Set();
process.on('exit', () => running.forEach((program) => program.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

export class Program {
  stdout = '';
  stderr = '';
  ended; // a promise of {code, signal}
  #child;
  #over = false;

  // `options` are those of child_process.spawn().
  constructor(path, args, options = {}) {
    this.path = path;
    this.#child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    this.stdio = this.#child.stdio;
    this.#child.stdout?.setEncoding('utf8').on('data', (text) => (this.stdout = (this.stdout + text).slice(-MOST_LOG)));
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => (this.stderr = (this.stderr + text).slice(-MOST_LOG)));
    running.add(this);
    this.ended = new Promise((resolve) => {
      const end = (code, signal) => {
        this.#over = true;
        running.delete(this);
        resolve({ code, signal });
      };
      this.#child.on('close', end);
      this.#child.on('error', (error) => {
        this.stderr += error.message;
        end(null, null);
      });
    });
  }

  get pid() {
    return this.#child.pid;
  }

  get over() {
    return this.#over;
  }

  kill(signal) {
    if (!this.#over) this.#child.kill(signal);
  }

  // Waits for a line of its standard output that matches, and gives the match.
  async line(pattern, deadline = 10_000) {
    const found = () => pattern.exec(this.stdout) ?? this.#over;
    const match = await until(
      `${this.path} to print ${pattern}; so far:\n${this.stdout}${this.stderr}`,
      found,
      deadline,
    );
    if (match === true)
      throw new Error(`${this.path} ended without printing ${pattern}:\n${this.stdout}${this.stderr}`);
    return match;
  }

  // Asks it to end, and gives {code, signal}. It has `deadline` milliseconds, then it is killed and this throws.
  async stop(signal = 'SIGTERM', deadline = 5000) {
    this.kill('SIGCONT');
    this.kill(signal);
    try {
      return await within(deadline, `${this.path} to end after ${signal}`, this.ended);
    } finally {
      this.kill('SIGKILL');
      await this.ended;
    }
  }

  // Bytes of memory in use.
  residentSet() {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) * 1024;
  }

  // Seconds of processor time used so far, of its own and the kernel's for it.
  processorSeconds() {
    const stat = readFileSync(`/proc/${this.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_A_SECOND;
  }
}
