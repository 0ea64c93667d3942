import { backOff } from '../back-off.ts';
import type { VisitRepository } from '../check-ins/visit-repository.ts';
import { hours, later, type Clock } from '../clock.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import type { Log } from '../log.ts';
import type { Holder } from '../readings/holder.ts';
import type { WorkItems } from '../work-items/work-items.ts';
import { findingsOf, hospitalScope, type HospitalSays } from './findings.ts';
import type { Told } from './fhir-search.ts';
import { cardHolder } from './card-holder.ts';
import type { PatientSearch } from './patient-search.ts';
import type { HospitalQuestion, HospitalQuestions } from './question-repository.ts';

/** The hospital's own record beside the chip: what differs becomes work, and nobody waits for it. */
export interface HospitalRecord {
  /** Asks about whoever was checked in with a card. In the caller's transaction; sent soon after it. */
  queue(visitId: string): void;
  /** Resolves when nothing is under way; what was not answered is asked at the next start. */
  stop(): Promise<void>;
}

export const noHospitalRecord: HospitalRecord = { queue: () => undefined, stop: () => Promise.resolve() };

const giveUpAfter = hours(24);
/** What began within it is this visit, whatever the calendar says at midnight. */
const oneVisit = hours(12);

export interface RecordParts {
  db: Db;
  clock: Clock;
  search: PatientSearch;
  questions: HospitalQuestions;
  visits: Pick<VisitRepository, 'find'>;
  workItems: WorkItems;
  log: Log;
  chance?: () => number;
}

export function createHospitalRecord(parts: RecordParts): HospitalRecord {
  const { db, clock, search, questions, visits, workItems, log, chance = Math.random } = parts;
  let underway: Promise<void> | undefined;
  let cancelWake: () => void = () => undefined;
  let stopped = false;
  let queued = false;
  let failures = 0;
  let restsUntil = 0;

  const holderOf = (visitId: string): Holder | undefined => cardHolder(visits.find(visitId));

  async function says(holder: Holder): Promise<Told<HospitalSays>> {
    const own = await search.byNumber(holder.number);
    if (own.outcome !== 'told') return own;
    const { fullName, birthDate } = holder;
    const alike =
      birthDate === null ? ({ outcome: 'told', value: [] } as const) : await search.byNameAndBirth(fullName, birthDate);
    if (alike.outcome !== 'told') return alike;
    let openVisits = 0;
    for (const { id } of own.value) {
      const open = await search.openVisitsBefore(id, later(clock.now(), -oneVisit));
      if (open.outcome !== 'told') return open;
      openVisits += open.value;
    }
    return { outcome: 'told', value: { own: own.value, alike: alike.value, openVisits } };
  }

  function record(question: HospitalQuestion, holder: Holder, value: HospitalSays, at: Date): void {
    const { visitId } = question;
    const { open, agreed, visitsClosed } = findingsOf(holder, value);
    for (const field of agreed)
      workItems.settle(visitId, 'mismatch', 'matching-read', at, { field, scope: hospitalScope });
    if (visitsClosed) workItems.settle(visitId, 'before-payment', 'matching-read', at, { scope: hospitalScope });
    for (const item of open) workItems.open({ ...item, visitId }, at);
    questions.answered(question, at.toISOString());
    log.info('hospital record compared', { visitId, count: open.length });
  }

  function failed(question: HospitalQuestion, told: { outcome: 'away' | 'refused'; code: string }, at: Date): void {
    const { visitId, attempts, createdAt } = question;
    const { outcome, code } = told;
    log.warn('hospital record not told', { visitId, code });
    if (outcome === 'away' && at.getTime() - Date.parse(createdAt) < giveUpAfter) {
      questions.later(question, code, later(at, backOff(attempts, chance)).toISOString());
      return;
    }
    questions.givenUp(question, code, at.toISOString());
    // One for the whole line: whoever runs it hears of it once.
    workItems.open({ kind: 'configuration', severity: 'needs-look', code, scope: 'hospital-record' }, at);
  }

  async function ask(question: HospitalQuestion): Promise<void> {
    const { visitId } = question;
    const holder = holderOf(visitId);
    if (holder === undefined) {
      questions.answered(question, clock.now().toISOString());
      return;
    }
    const told = await says(holder);
    const at = clock.now();
    failures = told.outcome === 'away' ? failures + 1 : 0;
    restsUntil = failures === 0 ? 0 : at.getTime() + backOff(failures - 1, chance);
    inTransaction(db, () => {
      if (told.outcome === 'told') record(question, holder, told.value, at);
      else failed(question, told, at);
    });
  }

  function run(): void {
    if (stopped || underway !== undefined) return;
    cancelWake();
    const at = clock.now();
    const due = questions.nextDue();
    if (due === null) return;
    const next = Math.max(Date.parse(due), restsUntil);
    if (next > at.getTime()) {
      cancelWake = clock.wake(new Date(next), run);
      return;
    }
    const question = questions.next(at.toISOString());
    if (question === undefined) return;
    underway = ask(question)
      .catch((error: unknown) => {
        log.error('hospital record could not be kept', { visitId: question.visitId, error });
        restsUntil = clock.now().getTime() + backOff(2, chance);
      })
      .finally(() => {
        underway = undefined;
        run();
      });
  }

  setImmediate(run);
  return {
    queue(visitId) {
      if (holderOf(visitId) === undefined) return;
      questions.add(visitId, clock.now().toISOString());
      if (queued) return;
      queued = true;
      // After the transaction: a check-in never waits for this.
      setImmediate(() => {
        queued = false;
        run();
      });
    },
    async stop() {
      stopped = true;
      cancelWake();
      await underway;
    },
  };
}
