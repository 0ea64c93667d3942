import type { Severity, ValueSource, WorkItemCount, WorkItemKind } from '@cccd-kiosk/contract/work-items';
import { valueSources } from '@cccd-kiosk/contract/work-items';
import type { FieldCipher, Place } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';
import { newId } from '../ids.ts';
import { Personal } from '../personal.ts';
import type { NewWorkItem } from './work-items.ts';

export type DisagreeingValues = Readonly<Partial<Record<ValueSource, string>>>;

export interface WorkItem {
  readonly id: string;
  readonly kind: WorkItemKind;
  readonly severity: Severity;
  readonly visitId: string | null;
  readonly field: string | null;
  readonly code: string;
  readonly scope: string;
  readonly beforePayment: boolean;
  /** Null where there are none, and after retention. */
  readonly values: Personal<DisagreeingValues> | null;
  readonly openedAt: string;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly closedAt: string | null;
}

interface Row {
  id: string;
  kind: WorkItemKind;
  severity: Severity;
  visit_id: string | null;
  field: string | null;
  code: string;
  scope: string;
  before_payment: number;
  details: Uint8Array | null;
  opened_at: string;
  owner_id: string | null;
  owner_name: string | null;
  closed_at: string | null;
}

export interface WorkItemRepository {
  /** The new item's id, or undefined when the same trouble is open already (its values are renewed). */
  open(item: NewWorkItem, at: Date): string | undefined;
  find(id: string): WorkItem | undefined;
  /** Open ones, the oldest first. */
  allOpen(): WorkItem[];
  openOfVisit(
    visitId: string,
    kind: WorkItemKind,
    only?: { readonly field?: string; readonly scope?: string },
  ): WorkItem[];
  /** False when somebody has it already, or it is closed. */
  take(id: string, staffId: string, at: Date): boolean;
  release(id: string): void;
  close(id: string, by: string, reason: string, at: Date): void;
  counts(): WorkItemCount[];
  /** Erases values and reasons of items opened before `at`; returns how many. Open ones as well: the visit is erased too. */
  erasePersonal(before: string): number;
}

const beforePaymentKinds: readonly WorkItemKind[] = ['insurance', 'before-payment'];

/** Only known sources, NFC, nothing empty. */
const cleanValues = (values: NewWorkItem['values'] = {}): DisagreeingValues =>
  Object.fromEntries(
    valueSources.flatMap((source) => {
      const value = values[source]?.normalize('NFC').trim();
      return value === undefined || value === '' ? [] : [[source, value]];
    }),
  );

export function createWorkItemRepository(db: Db, cipher: FieldCipher): WorkItemRepository {
  const place = (row: string): Place => ({ table: 'work_items', column: 'details', row });
  const sealed = (id: string, values: NewWorkItem['values']): Uint8Array | null => {
    const clean = cleanValues(values);
    return Object.keys(clean).length === 0 ? null : cipher.seal(place(id), JSON.stringify(clean));
  };
  const toItem = (row: Row): WorkItem => ({
    ...{ id: row.id, kind: row.kind, severity: row.severity, visitId: row.visit_id, field: row.field, code: row.code },
    scope: row.scope,
    beforePayment: row.before_payment === 1,
    values:
      row.details === null
        ? null
        : new Personal(JSON.parse(cipher.openText(place(row.id), row.details)) as DisagreeingValues),
    openedAt: row.opened_at,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    closedAt: row.closed_at,
  });
  const columns = 'work_items.*, staff.name AS owner_name FROM work_items LEFT JOIN staff ON staff.id = owner_id';
  const same = db
    .prepare(
      `SELECT id FROM work_items WHERE coalesce(visit_id, '') = ? AND kind = ? AND coalesce(field, '') = ? AND code = ?
       AND scope = ? AND closed_at IS NULL`,
    )
    .pluck();
  const insert = db.prepare(
    `INSERT INTO work_items (id, kind, severity, visit_id, field, code, scope, before_payment, details, opened_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const renew = db.prepare('UPDATE work_items SET severity = ?, details = ? WHERE id = ?');
  const one = db.prepare(`SELECT ${columns} WHERE work_items.id = ?`);
  const all = db.prepare(`SELECT ${columns} WHERE closed_at IS NULL ORDER BY opened_at, work_items.rowid`);
  const ofVisit = db.prepare(
    `SELECT ${columns} WHERE closed_at IS NULL AND visit_id = @visitId AND kind = @kind AND (@field IS NULL OR field = @field)
       AND (@scope IS NULL OR scope = @scope)`,
  );
  const take = db.prepare(
    'UPDATE work_items SET owner_id = ?, taken_at = ? WHERE id = ? AND owner_id IS NULL AND closed_at IS NULL',
  );
  const release = db.prepare('UPDATE work_items SET owner_id = NULL, taken_at = NULL WHERE id = ?');
  const close = db.prepare(
    'UPDATE work_items SET closed_at = ?, closed_by = ?, closed_reason = ? WHERE id = ? AND closed_at IS NULL',
  );
  const count = db.prepare(
    `SELECT kind, count(*) AS open, count(owner_id) AS taken, sum(severity = 'blocking') AS blocking,
       min(opened_at) AS oldestAt FROM work_items WHERE closed_at IS NULL GROUP BY kind ORDER BY min(opened_at)`,
  );
  const erase = db.prepare(
    `UPDATE work_items SET details = NULL, closed_reason = NULL
     WHERE opened_at < ? AND (details IS NOT NULL OR closed_reason IS NOT NULL)`,
  );
  return {
    open(item, at) {
      const { kind, severity, visitId, field, code, scope = '' } = item;
      const known = same.get(visitId ?? '', kind, field ?? '', code, scope) as string | undefined;
      if (known !== undefined) {
        renew.run(severity, sealed(known, item.values), known);
        return undefined;
      }
      const id = newId();
      const flagged = item.beforePayment ?? beforePaymentKinds.includes(kind);
      insert.run(
        ...[id, kind, severity, visitId ?? null, field ?? null, code, scope, flagged ? 1 : 0],
        ...[sealed(id, item.values), at.toISOString()],
      );
      return id;
    },
    find(id) {
      const row = one.get(id) as Row | undefined;
      return row === undefined ? undefined : toItem(row);
    },
    allOpen: () => (all.all() as Row[]).map(toItem),
    openOfVisit: (
      visitId,
      kind,
      { field = null, scope = null }: { field?: string | null; scope?: string | null } = {},
    ) => (ofVisit.all({ visitId, kind, field, scope }) as Row[]).map(toItem),
    take: (id, staffId, at) => take.run(staffId, at.toISOString(), id).changes === 1,
    release(id) {
      release.run(id);
    },
    close(id, by, reason, at) {
      close.run(at.toISOString(), by, reason, id);
    },
    counts: () => count.all() as WorkItemCount[],
    erasePersonal: (before) => erase.run(before).changes,
  };
}
