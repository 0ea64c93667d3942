import type { InsuranceStatus } from '@cccd-kiosk/contract/insurance-status';
import type { EvidenceRepository } from '../outbox/evidence-repository.ts';
import type { LookUpRepository } from '../outbox/look-up-repository.ts';
import type { RuleTables } from '../rules/tables.ts';
import type { Breaker } from './breaker.ts';
import type { Pace } from './pace.ts';

const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** What an administrator sees of the link. Counts and times alone. */
export function createStatus(parts: {
  breaker: Breaker;
  pace: Pace;
  ratePerSecond: number;
  lookUps: LookUpRepository;
  evidence: EvidenceRepository;
  tables: RuleTables;
  dayOf: (at: Date) => string;
}): (at: Date) => InsuranceStatus {
  const { breaker, pace, ratePerSecond, lookUps, evidence, tables, dayOf } = parts;
  return (at) => {
    const { waiting, oldest, uncertain } = lookUps.depth();
    return {
      configured: true,
      breaker: {
        state: breaker.state,
        since: iso(breaker.since),
        triesAt: iso(breaker.triesAt),
        cause: breaker.cause,
      },
      depth: waiting,
      oldestAgeSeconds: oldest === null ? null : Math.max(0, Math.round((at.getTime() - Date.parse(oldest)) / 1000)),
      uncertain,
      lastGoodAt: evidence.lastGood(),
      rate: { agreed: ratePerSecond, lastMinute: pace.lastMinute(at.getTime()) },
      expiredTables: tables.expired(dayOf(at)),
    };
  };
}

export const noGateway: InsuranceStatus = {
  configured: false,
  breaker: { state: 'closed', since: null, triesAt: null, cause: null },
  depth: 0,
  oldestAgeSeconds: null,
  uncertain: 0,
  lastGoodAt: null,
  rate: { agreed: 1, lastMinute: 0 },
  expiredTables: [],
};
