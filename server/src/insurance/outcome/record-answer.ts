import type { InsuranceCode } from '@cccd-kiosk/contract/insurance-codes';
import type { Db } from '../../db/open-database.ts';
import { inTransaction } from '../../db/store.ts';
import type { VisitRepository } from '../../check-ins/visit-repository.ts';
import { later } from '../../clock.ts';
import { compareRecords, personRecord } from '../../matching/compare-records.ts';
import type { Holder } from '../../readings/holder.ts';
import type { WorkItems } from '../../work-items/work-items.ts';
import { decide, type Judged } from '../decisions/decide.ts';
import { decisionTable } from '../decisions/decision-table.ts';
import type { GatewayFault } from '../gateway/fault.ts';
import type { Answered } from '../gateway/gateway.ts';
import type { LookUpReply } from '../gateway/look-up-reply.ts';
import type { EvidenceRepository } from '../outbox/evidence-repository.ts';
import type { Asked, LookUp, LookUpRepository } from '../outbox/look-up-repository.ts';
import type { InsuranceCard, VisitInsuranceRepository } from '../outbox/visit-insurance-repository.ts';
import type { RuleTables } from '../rules/tables.ts';
import { checkingFor } from './checking.ts';
import { viewOf } from './view-of.ts';
import { workOf } from './work-of.ts';

/** A question that leads to another newer card, and on: a gateway that names cards in a circle ends here. */
const mostFollowed = 2;
const firstPause = 30_000;
const longestPause = 600_000;

/** What an answer says of the link: it works, it does not, or no question would get another answer. */
export type LinkSign = 'works' | 'fails' | 'held';

export interface RecordAnswer {
  /** The gateway answered. */
  answer(
    lookUp: LookUp,
    asked: Asked,
    answered: Answered<LookUpReply>,
    at: Date,
  ): Pick<Judged, 'code' | 'decision'> & {
    readonly link: LinkSign;
    /** False when nobody waits for this answer any more. */
    readonly wanted: boolean;
  };
  /** It did not. True when the question waits to be asked again. */
  fault(lookUp: LookUp, fault: GatewayFault, at: Date): boolean;
  /** What a server left behind when it ended. */
  interrupted(lookUp: { id: string; visitId: string }, at: Date): void;
}

