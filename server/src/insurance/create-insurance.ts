import type { InsuranceStatus } from '@cccd-kiosk/contract/insurance-status';
import type { VisitRepository } from '../check-ins/visit-repository.ts';
import type { Clock } from '../clock.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import type { Log } from '../log.ts';
import { serviceDay } from '@cccd-kiosk/contract/site-time';
import type { WorkItems } from '../work-items/work-items.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import type { LookUpService } from './look-up-service.ts';
import { createLookUpService } from './look-up-service.ts';
import { createBreaker } from './link/breaker.ts';
import { createLink } from './link/link.ts';
import { createPace } from './link/pace.ts';
import { createStatus } from './link/status.ts';
import { createAfterwards } from './outbox/afterwards.ts';
import { createCheckInLine, type CheckInLine } from './outbox/check-in-line.ts';
import { createDispatcher, type Dispatcher } from './outbox/dispatcher.ts';
import { createEvidenceRepository, type EvidenceRepository } from './outbox/evidence-repository.ts';
import { createLookUpRepository, type LookUpRepository } from './outbox/look-up-repository.ts';
import { createOutageRepository, type OutageRepository } from './outbox/outage-repository.ts';
import { createVisitInsuranceRepository, type VisitInsuranceRepository } from './outbox/visit-insurance-repository.ts';
import { createRecordAnswer } from './outcome/record-answer.ts';
import type { Coming, Proposal } from './rules/propose.ts';
import { propose } from './rules/propose.ts';
import { loadRuleTables, type RuleTables } from './rules/tables.ts';
import { passwordOf, type InsuranceSettings, type Officer } from './settings.ts';

/** The insurance look-up of a site that has a gateway. */
export interface InsuranceDesk {
  readonly insurance: LookUpService;
  readonly lookUps: LookUpRepository;
  readonly records: VisitInsuranceRepository;
  readonly evidence: EvidenceRepository;
  readonly outages: OutageRepository;
  readonly tables: RuleTables;
  /** For check-in messages (XML0): the same session, rate and breaker. */
  readonly checkIns: CheckInLine;
  /** As the gateway knows this house. */
  readonly own: { readonly facilityCode: string; readonly username: string };
  status(): InsuranceStatus;
  propose(coming: Coming): Proposal;
  close(): Promise<void>;
}

/** Throws StartError: a rule table or the password file is not usable. */
export function createInsurance(parts: {
  db: Db;
  cipher: FieldCipher;
  visits: VisitRepository;
  workItems: WorkItems;
  settings: InsuranceSettings;
  timeZone: string;
  clock: Clock;
  log: Log;
  /** The identity bound to an account, where there is one; otherwise the settings name somebody. */
  boundOfficer?: (account: string) => Officer | null;
  /** In place of the one of the settings: tests. */
  gateway?: Gateway;
}): InsuranceDesk {
  const { db, cipher, visits, workItems, settings, timeZone, clock, log } = parts;
  const { facility, officers, ratePerSecond, liveAtOnce, backlogAtOnce, mostAttempts } = settings;
  const dayOf = (at: Date): string => serviceDay(at, timeZone);
  const tables = loadRuleTables(settings.rulesDir);
  const lookUps = createLookUpRepository(db, cipher);
  const records = createVisitInsuranceRepository(db, cipher);
  const evidence = createEvidenceRepository(db, cipher);
  const outages = createOutageRepository(db);
  const breaker = createBreaker();
  const link = createLink({ clock, breaker, outages });
  const pace = createPace(ratePerSecond, Date.parse(lookUps.lastAskedAt() ?? '1970-01-01'));
  const listeners = new Set<(visitId: string) => void>();
  const now = (): Date => clock.now();
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      clock.wake(new Date(pace.reserve(now().getTime())), resolve);
    });
  const gateway =
    parts.gateway ??
    createGateway({
      settings: settings.gateway,
      password: passwordOf(settings.gateway),
      facilityCode: facility.code,
      now,
      turn,
    });
  const record = createRecordAnswer({
    ...{ db, visits, lookUps, records, evidence, workItems, tables, mostAttempts, dayOf },
    ownOfficer: (account) => officers.staff[account] !== undefined,
  });
  const insurance: LookUpService = createLookUpService({
    ...{ db, clock, visits, lookUps, records, breaker, listeners },
    dispatcher: () => dispatcher,
  });
  const changed = (visitId: string): void => {
    for (const listener of listeners) listener(visitId);
  };
  const afterwards = createAfterwards({
    ...{ gateway, clock, evidence, changed, log },
    history: settings.history,
    coPayment: settings.coPayment,
  });
  const dispatcher: Dispatcher = createDispatcher({
    ...{ clock, gateway, breaker, link, pace, lookUps, visits, record, liveAtOnce, backlogAtOnce, log },
    officerOf: (account) => parts.boundOfficer?.(account) ?? officers.staff[account] ?? officers.kiosk,
    afterwards,
    changed,
    waitedFor: () => checkIns.waits(),
  });
  const checkIns = createCheckInLine({
    ...{ clock, gateway, breaker, link, lookUps, evidence, turn, log },
    wake: () => {
      dispatcher.wake();
    },
    underway: () => dispatcher.underway(),
  });

  const left = inTransaction(db, () => {
    const rows = lookUps.adopt(now().toISOString());
    for (const row of rows) record.interrupted(row, now());
    return rows.length;
  });
  if (left > 0) log.warn('insurance questions without a known answer', { count: left });
  dispatcher.wake();

  return {
    insurance,
    lookUps,
    records,
    evidence,
    outages,
    tables,
    checkIns,
    own: { facilityCode: facility.code, username: settings.gateway.username },
    status: (
      (status) => () =>
        status(now())
    )(createStatus({ breaker, pace, ratePerSecond, lookUps, evidence, tables, dayOf })),
    propose: (coming) => propose(coming, facility, tables, dayOf(now())),
    close: () => dispatcher.stop(),
  };
}
