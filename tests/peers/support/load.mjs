// Steady load, and what became of it.
import { pause } from './wait.mjs';

const BETWEEN_CALLS_MS = 2;
export const RECENT = 300;

// Calls functions in turn, at regular times, whether or not the calls before were answered. Each gives a promise of the
// revision that answered.
export class Load {
  answers = new Map(); // how many were of each revision
  failures = {};
  #asks;
  #recent = [];
  #times = [];
  #calls = [];
  #ended = false;
  #running;
  #start;

  constructor(asks) {
    this.#asks = asks;
  }

  begin() {
    this.#start = performance.now();
    this.#running = this.#run();
  }

  // The revisions of the latest answers, RECENT of them at most.
  recent() {
    return this.#recent;
  }

  // No more calls; resolved when those under way are answered.
  async stop() {
    this.#ended = true;
    await this.#running;
  }

  tell() {
    const seconds = (performance.now() - this.#start) / 1000;
    const failed = Object.values(this.failures).reduce((sum, number) => sum + number, 0);
    const byRevision = [...this.answers].map(([revision, number]) => `${number} of revision ${revision}`).join(', ');
    console.log(`        ${this.#calls.length} calls in ${seconds.toFixed(1)} s, ${failed} failed, ${byRevision}`);
    console.log(`        the slowest took ${Math.max(...this.#times).toFixed(0)} ms`);
    for (const [failure, number] of Object.entries(this.failures)) console.log(`        ${number} times: ${failure}`);
  }

  async #run() {
    while (!this.#ended) {
      this.#calls.push(this.#ask(this.#asks[this.#calls.length % this.#asks.length]));
      await pause(BETWEEN_CALLS_MS);
    }
    await Promise.all(this.#calls);
    this.#running = undefined;
  }

  async #ask(ask) {
    const start = performance.now();
    try {
      const revision = await ask();
      this.answers.set(revision, (this.answers.get(revision) ?? 0) + 1);
      this.#recent = [...this.#recent.slice(1 - RECENT), revision];
    } catch ({ message }) {
      this.failures[message] = (this.failures[message] ?? 0) + 1;
    }
    this.#times.push(performance.now() - start);
  }
}
