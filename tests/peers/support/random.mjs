// Chance that can be had again.
import { createHash } from 'node:crypto';

// Gives numbers that follow from a seed, which is PEERS_SEED or the clock's, and is printed.
export function seeded() {
  const seed = process.env.PEERS_SEED ?? String(Date.now() % 1_000_000);
  console.log(`seed ${seed} (again: PEERS_SEED=${seed})`);
  let count = 0;
  const next = () => createHash('sha256').update(`${seed} ${count++}`).digest().readUInt32BE() / 2 ** 32; // in [0, 1)
  const below = (limit) => Math.floor(next() * limit);
  return { next, below, pick: (list) => list[below(list.length)] };
}

// The value below which `share` of the numbers lie.
export function percentile(numbers, share) {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
