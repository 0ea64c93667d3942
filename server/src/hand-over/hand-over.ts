import { isDeepStrictEqual } from 'node:util';
import type { HandOverOverview } from '@cccd-kiosk/contract/hand-over';
import type { AuditLog } from '../audit/audit-log.ts';
import type { VisitRepository } from '../check-ins/visit-repository.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import type { Log } from '../log.ts';
import { serviceDay } from '@cccd-kiosk/contract/site-time';
import type { WorkItems } from '../work-items/work-items.ts';
import type { Destination } from './language.ts';
import { createDispatcher } from './outbox/dispatcher.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { RegisteredVisit } from './registered-visit.ts';
import type { Snapshot } from './snapshot.ts';

export interface HandOver {
  /**
   * Compares a visit with what each destination was last given, and writes a message where it differs: the first is
   * `registered`, later ones `changed`. In the caller's transaction where there is one; sent soon after it.
   */
  note(visitId: string): void;
  /**
   * The visit is none: whoever was told of it is told so. In the caller's transaction. A destination that was never told,
   * or refused what it was told, is not.
   */
  cancel(visitId: string): void;
  overview(): HandOverOverview;
  /** Puts dead messages back, one or all of a destination; returns how many. Leaves an audit row. */
  retry(which: { id: string } | { destination: string }, staffId: string): number;
  /** Resolves when nothing is in flight; what was not acknowledged goes out again at the next start. */
  stop(): Promise<void>;
}

const mostDeadShown = 200;

/** What makes news of a visit: not when it was looked at, nor which of several readings with the same end it was. */
const news = ({ times, verdict, ...rest }: Snapshot): object => ({
  ...rest,
  arrivedAt: times.arrivedAt,
  chip: verdict === null ? null : [verdict.overall, verdict.basis],
});
const isNews = ({ event: _event, ...last }: RegisteredVisit, now: Snapshot): boolean =>
  !isDeepStrictEqual(news(last), news(now));

/** Starts to deliver at once, after it has noted what a kill may have kept from being noted. */
export function createHandOver(parts: {
  db: Db;
  outbox: Outbox;
  destinations: readonly Destination[];
  snapshot: (visitId: string, at: string) => Snapshot | null;
  visits: Pick<VisitRepository, 'ofDay'>;
  workItems: WorkItems;
  audit: AuditLog;
  log: Log;
  now: () => Date;
  timeZone: string;
}): HandOver {
  const { db, outbox, destinations, snapshot, audit, now } = parts;
  const dispatcher = createDispatcher(parts);
  let waking = false;

  /** After the transaction that the message belongs to. */
  function wakeSoon(): void {
    if (waking) return;
    waking = true;
    setImmediate(() => {
      waking = false;
      dispatcher.wake();
    });
  }

  function note(visitId: string): void {
    if (destinations.length === 0) return;
    const visit = snapshot(visitId, now().toISOString());
    if (visit === null) return;
    inTransaction(db, () => {
      for (const { name } of destinations) {
        const last = outbox.latest(name, visitId);
        if (last === undefined) outbox.add(name, { ...visit, event: 'registered' });
        else if (last !== 'erased' && last.event === 'cancelled') outbox.add(name, { ...visit, event: 'registered' });
        else if (last !== 'erased' && isNews(last, visit)) outbox.add(name, { ...visit, event: 'changed' });
      }
    });
    wakeSoon();
  }

  function cancel(visitId: string): void {
    const at = now();
    for (const { name } of destinations) {
      if (outbox.withdrawDead(name, visitId) > 0) {
        parts.workItems.settle(visitId, 'hand-over', 'withdrawn', at, { scope: name });
        audit.append({
          actor: 'server',
          action: 'hand-over-withdrawn',
          object: visitId,
          details: { destination: name },
        });
      }
      const last = outbox.latest(name, visitId);
      if (last === undefined || last === 'erased' || last.event === 'cancelled' || outbox.untold(name, visitId))
        continue;
      outbox.add(name, { ...last, event: 'cancelled', times: { ...last.times, at: at.toISOString() } });
    }
    wakeSoon();
  }

  inTransaction(db, () => {
    for (const { id } of parts.visits.ofDay(serviceDay(now(), parts.timeZone))) note(id);
  });
  wakeSoon();

  return {
    note,
    cancel,
    overview: () => ({
      destinations: outbox.counts(destinations.map(({ name, kind }) => ({ name, kind }))),
      dead: outbox.deadRows(mostDeadShown).map(({ id, destination, visitId, event, code, attempts, createdAt }) => ({
        ...{ id, destination, visitId, event, attempts, createdAt },
        code: code ?? '',
      })),
    }),
    retry(which, staffId) {
      const back = inTransaction(db, () => {
        const at = now().toISOString();
        const count = 'id' in which ? outbox.again(which.id, at) : outbox.allAgain(which.destination, at);
        if (count > 0)
          audit.append({
            actor: `staff:${staffId}`,
            action: 'hand-over-retried',
            details: { ...which, count },
          });
        return count;
      });
      wakeSoon();
      return back;
    },
    stop: () => dispatcher.stop(),
  };
}
