import { readFileSync } from 'node:fs';

/** What Linux counts processes' time in, on every architecture it runs on: 100 to the second. */
const msPerTick = 10;

/** How long a process has computed, all its threads together, in milliseconds; undefined where the system does not tell. */
export function computingTime(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // proc(5): the name, in brackets, may hold blanks; after it the state is field 3, and 14 and 15 are user and system.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * msPerTick : undefined;
  } catch {
    return undefined;
  }
}
