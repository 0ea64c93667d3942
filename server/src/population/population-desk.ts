import type { PopulationAsk, PopulationCode, PopulationOutcome } from '@cccd-kiosk/contract/population';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { OfficerIdentity } from '@cccd-kiosk/contract/staff';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Visit, VisitRepository } from '../check-ins/visit-repository.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Personal } from '../personal.ts';
import type { Holder } from '../readings/holder.ts';
import type { CountLook } from '../staff/looks.ts';
import { may } from '../staff/roles.ts';
import type { StaffMember } from '../staff/staff-repository.ts';
import type { WorkItems } from '../work-items/work-items.ts';
import { compareWithChip, fieldOutcomes, nobodyFound, settleDifferences } from './compare.ts';
import type { PopulationEvidenceRepository } from './evidence-repository.ts';
import { PopulationFault } from './fault.ts';
import type { PopulationAnswer, PopulationService } from './service.ts';

export interface PopulationDesk {
  /** This officer may ask about this visit's person; whether an identity is bound is said when they do. */
  mayAsk(officer: StaffMember, visit: Visit): boolean;
  /**
   * Asks once, in the officer's own name, and never again by itself. A service that is away is an outcome. Throws
   * RefusedError `not-allowed`, `not-found` (no such visit, no such service here), `card-not-proven`, `officer-not-bound`,
   * `too-many-requests` (the same person is being asked about).
   */
  ask(officer: StaffMember, ask: PopulationAsk): Promise<PopulationOutcome>;
  /** Cuts off what is under way and waits until it is written down. */
  close(): Promise<void>;
}

type Answered = PopulationAnswer | PopulationFault;
/** A setting of the site is wrong, or somebody stands in between: no question would get another answer. */
const forAdministrator: readonly PopulationCode[] = ['account-refused', 'request-refused', 'redirected'];

/** The person of a visit of today whose chip proved itself to this server; null for anybody else. */
function provenHolder(visit: Visit, today: string): (Holder & { readonly birthDate: string }) | null {
  const { lane, overall, basis, serviceDay } = visit;
  if (lane !== 'card' || overall !== 'genuine' || basis !== 'proven' || serviceDay !== today) return null;
  const holder = visit.holder?.reveal();
  if (holder === undefined || holder.birthDate === null || !/^\d{12}$/.test(holder.number)) return null;
  return { ...holder, birthDate: holder.birthDate };
}

export function createPopulationDesk(parts: {
  db: Db;
  /** Null at a site without one. */
  service: PopulationService | null;
  visits: Pick<VisitRepository, 'find'>;
  officerOf: (account: string) => Personal<OfficerIdentity> | null;
  evidence: PopulationEvidenceRepository;
  workItems: WorkItems;
  countLook: CountLook;
  audit: AuditLog;
  log: Log;
  today: () => string;
  now: () => Date;
}): PopulationDesk {
  const { db, service, visits, officerOf, evidence, workItems, countLook, audit, log, today, now } = parts;
  const underWay = new Map<string, Promise<PopulationOutcome>>();

  function record(
    asked: { id: string; holder: Holder; officerNumber: string },
    officer: StaffMember,
    ask: PopulationAsk,
  ) {
    const { id, holder, officerNumber } = asked;
    const { visitId, reason, note = '' } = ask;
    return (operation: PopulationService['operation'], answer: Answered): PopulationOutcome =>
      inTransaction(db, () => {
        const at = now();
        const { code, status, ms, raw } = answer;
        const row = { id, visitId, staffId: officer.id, operation, reason, code, status, ms, at: at.toISOString() };
        evidence.add(row, { raw, officerNumber, note });
        audit.append({
          actor: `staff:${officer.id}`,
          action: 'population-answered',
          object: visitId,
          details: { id, code },
        });
        const outcome = { code, at: row.at };
        if (forAdministrator.includes(code))
          workItems.open(
            { kind: 'configuration', severity: 'needs-look', code: `population-${code}`, scope: 'population-service' },
            at,
          );
        // Erased meanwhile: nobody's difference any more.
        const known = (visits.find(visitId)?.holder ?? null) !== null;
        if (code === 'no-match' && known) nobodyFound(workItems, visitId, at);
        if (answer instanceof PopulationFault || answer.code !== 'found') return { ...outcome, fields: [] };
        const matches = compareWithChip(holder, answer.record);
        if (known) settleDifferences(workItems, visitId, matches, at);
        return { ...outcome, fields: fieldOutcomes(matches) };
      });
  }

  return {
    mayAsk: (officer, visit) =>
      service !== null && may(officer.role, 'population.look-up') && provenHolder(visit, today()) !== null,
    async ask(officer, ask) {
      const { visitId, reason } = ask;
      if (!may(officer.role, 'population.look-up')) throw new RefusedError('not-allowed', 'population.look-up');
      if (service === null) throw new RefusedError('not-found', 'population');
      const visit = visits.find(visitId);
      if (visit === undefined) throw new RefusedError('not-found', 'visitId');
      const holder = provenHolder(visit, today());
      if (holder === null) throw new RefusedError('card-not-proven', 'visitId');
      const officerNumber = officerOf(officer.account)?.reveal().personalNumber;
      if (officerNumber === undefined) throw new RefusedError('officer-not-bound');
      if (underWay.has(visitId)) throw new RefusedError('too-many-requests', 'visitId');
      const id = newId();
      // Before it leaves: a server that ends meanwhile has still written down who asked about whom.
      inTransaction(db, () => {
        audit.append({
          actor: `staff:${officer.id}`,
          action: 'population-asked',
          object: visitId,
          details: { id, reason, operation: service.operation },
        });
        countLook(officer);
      });
      const write = record({ id, holder, officerNumber }, officer, ask);
      const { account } = officer;
      const { number: personalNumber, fullName, birthDate } = holder;
      const question = service
        .ask({ id, officerNumber, account, personalNumber, fullName, birthDate })
        .catch((error: unknown) => {
          if (error instanceof PopulationFault) return error;
          throw error;
        })
        .then((answer) => {
          const { code, ms } = answer;
          // A certificate nobody vouches for is away to the officer; the log says why.
          const why = answer instanceof PopulationFault && answer.cause !== undefined ? { error: answer.cause } : {};
          log.info('population service asked', { visitId, staffId: officer.id, code, ms, ...why });
          return write(service.operation, answer);
        })
        .finally(() => underWay.delete(visitId));
      underWay.set(visitId, question);
      return question;
    },
    async close() {
      service?.close();
      await Promise.allSettled(underWay.values());
    },
  };
}
