import type { Db } from '../db/open-database.ts';
import { readAnchor } from './anchor.ts';
import type { AuditRow } from './audit-log.ts';
import { chainStart, hashOfRow } from './audit-log.ts';

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number }
  | {
      readonly ok: false;
      /** The first row that does not hold. */
      readonly row: number;
      readonly reason: 'row-missing' | 'row-altered' | 'chain-broken' | 'tail-missing' | 'anchor-differs';
    };

/**
 * Walks the whole chain, then holds it against the anchor: every anchored row must be there with the hash it had then.
 * Altered and missing rows, a rewritten chain, a cut tail and a database put back from yesterday all show.
 */
export function verifyAudit(db: Db, anchorPath: string): AuditVerdict {
  const anchored = new Map(readAnchor(anchorPath).map(({ row, hash }) => [row, hash]));
  let previous = chainStart;
  let expected = 1;
  for (const row of db.prepare('SELECT * FROM audit ORDER BY row').iterate() as IterableIterator<AuditRow>) {
    if (row.row !== expected) return { ok: false, row: expected, reason: 'row-missing' };
    if (row.previous !== previous) return { ok: false, row: row.row, reason: 'chain-broken' };
    if (hashOfRow(row) !== row.hash) return { ok: false, row: row.row, reason: 'row-altered' };
    const then = anchored.get(row.row);
    if (then !== undefined && then !== row.hash) return { ok: false, row: row.row, reason: 'anchor-differs' };
    previous = row.hash;
    expected += 1;
  }
  const furthest = [...anchored.keys()].reduce((most, row) => Math.max(most, row), 0);
  if (furthest >= expected) return { ok: false, row: expected, reason: 'tail-missing' };
  return { ok: true, rows: expected - 1 };
}
