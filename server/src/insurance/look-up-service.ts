import type { InsuranceView } from '@cccd-kiosk/contract/insurance';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { isPersonalNumber } from '@cccd-kiosk/cccd/personal-number';
import type { Visit, VisitRepository } from '../check-ins/visit-repository.ts';
import type { Clock } from '../clock.ts';
import { later } from '../clock.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import { normalNumber } from './gateway/insurance-number.ts';
import type { Insurance } from './insurance.ts';
import type { Breaker } from './link/breaker.ts';
import type { Dispatcher } from './outbox/dispatcher.ts';
import type { Asked, AsksBy, LookUpRepository } from './outbox/look-up-repository.ts';
import type { VisitInsuranceRepository } from './outbox/visit-insurance-repository.ts';
import { checkingFor } from './outcome/checking.ts';

/** Numbers that one visit may try: enough for a slip of the finger, too few to fish for other people's. */
const mostNumbers = 3;

export interface LookUpService extends Insurance {
  /** Looked up again in an officer's name; the way out of an uncertain question. Throws RefusedError `not-allowed`. */
  askAgain(visitId: string, account: string, number?: string): void;
}

/** Insurance with a gateway: questions are kept with the check-in and asked when they may be. */
export function createLookUpService(parts: {
  db: Db;
  clock: Clock;
  visits: VisitRepository;
  lookUps: LookUpRepository;
  records: VisitInsuranceRepository;
  breaker: Breaker;
  /** Set once the service stands: the dispatcher tells of changes through it. */
  dispatcher: () => Dispatcher;
  listeners: Set<(visitId: string) => void>;
}): LookUpService {
  const { db, clock, visits, lookUps, records, breaker, dispatcher, listeners } = parts;
  const tell = (visitId: string): void => {
    for (const listener of listeners) listener(visitId);
  };

  /**
   * The words to ask by: a chip's own, or those that the desk wrote down of a child. Undefined for a foreign document, a
   * forged one, or one without a birth date.
   */
  function askedOf(visit: Visit): Asked | undefined {
    const holder = visit.holder?.reveal();
    if (holder === undefined || visit.lane === 'doubtful' || visit.desk || visit.overall === 'suspicious')
      return undefined;
    const number = normalNumber(holder.number);
    const { fullName, birthDate } = holder;
    return birthDate === null || number === null ? undefined : { number, fullName, birthDate };
  }

  function ask(visitId: string, asksBy: AsksBy, asked: Asked, officer: string): void {
    const at = clock.now().toISOString();
    lookUps.supersede(visitId);
    lookUps.add({ visitId, asksBy, asked, officer, at });
    records.begin(visitId, at);
  }

  /** The same question is on its way: pressed twice, asked once. */
  function underway(visitId: string, number: string): boolean {
    return lookUps.underway(visitId)?.asked?.reveal().number === number;
  }

  function started(visitId: string): void {
    dispatcher().wake();
    tell(visitId);
    clock.wake(later(clock.now(), checkingFor), () => {
      tell(visitId);
    });
  }

  return {
    queue(visit) {
      if (records.find(visit.id) !== undefined) return;
      const asked = askedOf(visit);
      if (asked !== undefined) ask(visit.id, 'personal-number', asked, 'kiosk');
    },
    begin(visitId) {
      if (records.find(visitId)?.state === 'checking') started(visitId);
    },
    view(visitId): InsuranceView {
      const record = records.find(visitId);
      // Whoever is not proven to be this person learns nothing about this person's insurance from a screen.
      if (record === undefined || visits.find(visitId)?.overall !== 'genuine') return { state: 'will-be-checked' };
      if (record.view !== null) return record.view;
      if (record.state !== 'checking') return { state: 'pending' };
      const waited = clock.now().getTime() - Date.parse(record.since);
      return { state: breaker.state === 'closed' && waited < checkingFor ? 'checking' : 'pending' };
    },
    enterNumber(visitId, text) {
      const number = normalNumber(text);
      if (number === null || number.length === 12) throw new RefusedError('bad-request', 'number');
      const visit = visits.find(visitId);
      const asked = visit === undefined ? undefined : askedOf(visit);
      if (asked === undefined || lookUps.countOf(visitId, 'insurance-number') >= mostNumbers)
        throw new RefusedError('not-allowed', 'number');
      if (underway(visitId, number)) return;
      inTransaction(db, () => {
        ask(visitId, 'insurance-number', { ...asked, number }, 'kiosk');
      });
      started(visitId);
    },
    choose(visitId, way) {
      const record = records.find(visitId);
      if (record === undefined) throw new RefusedError('not-found', 'visitId');
      const view: InsuranceView = { state: way === 'self-pay' ? 'self-pay' : 'desk' };
      records.settle(visitId, { view, code: record.code }, clock.now().toISOString());
      tell(visitId);
    },
    askAgain(visitId, account, text) {
      const visit = visits.find(visitId);
      const asked = visit === undefined ? undefined : askedOf(visit);
      if (asked === undefined) throw new RefusedError('not-allowed', 'visitId');
      const number = text === undefined ? asked.number : normalNumber(text);
      if (number === null) throw new RefusedError('bad-request', 'number');
      if (underway(visitId, number)) return;
      const asksBy = isPersonalNumber(number) ? 'personal-number' : 'insurance-number';
      inTransaction(db, () => {
        ask(visitId, asksBy, { ...asked, number }, account);
        lookUps.want(visitId, clock.now().toISOString());
      });
      started(visitId);
    },
    withdraw(visitId) {
      lookUps.withdraw(visitId);
      records.forget(visitId);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
