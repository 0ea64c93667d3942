import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AuditLog } from './audit-log.ts';

/** The chain's head at a moment, kept outside the database: a chain alone cannot show that its tail was cut off. */
export interface AnchorLine {
  readonly row: number;
  readonly hash: string;
}

export interface Anchor {
  /** Writes the head down when it has moved. Called after a commit, never inside a transaction. */
  drop(): void;
}

export function readAnchor(path: string): AnchorLine[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => /^(\d+) ([0-9a-f]{64}) /.exec(line))
    .filter((found) => found !== null)
    .map((found) => ({ row: Number(found[1]), hash: found[2] ?? '' }));
}

/** Appends `row hash time` lines to a file that the operator puts on another disk, or ships to another machine. */
export function createAnchor(path: string, audit: AuditLog, now: () => Date): Anchor {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let written = readAnchor(path).at(-1)?.row ?? 0;
  return {
    drop() {
      const { row, hash } = audit.head();
      if (row <= written) return;
      appendFileSync(path, `${row} ${hash} ${now().toISOString()}\n`, { mode: 0o600 });
      written = row;
    },
  };
}
