import type { AuditLog } from '../../audit/audit-log.ts';
import { hours, later } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { DisagreeingValues } from '../../work-items/work-item-repository.ts';
import type { WorkItems } from '../../work-items/work-items.ts';
import type { Outcome, PatientTold } from '../language.ts';
import type { RegisteredVisit } from '../registered-visit.ts';
import { backOff } from '../../back-off.ts';
import { uncertainCode, type Outbox, type OutboxRow } from './outbox.ts';
import { differingField } from './same-person.ts';

/** A refusal "for reasons that may pass" is believed so often. */
const mostBusy = 8;
const giveUpAfter = hours(24);

export interface RecordParts {
  readonly outbox: Outbox;
  readonly workItems: WorkItems;
  readonly audit: AuditLog;
  readonly log: Log;
  readonly chance: () => number;
}

const valuesOf = (
  field: NonNullable<ReturnType<typeof differingField>>,
  { person }: RegisteredVisit,
  patient: PatientTold,
): DisagreeingValues =>
  ({
    'personal-number': { chip: person.number.value, hospital: patient.number ?? '' },
    'full-name': { chip: person.fullName, hospital: patient.fullName ?? '' },
    'birth-date': { chip: person.birthDate ?? '', hospital: patient.birthDate ?? '' },
  })[field];

/** Writes down what came of one try: taken, to be tried later, or dead with a work item. In the caller's transaction. */
export function createRecordOutcome(parts: RecordParts) {
  const { outbox, workItems, audit, log, chance } = parts;

  function forStaff(row: OutboxRow, code: string, at: Date, field?: string, values?: DisagreeingValues): void {
    workItems.open(
      {
        ...{ kind: 'hand-over', severity: 'needs-look', visitId: row.visitId, code, scope: row.destination },
        ...(field === undefined ? {} : { field }),
        ...(values === undefined ? {} : { values }),
      },
      at,
    );
  }

  function bury(row: OutboxRow, code: string, at: Date, field?: string, values?: DisagreeingValues): void {
    outbox.dead(row.id, code, at.toISOString());
    forStaff(row, code, at, field, values);
    log.warn('hand-over refused', { visitId: row.visitId, code });
  }

  /** Nothing is sent again, and nothing waits behind it: the work item is what is left. */
  function byHand(row: OutboxRow, code: string, at: Date): void {
    outbox.taken(row.id, at.toISOString(), null);
    forStaff(row, code, at);
    audit.append({
      actor: 'server',
      action: 'hand-over-by-hand',
      object: row.visitId,
      details: { destination: row.destination, key: row.id, code },
    });
    log.info('hand-over is for a person', { visitId: row.visitId, code });
  }

  function taken(row: OutboxRow, visit: RegisteredVisit, patient: PatientTold | null, at: Date): void {
    const field = patient === null ? null : differingField(visit.person, patient);
    if (patient !== null && field !== null) {
      bury(row, 'different-patient', at, field, valuesOf(field, visit, patient));
      return;
    }
    outbox.taken(row.id, at.toISOString(), patient);
    // Of this destination alone: what another one still needs is no less open.
    workItems.settle(row.visitId, 'hand-over', 'handed-over', at, { scope: row.destination });
    audit.append({
      actor: 'server',
      action: 'handed-over',
      object: row.visitId,
      details: { destination: row.destination, key: row.id, event: row.event },
    });
    log.info('handed over', { visitId: row.visitId });
  }

  return {
    bury,
    record(row: OutboxRow, visit: RegisteredVisit, result: Outcome, at: Date): void {
      switch (result.outcome) {
        case 'taken':
          taken(row, visit, result.patient, at);
          return;
        case 'not-due':
          outbox.taken(row.id, at.toISOString(), null, 'not-due');
          return;
        case 'uncertain':
          log.warn('hand-over uncertain', { visitId: row.visitId, code: result.code });
          bury(row, uncertainCode, at);
          return;
      }
      // A cancellation that is refused would be refused again, and the person may be registered anew meanwhile.
      const settled = result.outcome === 'by-hand' || (result.outcome === 'refused' && row.event === 'cancelled');
      if (settled) {
        byHand(row, result.code, at);
        return;
      }
      const tired = at.getTime() - Date.parse(row.createdAt) > giveUpAfter;
      const tooBusy = result.outcome === 'busy' && row.attempts + 1 >= mostBusy;
      if (result.outcome === 'refused' || tired || tooBusy) bury(row, result.code, at);
      else outbox.later(row.id, result.code, later(at, backOff(row.attempts, chance)).toISOString());
    },
  };
}
