// How much memory programs took at most, by /proc (Linux).
import { readFileSync } from 'node:fs';

// Bytes that a process and those that it started had in memory at most; undefined when it has ended.
export function peakMemory(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const own = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)[1]) * 1024;
    return children === '' ? own : children.split(' ').reduce((sum, child) => sum + (peakMemory(child) ?? 0), own);
  } catch {
    return undefined;
  }
}
