import { createHash } from 'node:crypto';
import type { Db } from '../db/open-database.ts';

/** What leaves a row. Never a name, a number or card content: ids and codes only. */
export const auditActions = [
  'station-enrolled',
  'station-revoked',
  'station-refused',
  'screen-paired',
  'reading-accepted',
  'reading-refused',
  'department-changed',
  'ticket-without-card',
  'child-registered',
  'person-named',
  'companion-read',
  'companion-registered',
  'arrival-opened',
  'photo-shown',
  'same-face-answered',
  'staff-created',
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'trust-imported',
  'trust-dry-run',
  'trust-rolled-back',
  'retention-ran',
  'key-rotated',
  'look-up-alarm',
  'work-item-opened',
  'work-item-looked-at',
  'work-item-taken',
  'work-item-released',
  'work-item-closed',
  'work-items-exported',
  'visit-settled',
  'staff-disabled',
  'staff-role-changed',
  'staff-password-changed',
  'staff-sessions-cut',
  'staff-officer-bound',
  'handed-over',
  'hand-over-retried',
  'hand-over-by-hand',
  'hand-over-withdrawn',
  'insurance-asked-again',
  'population-asked',
  'population-answered',
  'subject-confirmed',
  'insurance-evidence-exported',
  'case-opened',
  'case-looked-at',
  'case-changed',
  'case-tapped',
  'case-finished',
  'case-discarded',
  'form-written-out',
  'form-printed-at-kiosk',
  'daily-sheet-exported',
] as const;
export type AuditAction = (typeof auditActions)[number];

export interface AuditEntry {
  /** `station:<id>`, `staff:<id>`, `command-line` or `server`. */
  readonly actor: string;
  readonly action: AuditAction;
  /** The id of what was looked at or changed; empty when there is none. */
  readonly object?: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditRow {
  readonly row: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly details: string;
  readonly previous: string;
  readonly hash: string;
}

export const chainStart = 'cccd-kiosk audit';

/** Chains a row to the one before: SHA-256 over the previous hash and every column. */
export const hashOfRow = (row: Omit<AuditRow, 'hash'>): string =>
  createHash('sha256')
    .update(JSON.stringify([row.previous, row.row, row.at, row.actor, row.action, row.object, row.details]))
    .digest('hex');

/** Appends to the hash-chained audit table, inside the caller's transaction where there is one. */
export interface AuditLog {
  append(entry: AuditEntry): AuditRow;
  head(): { row: number; hash: string };
}

export function createAuditLog(db: Db, now: () => Date, appended: (row: AuditRow) => void = () => undefined): AuditLog {
  const last = db.prepare('SELECT row, hash FROM audit ORDER BY row DESC LIMIT 1');
  const insert = db.prepare(
    'INSERT INTO audit (row, at, actor, action, object, details, previous, hash) VALUES (@row, @at, @actor, @action, @object, @details, @previous, @hash)',
  );
  const head = (): { row: number; hash: string } =>
    (last.get() as { row: number; hash: string } | undefined) ?? { row: 0, hash: chainStart };
  return {
    head,
    append(entry) {
      // Another process (a command) may append as well: reading the head and writing the next row are one.
      const row = db.transaction(write).immediate(entry);
      appended(row);
      return row;
    },
  };

  function write({ actor, action, object = '', details = {} }: AuditEntry): AuditRow {
    const { row: lastRow, hash: previous } = head();
    const content = {
      row: lastRow + 1,
      at: now().toISOString(),
      actor,
      action,
      object,
      details: JSON.stringify(details),
      previous,
    };
    const row = { ...content, hash: hashOfRow(content) };
    insert.run(row);
    return row;
  }
}
