import { seconds } from '../../clock.ts';
import type { Db } from '../../db/open-database.ts';
import { inTransaction } from '../../db/store.ts';
import type { Delivery, Destination, Outcome } from '../language.ts';
import type { RegisteredVisit } from '../registered-visit.ts';
import { backOff } from '../../back-off.ts';
import { createGroupCommit } from './group-commit.ts';
import { uncertainCode, type OutboxRow } from './outbox.ts';
import { createRecordOutcome, type RecordParts } from './record-outcome.ts';

/** Visits in flight to one destination at a time; messages of one visit never are. Few: people at the kiosk come first. */
const inFlight = 2;
/** Answered, and waiting for the disk with others. */
const mostUnkept = 16;
const unkeptPause = seconds(5);

export interface Dispatcher {
  /** Something was written, or a dead message put back. */
  wake(): void;
  /** Resolves when nothing is in flight any more. */
  stop(): Promise<void>;
}

export interface DispatcherParts extends Omit<RecordParts, 'chance'> {
  readonly db: Db;
  readonly destinations: readonly Destination[];
  readonly now: () => Date;
  readonly chance?: () => number;
  readonly timeoutMs?: number;
}

/**
 * Delivers what waits, at least once and in order per visit, as long as the process lives. What was in flight when it
 * died is still `waiting` and goes out again under the same key; where that could do harm (`leaving`) it is a person's.
 */
export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const keep = createGroupCommit(parts.db);
  const lanes = parts.destinations.map((destination) => createLane(destination, parts, keep));
  return {
    wake() {
      for (const lane of lanes) lane.run();
    },
    async stop() {
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
  };
}

function createLane(destination: Destination, parts: DispatcherParts, keep: (work: () => void) => Promise<void>) {
  const { outbox, log, now, chance = Math.random, timeoutMs = seconds(15) } = parts;
  const { record, bury } = createRecordOutcome({ ...parts, chance });
  /** By visit, until what came of it is kept. */
  const flying = new Map<string, Promise<void>>();
  let onTheLine = 0;
  const ending = new AbortController();
  let failures = 0;
  let restsUntil = 0;
  let timer: NodeJS.Timeout | undefined;

  async function send(row: OutboxRow, visit: RegisteredVisit, left: () => void): Promise<Outcome> {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]);
    const delivery: Delivery = {
      async leaving() {
        await keep(() => {
          outbox.leaving(row.id, now().toISOString());
        });
        left();
      },
      before: () => outbox.lastTaken(row.destination, row.visitId),
    };
    try {
      return await destination.deliver({ key: row.id, visit, now: now() }, signal, delivery);
    } catch (error) {
      // Ours, and the same next time: a person must hear of it.
      log.error('hand-over could not be made', { visitId: row.visitId, error });
      return { outcome: 'refused', code: 'not-made' };
    }
  }

  async function deliver(row: OutboxRow): Promise<void> {
    const visit = outbox.visitOf(row, destination.patientFrom)?.reveal() ?? null;
    let left = false;
    if (visit === null) {
      await keep(() => {
        bury(row, 'erased', now());
      });
      return;
    }
    onTheLine += 1;
    const result = await send(row, visit, () => {
      left = true;
    });
    onTheLine -= 1;
    // Stopped: it stays `waiting`, and the next start sends it again. Of one that left, what came of it is known.
    if (ending.signal.aborted && result.outcome !== 'taken' && !left) return;
    failures = result.outcome === 'unreachable' ? failures + 1 : 0;
    if (failures > 0) restsUntil = now().getTime() + backOff(failures - 1, chance);
    const kept = keep(() => {
      record(row, visit, result, now());
    });
    // The next visit need not wait for the disk.
    run();
    await kept;
  }

  function start(row: OutboxRow): void {
    const flight = deliver(row).catch((error: unknown) => {
      log.error('hand-over could not be kept', { visitId: row.visitId, error });
      restsUntil = now().getTime() + unkeptPause;
    });
    flying.set(
      row.visitId,
      flight.then(() => {
        flying.delete(row.visitId);
        run();
      }),
    );
  }

  function run(): void {
    if (ending.signal.aborted) return;
    clearTimeout(timer);
    const at = now();
    // One message tries a destination that was away; when it is back the others follow.
    const free = Math.min((failures > 0 ? 1 : inFlight) - onTheLine, mostUnkept - flying.size);
    const room = at.getTime() < restsUntil ? 0 : free;
    if (room > 0) {
      const rows = outbox.due(destination.name, at.toISOString(), room + flying.size);
      for (const row of rows.filter(({ visitId }) => !flying.has(visitId)).slice(0, room)) start(row);
    }
    // Looks again for what is due later; news wake it at once.
    timer = setTimeout(run, seconds(1));
    timer.unref();
  }

  inTransaction(parts.db, () => {
    for (const row of outbox.adrift(destination.name)) bury(row, uncertainCode, now());
  });

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
