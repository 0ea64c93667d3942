import type { ClerkInsurance } from '@cccd-kiosk/contract/insurance-counter';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { alertsOf, coPaidOf } from './alerts.ts';
import type { InsuranceDesk } from './create-insurance.ts';
import { decisionTable } from './decisions/decision-table.ts';
import { ratePercent } from './rules/benefit.ts';

/** A visit's insurance as a clerk works with it. */
export interface ClerkDesk {
  /** Null where nothing is asked: another document, no gateway. */
  see(visitId: string, today: string): ClerkInsurance | null;
  /** The word of a list row. */
  state(visitId: string): ClerkInsurance['view']['state'] | null;
  /** A cashier waits for it: asked before the others that wait. */
  want(visitId: string, at: Date): void;
  /** Throws RefusedError `not-found` for a visit or a code that nobody knows. */
  confirm(visitId: string, subject: string, by: string, at: Date, today: string): void;
  askAgain(visitId: string, account: string, number?: string): void;
  /** The first question about somebody whom the desk has named; none at a site without a gateway. In the caller's transaction. */
  askNamed(visitId: string, account: string): void;
}

export const noClerkDesk: ClerkDesk = {
  see: () => null,
  state: () => null,
  want: () => undefined,
  confirm() {
    throw new RefusedError('not-found', 'visitId');
  },
  askAgain() {
    throw new RefusedError('not-allowed', 'visitId');
  },
  askNamed: () => undefined,
};

export function createClerkDesk(desk: InsuranceDesk): ClerkDesk {
  const { records, insurance, tables, lookUps, evidence } = desk;
  return {
    see(visitId, today) {
      const record = records.find(visitId);
      if (record === undefined) return null;
      const card = record.card?.reveal() ?? null;
      const insured = record.state === 'valid';
      const kept = evidence.ofVisit(visitId);
      return {
        // The clerk sees what is true, proven or not: what a kiosk may say is the kiosk's matter.
        view: record.view ?? { state: record.state === 'checking' ? 'checking' : 'pending' },
        code: record.code,
        since: record.since,
        uncertain:
          record.code !== null && record.state === 'pending' && decisionTable[record.code].next === 'uncertain',
        card,
        ratePercent: ratePercent(card?.number ?? null, tables, today),
        coPaid: coPaidOf(kept),
        alerts: alertsOf(kept, desk.own, today),
        proposal: desk.propose({ insured, registeredAt: card?.registeredAt ?? null }),
        subjects: tables.on('patient-subjects', today).rows.map(({ code, name }) => ({ code, name })),
        confirmed: record.confirmed,
      };
    },
    state: (visitId) => records.find(visitId)?.state ?? null,
    want(visitId, at) {
      lookUps.want(visitId, at.toISOString());
    },
    confirm(visitId, subject, by, at, today) {
      if (records.find(visitId) === undefined) throw new RefusedError('not-found', 'visitId');
      if (!tables.on('patient-subjects', today).rows.some(({ code }) => code === subject))
        throw new RefusedError('not-found', 'subject');
      records.confirm(visitId, subject, by, at.toISOString());
    },
    askAgain(visitId, account, number) {
      insurance.askAgain(visitId, account, number);
    },
    askNamed(visitId, account) {
      insurance.askAgain(visitId, account);
    },
  };
}
