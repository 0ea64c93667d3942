import type { AuditLog } from '../../audit/audit-log.ts';
import { hours, later, seconds } from '../../clock.ts';
import type { Db } from '../../db/open-database.ts';
import { inTransaction } from '../../db/store.ts';
import type { Log } from '../../log.ts';
import type { WorkItems } from '../../work-items/work-items.ts';
import type { Destination, Outcome } from '../language.ts';
import type { RegisteredVisit } from '../registered-visit.ts';
import { backOff } from './back-off.ts';
import type { Outbox, OutboxRow } from './outbox.ts';
import { differingField } from './same-person.ts';

/** Visits in flight to one destination at a time; messages of one visit never are. */
const inFlight = 4;
/** A refusal "for reasons that may pass" is believed so often. */
const mostBusy = 8;
const giveUpAfter = hours(24);

export interface Dispatcher {
  /** Something was written, or a dead message put back. */
  wake(): void;
  /** Resolves when nothing is in flight any more. */
  stop(): Promise<void>;
}

export interface DispatcherParts {
  readonly db: Db;
  readonly outbox: Outbox;
  readonly destinations: readonly Destination[];
  readonly workItems: WorkItems;
  readonly audit: AuditLog;
  readonly log: Log;
  readonly now: () => Date;
  readonly chance?: () => number;
  readonly timeoutMs?: number;
}

/**
 * Delivers what waits, at least once and in order per visit, as long as the process lives. What was in flight when it
 * died is still `waiting` and goes out again under the same key.
 */
export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const lanes = parts.destinations.map((destination) => createLane(destination, parts));
  return {
    wake() {
      for (const lane of lanes) lane.run();
    },
    async stop() {
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
  };
}

function createLane(destination: Destination, parts: DispatcherParts) {
  const { db, outbox, workItems, audit, log, now, chance = Math.random, timeoutMs = seconds(15) } = parts;
  const flying = new Map<string, Promise<void>>();
  const ending = new AbortController();
  let failures = 0;
  let restsUntil = 0;
  let timer: NodeJS.Timeout | undefined;

  function bury(row: OutboxRow, code: string, field?: string, values?: Record<'chip' | 'hospital', string>): void {
    const at = now();
    inTransaction(db, () => {
      outbox.dead(row.id, code, at.toISOString());
      workItems.open(
        {
          kind: 'hand-over',
          severity: 'needs-look',
          visitId: row.visitId,
          code,
          ...(field === undefined ? {} : { field }),
          ...(values === undefined ? {} : { values: { ...values, insurance: undefined } }),
        },
        at,
      );
    });
    log.warn('hand-over refused', { visitId: row.visitId, code });
  }

  function settle(row: OutboxRow, visit: RegisteredVisit, result: Outcome): void {
    const at = now();
    if (result.outcome === 'unreachable') {
      failures += 1;
      restsUntil = at.getTime() + backOff(failures - 1, chance);
    } else {
      failures = 0;
    }
    if (result.outcome === 'taken') {
      taken(row, visit, result, at);
      return;
    }
    const tired = at.getTime() - Date.parse(row.createdAt) > giveUpAfter;
    if (result.outcome === 'refused') bury(row, result.code);
    else if (tired || (result.outcome === 'busy' && row.attempts + 1 >= mostBusy)) bury(row, result.code);
    else outbox.later(row.id, result.code, later(at, backOff(row.attempts, chance)).toISOString());
  }

  function taken(row: OutboxRow, visit: RegisteredVisit, { patient }: Outcome & { outcome: 'taken' }, at: Date): void {
    const { person } = visit;
    const field = patient === null ? null : differingField(person, patient);
    if (patient !== null && field !== null) {
      const values = {
        'personal-number': { chip: person.number.value, hospital: patient.number ?? '' },
        'full-name': { chip: person.fullName, hospital: patient.fullName ?? '' },
        'birth-date': { chip: person.birthDate ?? '', hospital: patient.birthDate ?? '' },
      }[field];
      bury(row, 'different-patient', field, values);
      return;
    }
    inTransaction(db, () => {
      outbox.taken(row.id, at.toISOString(), patient);
      workItems.settle(row.visitId, 'hand-over', 'handed-over', at);
      audit.append({
        actor: 'server',
        action: 'handed-over',
        object: row.visitId,
        details: { destination: destination.name, key: row.id, event: row.event },
      });
    });
    log.info('handed over', { visitId: row.visitId });
  }

  async function deliver(row: OutboxRow): Promise<void> {
    const visit = outbox.visitOf(row)?.reveal() ?? null;
    if (visit === null) {
      bury(row, 'erased');
      return;
    }
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]);
    let result: Outcome;
    try {
      result = await destination.deliver({ key: row.id, visit, now: now() }, signal);
    } catch (error) {
      // Ours, and the same next time: a person must hear of it.
      log.error('hand-over could not be made', { visitId: row.visitId, error });
      result = { outcome: 'refused', code: 'not-made' };
    }
    // Stopped: it stays `waiting`, and the next start sends it again.
    if (!ending.signal.aborted || result.outcome === 'taken') settle(row, visit, result);
  }

  function run(): void {
    if (ending.signal.aborted) return;
    clearTimeout(timer);
    const at = now();
    if (at.getTime() >= restsUntil) {
      // One message tries a destination that was away; when it is back the others follow.
      const room = (failures > 0 ? 1 : inFlight) - flying.size;
      const rows = room > 0 ? outbox.due(destination.name, at.toISOString(), inFlight + flying.size) : [];
      const fresh = rows.filter(({ visitId }) => !flying.has(visitId)).slice(0, Math.max(0, room));
      for (const row of fresh) {
        const flight = deliver(row).catch((error: unknown) => {
          log.error('hand-over could not be kept', { visitId: row.visitId, error });
          restsUntil = now().getTime() + seconds(5);
        });
        flying.set(
          row.visitId,
          flight.then(() => {
            flying.delete(row.visitId);
            run();
          }),
        );
      }
    }
    // Looks again for what is due later; news wake it at once.
    timer = setTimeout(run, seconds(1));
    timer.unref();
  }

  return {
    run,
    async stop() {
      ending.abort();
      clearTimeout(timer);
      await Promise.all(flying.values());
      await destination.close();
    },
  };
}
