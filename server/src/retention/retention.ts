import type { AuditLog } from '../audit/audit-log.ts';
import type { VisitRepository } from '../check-ins/visit-repository.ts';
import { days, later } from '../clock.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import type { Outbox } from '../hand-over/outbox/outbox.ts';
import type { PortraitStore } from '../portraits/portrait-store.ts';
import type { ReadingRepository } from '../readings/reading-repository.ts';
import type { ScreenSessions } from '../screens/screen-sessions.ts';
import { serviceDay } from '@cccd-kiosk/contract/site-time';
import type { StaffRepository } from '../staff/staff-repository.ts';
import type { WorkItemRepository } from '../work-items/work-item-repository.ts';
import type { Nonces } from '../stations/nonces.ts';

export interface RetentionResult {
  readonly visits: number;
  readonly evidence: number;
  readonly portraits: number;
  readonly cases: number;
  readonly companions: number;
}

/**
 * Erases what its purpose no longer needs: portraits after a day, names and numbers and evidence after the site's days,
 * sessions and challenges when they end. What was erased is counted in the audit.
 */
export function createRetention(parts: {
  db: Db;
  visits: VisitRepository;
  readings: ReadingRepository;
  portraits: PortraitStore;
  workItems: WorkItemRepository;
  handOver: Pick<Outbox, 'erase'>;
  nonces: Nonces;
  screens: ScreenSessions;
  staff: StaffRepository;
  /** What look-ups told of visits before a service day, and replies older than a time. */
  eraseLookUps: (serviceDay: string, before: string) => void;
  /** Cases at the counter, whose forms say how long; evidence of their readings received before. */
  eraseCases: (at: Date, evidenceBefore: Date) => number;
  /** Companions whose day is over by then, and evidence received before; how many were forgotten. */
  forgetCompanions: (at: string, evidenceBefore: string) => number;
  audit: AuditLog;
  now: () => Date;
  timeZone: string;
  personalDays: number;
  evidenceDays: number;
}): () => RetentionResult {
  const { db, visits, readings, portraits, nonces, screens, staff, audit, now } = parts;
  return () => {
    const at = now();
    const before = (count: number): Date => later(at, -days(count));
    const result = inTransaction(db, () => {
      const erased = {
        visits: visits.erasePersonal(serviceDay(before(parts.personalDays), parts.timeZone), at.toISOString()),
        evidence: readings.eraseEvidence(before(parts.evidenceDays).toISOString()),
        portraits: portraits.removeExpired(at),
        cases: parts.eraseCases(at, before(parts.evidenceDays)),
        companions: parts.forgetCompanions(at.toISOString(), before(parts.evidenceDays).toISOString()),
      };
      parts.eraseLookUps(
        serviceDay(before(parts.personalDays), parts.timeZone),
        before(parts.evidenceDays).toISOString(),
      );
      parts.workItems.erasePersonal(before(parts.personalDays).toISOString());
      parts.handOver.erase(before(parts.personalDays).toISOString(), at.toISOString());
      nonces.removeExpired(at);
      screens.removeExpired(at);
      staff.removeExpired(at);
      if (Object.values(erased).some((count) => count > 0))
        audit.append({ actor: 'server', action: 'retention-ran', details: { ...erased } });
      return erased;
    });
    // What was erased must not live on in the log file of the database.
    if (result.visits + result.evidence + result.cases + result.companions > 0) db.pragma('wal_checkpoint(TRUNCATE)');
    return result;
  };
}
