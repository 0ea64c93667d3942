import type { CompanionRelation } from '@cccd-kiosk/contract/companion';
import type { ScreenAction } from '@cccd-kiosk/contract/screen';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { KeyOffer } from '@cccd-kiosk/contract/station';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ChildRequest } from '../check-ins/child-visit.ts';
import type { CheckedIn, CheckIns } from '../check-ins/check-in.ts';
import type { Companions } from '../check-ins/companions.ts';
import type { Visit } from '../check-ins/visit-repository.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import type { Insurance } from '../insurance/insurance.ts';
import type { SessionEvent } from '@cccd-kiosk/contract/session/events';
import type { Session, VisitFacts } from '@cccd-kiosk/contract/session/session';
import type { Site } from '../site/site-config.ts';
import { serviceDay } from '@cccd-kiosk/contract/site-time';
import type { Ticket } from '../tickets/ticket-repository.ts';

export interface ScreenActions {
  /** Does what a person pressed. Throws RefusedError with the field that does not fit. */
  perform(stationId: string, action: ScreenAction): void;
}

export function createScreenActions(parts: {
  db: Db;
  site: Site;
  checkIns: CheckIns;
  insurance: Insurance;
  childVisit: (request: ChildRequest) => CheckedIn;
  companions: Pick<Companions, 'relate' | 'leave'>;
  facts: (visit: Visit, ticket: Ticket, again: boolean) => VisitFacts;
  session: (stationId: string) => Session;
  apply: (stationId: string, event: SessionEvent) => void;
  sendKey: (stationId: string, reader: string, key: KeyOffer) => void;
  citizen: {
    choose: (stationId: string, visitId: string, code: string) => string;
    type: (stationId: string, caseId: string, fieldId: string, value: string) => void;
    send: (stationId: string, caseId: string) => void;
    checkPrintable: (stationId: string, caseId: string, times: number) => void;
  };
  /** What a citizen says to the forms before them. */
  answerForm: (stationId: string, caseId: string, answer: 'right' | 'something-wrong') => void;
  /** A card lies there whose chip did not answer: what is printed on it may help the desk. */
  unread: (stationId: string, visitId: string) => void;
  /** A visit changed (the hand-over), in the same transaction. */
  noted: (visitId: string) => void;
  /** A visit changed: the counter hears of it. */
  changed: (visitId: string) => void;
  audit: AuditLog;
  now: () => Date;
}): ScreenActions {
  const { db, site, checkIns, insurance, facts, session, apply, sendKey, changed, audit, now } = parts;

  /** The visit on this station's screen: no screen reaches another's. */
  function visitOnScreen(stationId: string, visitId: string): VisitFacts {
    const { stage } = session(stationId);
    if (!('visit' in stage) || stage.visit.visitId !== visitId) throw new RefusedError('not-allowed', 'visitId');
    return stage.visit;
  }

  /** The form on this station's screen. */
  function caseOnScreen(stationId: string, caseId: string): void {
    const { stage } = session(stationId);
    if (stage.stage !== 'citizen-form' || stage.caseId !== caseId) throw new RefusedError('not-allowed', 'caseId');
  }

  function offerKey(stationId: string, key: KeyOffer): void {
    const { stage, readers } = session(stationId);
    const names = Object.keys(readers);
    const reader = stage.stage === 'key-needed' ? stage.reader : names[0];
    if (reader === undefined) throw new RefusedError('not-allowed', 'key');
    sendKey(stationId, reader, key);
    apply(stationId, { event: 'key-offered' });
  }

  /** Settles where the person goes; the visit as it then stands. */
  function department(stationId: string, shown: VisitFacts, departmentId: string): VisitFacts {
    const { visitId } = shown;
    const result = inTransaction(db, () => {
      const chosen = checkIns.choose(visitId, departmentId, now().toISOString());
      if (chosen === undefined) throw new RefusedError('not-found', 'departmentId');
      if (departmentId !== shown.ticket.departmentId) {
        audit.append({
          actor: `station:${stationId}`,
          action: 'department-changed',
          object: visitId,
          details: { from: shown.ticket.departmentId, to: departmentId },
        });
        parts.noted(visitId);
      }
      return chosen;
    });
    const again = shown.ticket.issuedEarlierAt !== undefined && departmentId === shown.ticket.departmentId;
    return facts(result.visit, result.ticket, again);
  }

  function choose(stationId: string, visitId: string, departmentId: string): void {
    const shown = visitOnScreen(stationId, visitId);
    const { stage } = session(stationId);
    if (stage.stage === 'ticket') {
      // A double tap on the button: the first one is under way.
      if (shown.ticket.departmentId === departmentId) return;
      throw new RefusedError('not-allowed', 'departmentId');
    }
    if (stage.stage === 'companion') parts.companions.leave(visitId);
    apply(stationId, { event: 'chosen', visit: department(stationId, shown, departmentId) });
    changed(visitId);
  }

  function awaitCompanion(stationId: string, visitId: string, departmentId: string): void {
    const shown = visitOnScreen(stationId, visitId);
    const { stage } = session(stationId);
    // A second tap: the card is awaited.
    if (stage.stage === 'companion') return;
    if (stage.stage !== 'greeting' || shown.person?.proven !== true) throw new RefusedError('not-allowed', 'visitId');
    apply(stationId, { event: 'companion-awaited', visit: department(stationId, shown, departmentId) });
    changed(visitId);
  }

  function relate(stationId: string, visitId: string, relation: CompanionRelation): void {
    visitOnScreen(stationId, visitId);
    const { stage } = session(stationId);
    if (stage.stage === 'ticket') return;
    if (stage.stage !== 'companion' || stage.step !== 'relation') throw new RefusedError('not-allowed', 'visitId');
    const at = now();
    inTransaction(db, () => {
      parts.companions.relate(visitId, relation, at);
      audit.append({
        actor: `station:${stationId}`,
        action: 'companion-registered',
        object: visitId,
        details: { relation },
      });
      parts.noted(visitId);
    });
    const { visit, ticket } = checkIns.known(visitId);
    const again = stage.visit.ticket.issuedEarlierAt !== undefined;
    apply(stationId, { event: 'chosen', visit: facts(visit, ticket, again) });
    changed(visitId);
  }

  function forChild(stationId: string, guardianVisit: string, departmentId: string, number: string | null): void {
    const { stage } = session(stationId);
    visitOnScreen(stationId, guardianVisit);
    // A second tap: the child has its number.
    if (stage.stage !== 'greeting') return;
    if (stage.visit.person?.proven !== true) throw new RefusedError('not-allowed', 'visitId');
    const at = now();
    const made = inTransaction(db, () => {
      const child = { insuranceNumber: number };
      const result = parts.childVisit({ guardianVisit, departmentId, child, stationId, at });
      audit.append({
        actor: `station:${stationId}`,
        action: 'child-registered',
        object: result.visit.id,
        details: { guardian: guardianVisit, withNumber: number !== null },
      });
      return result;
    });
    apply(stationId, { event: 'for-child', guardianVisit, visit: facts(made.visit, made.ticket, false) });
    changed(guardianVisit);
    changed(made.visit.id);
  }

  function withoutCard(stationId: string, reason: string): void {
    const { stage, patient } = session(stationId);
    // The companion's card is the one that is not there: the patient has a number.
    if (patient !== null && reason !== 'emergency') {
      apply(stationId, { event: 'chosen', visit: patient });
      return;
    }
    // A second tap, or a visit that has its number: nobody gets two.
    if (stage.stage === 'ticket') return;
    if (stage.stage === 'greeting') {
      apply(stationId, { event: 'chosen', visit: stage.visit });
      return;
    }
    const at = now();
    const result = inTransaction(db, () => {
      const made = checkIns.withoutCard({
        reason,
        stationId,
        serviceDay: serviceDay(at, site.timeZone),
        at: at.toISOString(),
      });
      audit.append({
        actor: `station:${stationId}`,
        action: 'ticket-without-card',
        object: made.visit.id,
        details: { reason },
      });
      return made;
    });
    apply(stationId, { event: 'without-card', visit: facts(result.visit, result.ticket, false) });
    if (reason === 'emergency') apply(stationId, { event: 'staff-call', state: 'called', screen: 'emergency' });
    changed(result.visit.id);
    if (reason === 'unreadable') parts.unread(stationId, result.visit.id);
  }

  return {
    perform(stationId, action) {
      switch (action.action) {
        case 'offer-key':
          offerKey(stationId, action.key);
          return;
        case 'choose-department':
          choose(stationId, action.visitId, action.departmentId);
          return;
        case 'finish':
          apply(stationId, { event: 'finish' });
          return;
        case 'print-again':
          visitOnScreen(stationId, action.visitId);
          apply(stationId, { event: 'print-again' });
          return;
        case 'insurance-number':
          visitOnScreen(stationId, action.visitId);
          insurance.enterNumber(action.visitId, action.number);
          return;
        case 'insurance-way':
          visitOnScreen(stationId, action.visitId);
          insurance.choose(action.visitId, action.way);
          return;
        case 'citizen-search': {
          const { visitId, query } = action;
          visitOnScreen(stationId, visitId);
          apply(stationId, { event: 'form-sought', visitId, query });
          return;
        }
        case 'citizen-form': {
          const { stage } = session(stationId);
          if (stage.stage !== 'citizen-form' || stage.visit.visitId !== action.visitId)
            throw new RefusedError('not-allowed', 'visitId');
          if (stage.caseId !== null) return;
          const caseId = parts.citizen.choose(stationId, action.visitId, action.code);
          apply(stationId, { event: 'form-begun', visitId: action.visitId, caseId });
          return;
        }
        case 'citizen-value':
          caseOnScreen(stationId, action.caseId);
          parts.citizen.type(stationId, action.caseId, action.fieldId, action.value);
          return;
        case 'citizen-print': {
          const { stage } = session(stationId);
          if (stage.stage !== 'citizen-form' || stage.caseId !== action.caseId)
            throw new RefusedError('not-allowed', 'caseId');
          // A second tap: the paper is on its way.
          if (stage.paper === 'printing') return;
          parts.citizen.checkPrintable(stationId, action.caseId, stage.prints);
          apply(stationId, { event: 'form-printing', caseId: action.caseId });
          return;
        }
        case 'citizen-send':
          caseOnScreen(stationId, action.caseId);
          parts.citizen.send(stationId, action.caseId);
          apply(stationId, { event: 'form-sent', caseId: action.caseId });
          return;
        case 'for-child':
          forChild(stationId, action.visitId, action.departmentId, action.insuranceNumber);
          return;
        case 'companion':
          awaitCompanion(stationId, action.visitId, action.departmentId);
          return;
        case 'companion-relation':
          relate(stationId, action.visitId, action.relation);
          return;
        case 'form-answer': {
          const { stage } = session(stationId);
          if (stage.stage !== 'form-review' || stage.caseId !== action.caseId)
            throw new RefusedError('not-allowed', 'caseId');
          parts.answerForm(stationId, action.caseId, action.answer);
          return;
        }
        case 'call-staff':
          apply(stationId, { event: 'staff-call', state: 'called', screen: action.screen });
          return;
        case 'cancel-staff-call':
          apply(stationId, { event: 'staff-call', state: 'none' });
          return;
        case 'ticket-without-card':
          withoutCard(stationId, action.reason);
          return;
      }
    },
  };
}