/** Writes down what came of a question: evidence, the visit's insurance, what is asked next and what staff has to do. */
export function createRecordAnswer(parts: {
  db: Db;
  visits: VisitRepository;
  lookUps: LookUpRepository;
  records: VisitInsuranceRepository;
  evidence: EvidenceRepository;
  workItems: WorkItems;
  tables: RuleTables;
  mostAttempts: number;
  dayOf: (at: Date) => string;
  /** The account asks in its own name, not in the kiosks'. */
  ownOfficer: (account: string) => boolean;
}): RecordAnswer {
  const { db, visits, lookUps, records, evidence, workItems, tables, mostAttempts, dayOf } = parts;

  /** The person was told "we will look it up later" before this came. */
  function late(visitId: string, at: Date): boolean {
    const record = records.find(visitId);
    return record !== undefined && (record.wasPending || at.getTime() - Date.parse(record.since) > checkingFor);
  }

  function cardOf(judged: Judged, reply: LookUpReply): InsuranceCard {
    const card = judged.card ?? reply.card;
    const { bhxhNumber, region, fiveYearsOn, issuer, note } = reply;
    return { ...card, bhxhNumber, region, fiveYearsOn, issuer, note };
  }

  /** Another question that the answer itself calls for; false when it calls for none. */
  function follow(judged: Judged, lookUp: LookUp, asked: Asked, at: string): boolean {
    const { visitId, officer } = lookUp;
    if (judged.decision.next === 'new-card' && judged.askNext !== undefined) {
      if (lookUps.countOf(visitId, 'new-card') >= mostFollowed) return false;
      lookUps.add({ visitId, asksBy: 'new-card', asked: { ...asked, number: judged.askNext }, officer, at });
      return true;
    }
    if (judged.spelling !== undefined && lookUps.countOf(visitId, 'register-spelling') === 0) {
      const { fullName, birthDate } = judged.spelling;
      const next = { ...asked, fullName, birthDate: birthDate ?? asked.birthDate };
      lookUps.add({ visitId, asksBy: 'register-spelling', asked: next, officer, at });
      return true;
    }
    return false;
  }

  function settle(judged: Judged, lookUp: LookUp, reply: LookUpReply, holder: Holder, at: Date): void {
    const { visitId, asksBy } = lookUp;
    const work = workOf(judged, { visitId, holder, reply, late: late(visitId, at) });
    if (work !== undefined) workItems.open(work, at);
    const view = viewOf(judged, asksBy, tables, dayOf(at));
    if (view === null) {
      // Nothing asks again by itself: without a task this would be met at the cashier's at the earliest.
      workItems.open({ kind: 'before-payment', severity: 'needs-look', visitId, code: judged.code }, at);
      records.pending(visitId, judged.code, at.toISOString());
    } else records.settle(visitId, { view, code: judged.code, card: cardOf(judged, reply) }, at.toISOString());
    if (judged.decision.next !== 'valid') return;
    // Its own tasks: what another source found is no less open.
    for (const kind of ['insurance', 'before-payment'] as const)
      workItems.settle(visitId, kind, 'positive-answer', at, { scope: '' });
    compare(visitId, reply, holder, asksBy, at);
  }

  /**
   * Chip against register, field by field: a difference that did not stand in the way is still a task, for the register's
   * sake; what agrees now closes the task of an earlier read.
   */
  function compare(visitId: string, reply: LookUpReply, holder: Holder, asksBy: LookUp['asksBy'], at: Date): void {
    const matches = compareRecords(personRecord(holder), 'insurance', personRecord(reply));
    for (const { field, relation, severity, values } of matches) {
      if (severity === null) {
        // Asked in the register's own spelling, its answer proves nothing about ours.
        if (asksBy !== 'register-spelling')
          workItems.settle(visitId, 'mismatch', 'matching-read', at, { field, scope: '' });
      } else workItems.open({ kind: 'mismatch', severity, visitId, field, code: relation, values }, at);
    }
  }

  function linkSign({ decision }: Judged, { officer }: LookUp): LinkSign {
    if (decision.next === 'wait') return 'fails';
    if (decision.next !== 'configuration' || decision.stops === 'this-question') return 'works';
    // A clerk whose own registration is wrong must not keep everybody else's questions back.
    return decision.stops === 'this-officer' && parts.ownOfficer(officer) ? 'works' : 'held';
  }

  /** A circle of cards, or a spelling that still does not fit: for staff. */
  const unfollowed = (judged: Judged): Judged =>
    judged.decision.next === 'new-card'
      ? { code: 'dates-disagree', decision: decisionTable['dates-disagree'] }
      : judged;

  function again(lookUp: LookUp, code: InsuranceCode, counts: boolean, at: Date): boolean {
    const { id, visitId, attempts } = lookUp;
    if (counts && attempts + 1 >= mostAttempts) {
      lookUps.givenUp(id, at.toISOString());
      records.settle(visitId, { view: { state: 'staff-check' }, code: 'given-up' }, at.toISOString());
      workItems.open({ kind: 'before-payment', severity: 'blocking', visitId, code: 'given-up' }, at);
      return false;
    }
    const pause = counts ? Math.min(longestPause, firstPause * 2 ** attempts) : 0;
    lookUps.again(id, code, counts, later(at, pause).toISOString());
    records.pending(visitId, code, at.toISOString());
    return true;
  }

  return {
    answer: (lookUp, asked, { value: reply, raw, status, ms }, at) =>
      inTransaction(db, () => {
        const { id, visitId, officer } = lookUp;
        const when = at.toISOString();
        const holder = visits.find(visitId)?.holder?.reveal();
        // Erased meanwhile: the answer is nobody's any more.
        const judged: Judged =
          holder === undefined
            ? { code: 'unknown-code', decision: decisionTable['unknown-code'] }
            : decide(reply, holder, dayOf(at));
        const { code, decision } = judged;
        const link = linkSign(judged, lookUp);
        evidence.add({
          ...{ visitId, lookUpId: id, call: 'look-up', code: reply.code ?? 'unknown-code' },
          ...{ good: decision.next !== 'wait' && decision.next !== 'configuration' },
          ...{ status, ms, at: when, officer, raw },
        });
        if (link === 'held')
          workItems.open({ kind: 'configuration', severity: 'blocking', code, scope: 'insurance-gateway' }, at);
        const wanted = !lookUps.outdated(lookUp);
        if (!wanted) lookUps.answered(id, code, when);
        else if (link !== 'works') again(lookUp, code, link === 'fails', at);
        else {
          lookUps.answered(id, code, when);
          if (holder !== undefined && !follow(judged, lookUp, asked, when))
            settle(unfollowed(judged), lookUp, reply, holder, at);
        }
        visits.touch(visitId);
        return { code, decision, link, wanted };
      }),
    fault: (lookUp, fault, at) =>
      inTransaction(db, () => {
        const { id, visitId, officer } = lookUp;
        const { code, certainty, status, ms, raw } = fault;
        const when = at.toISOString();
        const known = code as InsuranceCode;
        evidence.add({
          ...{ visitId, lookUpId: id, call: 'look-up', code, good: false, status, ms, at: when, officer, raw },
        });
        let waits = false;
        if (lookUps.outdated(lookUp)) lookUps.dropped(id, known, when);
        else if (certainty === 'uncertain') {
          lookUps.uncertain(id, known, when);
          records.pending(visitId, known, when);
          workItems.open({ kind: 'before-payment', severity: 'needs-look', visitId, code }, at);
        } else {
          if (decisionTable[known].next === 'configuration')
            workItems.open({ kind: 'configuration', severity: 'blocking', code, scope: 'insurance-gateway' }, at);
          waits = again(lookUp, known, certainty === 'answered' && decisionTable[known].next !== 'configuration', at);
        }
        visits.touch(visitId);
        return waits;
      }),
    interrupted(lookUp, at) {
      const { id, visitId } = lookUp;
      if (lookUps.outdated(lookUp)) {
        lookUps.dropped(id, 'interrupted', at.toISOString());
        return;
      }
      records.pending(visitId, 'interrupted', at.toISOString());
      workItems.open({ kind: 'before-payment', severity: 'needs-look', visitId, code: 'interrupted' }, at);
      visits.touch(visitId);
    },
  };
}
