import type { Role } from '@cccd-kiosk/contract/staff';
import type { WorkItemAct, WorkItemDetail, WorkItemRow } from '@cccd-kiosk/contract/work-items';
import { administratorKinds, valueSources } from '@cccd-kiosk/contract/work-items';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import { compareRecords, matchedFields } from '../matching/compare-records.ts';
import { valueParts } from '../matching/value-parts.ts';
import type { StaffMember } from '../staff/staff-repository.ts';
import type { WorkItem, WorkItemRepository } from './work-item-repository.ts';

/** Codes that form TK1-TS mends: the insurance record spells the person otherwise than the chip. */
const mendedByForm = ['060', '061', '070', 'accent-only', 'first-letters', 'different'];

/** The insurance's own finding: the scope of every other source says whose it is. */
const isMendedByForm = ({ kind, code, scope }: WorkItem): boolean =>
  kind === 'mismatch' && scope === '' && mendedByForm.includes(code);

export interface WorkItemDesk {
  /** Open ones that this role may settle, the oldest first. Names nobody. */
  list(role: Role): WorkItemRow[];
  /** A look at a person, with its reason. Throws RefusedError `not-found`. */
  open(officer: StaffMember, id: string, reason: string): WorkItemDetail;
  /** Throws RefusedError `not-found`, or `not-allowed` where somebody else has it. */
  act(officer: StaffMember, act: WorkItemAct): void;
}

const may = (role: Role, item: WorkItem): boolean =>
  role === 'administrator' || !administratorKinds.includes(item.kind);
const withoutNumbers = (reason: string): string => reason.normalize('NFC').replace(/\d{6,}/g, '•');

export function createWorkItemDesk(parts: {
  db: Db;
  items: WorkItemRepository;
  audit: AuditLog;
  /** Ticket number and department of a visit. */
  placeOf: (visitId: string) => { number: string; where: string };
  changed: () => void;
  now: () => Date;
}): WorkItemDesk {
  const { db, items, audit, placeOf, changed, now } = parts;

  function rowOf(item: WorkItem): WorkItemRow {
    const { id, kind, severity, code, field, beforePayment, openedAt, ownerId, ownerName, visitId } = item;
    const place = visitId === null ? { number: '', where: '' } : placeOf(visitId);
    return {
      ...{ id, kind, severity, code, field, beforePayment, openedAt, ...place },
      owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? '' },
    };
  }

  function detailOf(item: WorkItem): WorkItemDetail {
    const values = item.values?.reveal() ?? {};
    const { chip } = values;
    const field = matchedFields.find((known) => known === item.field);
    return {
      ...rowOf(item),
      visitId: item.visitId,
      values: valueSources.flatMap((source) => {
        const value = values[source];
        if (value === undefined) return [];
        const relation =
          source === 'chip' || field === undefined
            ? null
            : (compareRecords({ [field]: chip }, source, { [field]: value })[0]?.relation ?? null);
        return [{ source, parts: valueParts(value, source === 'chip' ? undefined : chip), relation }];
      }),
      form: isMendedByForm(item) ? 'TK1-TS' : null,
    };
  }

  function found(officer: StaffMember, id: string): WorkItem {
    const item = items.find(id);
    if (item === undefined || item.closedAt !== null || !may(officer.role, item))
      throw new RefusedError('not-found', 'id');
    return item;
  }

  return {
    list: (role) =>
      items
        .allOpen()
        .filter((item) => may(role, item))
        .map(rowOf),
    open: (officer, id, reason) =>
      inTransaction(db, () => {
        const item = found(officer, id);
        audit.append({
          actor: `staff:${officer.id}`,
          action: 'work-item-looked-at',
          object: id,
          details: { reason: withoutNumbers(reason), visit: item.visitId },
        });
        return detailOf(item);
      }),
    act(officer, act) {
      inTransaction(db, () => {
        const item = found(officer, act.id);
        const mine = item.ownerId === officer.id;
        const say = (action: Parameters<AuditLog['append']>[0]['action'], details = {}): void => {
          audit.append({ actor: `staff:${officer.id}`, action, object: act.id, details });
        };
        switch (act.act) {
          case 'take':
            if (!mine && !items.take(act.id, officer.id, now())) throw new RefusedError('not-allowed', 'owner');
            say('work-item-taken');
            return;
          case 'release':
            if (!mine && officer.role !== 'administrator') throw new RefusedError('not-allowed', 'owner');
            items.release(act.id);
            say('work-item-released');
            return;
          case 'close':
            if (!mine && item.ownerId !== null && officer.role !== 'administrator')
              throw new RefusedError('not-allowed', 'owner');
            items.close(act.id, `staff:${officer.id}`, act.reason, now());
            say('work-item-closed', { by: 'officer' });
            return;
        }
      });
      changed();
    },
  };
}
