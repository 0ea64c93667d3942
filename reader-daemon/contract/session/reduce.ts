import { readerEvent, readersEvent } from './reduce-readers.ts';
import type { SessionEvent } from './events.ts';
import { companionAwaited, companionRead, keepPatient } from './reduce-companion.ts';
import { finished, printing, toTicket } from './reduce-ticket.ts';
import { moved, unchanged, type Reduced } from './reduced.ts';
import type { ProblemCode } from '../error-codes.ts';
import type { Effect, Session, SessionStage, VisitFacts } from './session.ts';
import { attemptsLeft, spans } from './session.ts';

/** A form begun and not handed in goes with its session, whatever ended it. */
function leftForm({ stage }: Session, after: Session, event: SessionEvent): Effect[] {
  if (stage.stage !== 'citizen-form' || stage.caseId === null || event.event === 'form-sent') return [];
  const { caseId } = stage;
  const kept = after.stage.stage === 'citizen-form' && after.stage.caseId === caseId;
  return kept ? [] : [{ effect: 'leave-form', caseId }];
}

/** What a person is told of, and how long it stands at most. */
const problemStage = (problem: ProblemCode, reader: string, cardPresent: boolean, now: number): SessionStage => ({
  ...{ stage: 'problem', problem, reader, cardPresent },
  ...{ since: now, until: now + spans.problem },
});

/** A number that goes with no card on this tray; a reading under way is let go. */
function ticketInstead(session: Session, visit: VisitFacts, now: number): Reduced {
  const reading = readingOf(session);
  const cancelled = reading === undefined ? [] : [{ effect: 'cancel', reader: reading.reader } as const];
  const reduced = toTicket(session, visit, null, false, now);
  return { ...reduced, effects: [...cancelled, ...reduced.effects] };
}

/** A reading under way, shown or paused. */
const readingOf = ({ stage }: Session) =>
  stage.stage === 'reading' || stage.stage === 'paused' ? stage.reading : undefined;

function problemEvent(
  before: Session,
  { reader, problem, readingId }: Extract<SessionEvent, { event: 'problem' }>['problem'],
  now: number,
): Reduced {
  const { stage } = before;
  const reading = readingOf(before);
  const wrongKeys = { ...before.wrongKeys, [reader]: (before.wrongKeys[reader] ?? 0) + 1 };
  const session = problem === 'wrong-key' ? { ...before, wrongKeys } : before;
  if (problem === 'wrong-key' && attemptsLeft(session, reader) > 0)
    return moved(session, { stage: 'key-needed', reader, wrongKey: true });
  if (problem === 'card-lifted-early' || problem === 'weak-signal') {
    if (reading === undefined) return unchanged(session);
    return moved(session, { stage: 'paused', reading, problem, until: now + spans.resume });
  }
  if (readingId !== undefined && reading !== undefined && reading.readingId !== readingId) return unchanged(session);
  // A visit that is under way is not disturbed by a second card's trouble.
  const said = stage.stage === 'companion' && before.patient === null;
  if (stage.stage === 'greeting' || stage.stage === 'ticket' || stage.stage === 'citizen-form' || said)
    return unchanged(session);
  const state = session.readers[reader]?.state;
  return moved(session, problemStage(problem, reader, state !== 'empty' && state !== 'absent', now));
}

/** Shown when it is the reading the screen is waiting for; one made while the server was away only keeps its number. */
function checkedIn(session: Session, event: Extract<SessionEvent, { event: 'checked-in' }>, now: number): Reduced {
  const reading = readingOf(session);
  const reader = session.readers[event.reader];
  const awaited = reading?.readingId === event.readingId || reader?.readingId === event.readingId;
  const { stage } = session;
  const late = event.offline || event.repeated;
  if (reading !== undefined ? reading.readingId !== event.readingId : late && !awaited) return unchanged(session);
  const shown =
    (stage.stage === 'greeting' || stage.stage === 'ticket' || stage.stage === 'citizen-form') &&
    stage.visit.visitId === event.visit.visitId;
  if (event.repeated && shown) return unchanged(session);
  const cardPresent = reader?.state === 'reading' || reader?.state === 'done' || reader === undefined;
  if (event.visit.desk) return toTicket(session, event.visit, event.reader, cardPresent, now);
  if (event.visit.offersForms === true && event.visit.person?.proven === true)
    return moved(session, {
      stage: 'citizen-form',
      visit: event.visit,
      caseId: null,
      query: '',
      paper: 'none',
      prints: 0,
      reader: event.reader,
      cardPresent,
      until: now + spans.greeting,
    });
  return moved(session, {
    stage: 'greeting',
    visit: event.visit,
    reader: event.reader,
    cardPresent,
    until: now + spans.greeting,
  });
}

function progressEvent(
  session: Session,
  { progress, readingId, reader }: Extract<SessionEvent, { event: 'progress' }>['progress'],
  now: number,
): Reduced {
  const { stage } = session;
  const known = readingOf(session);
  if (known?.readingId !== readingId) return unchanged(session);
  // A resumed reading goes on from the figure that stood there.
  const percent = Math.max(known.progress.percent, progress.percent);
  const reading = { ...known, reader, progress: { ...progress, percent } };
  if (stage.stage === 'paused' && stage.problem === 'card-lifted-early') return moved(session, { ...stage, reading });
  return moved(session, { stage: 'reading', reading, until: now + spans.reading });
}

function tick(session: Session, now: number): Reduced {
  const { stage } = session;
  if (stage.stage === 'idle' || stage.stage === 'key-needed') return unchanged(session);
  if (stage.stage === 'ticket' && stage.printed === 'waiting-for-card' && now >= stage.printAt)
    return printing(session, stage, false);
  if (now < stage.until) return unchanged(session);
  if (stage.stage === 'reading') {
    const { reader } = stage.reading;
    return moved(session, problemStage('chip-unreadable', reader, true, now), { effect: 'cancel', reader });
  }
  // While the card still lies there its problem still stands.
  if (stage.stage === 'problem' && stage.cardPresent) return moved(session, { ...stage, until: now + spans.problem });
  return moved(session, { stage: 'idle' });
}

/** Pure: the whole life of a station's screen, except what the screen keeps to itself (language, blur, sounds). */
export function reduce(before: Session, event: SessionEvent, now: number): Reduced {
  const { session, effects } = keepPatient(before, happen(before, event, now), event, now);
  return { session, effects: [...leftForm(before, session, event), ...effects] };
}

function happen(session: Session, event: SessionEvent, now: number): Reduced {
  const { stage } = session;
  switch (event.event) {
    case 'connected':
      return unchanged({ ...session, connected: true });
    case 'disconnected': {
      const keeps = ['greeting', 'ticket', 'citizen-form', 'companion'].includes(stage.stage);
      return unchanged({ ...session, connected: false, readers: {}, stage: keeps ? stage : { stage: 'idle' } });
    }
    case 'readers':
      return readersEvent(session, event.readers, now);
    case 'reader':
      return readerEvent(session, event.reader, now);
    case 'progress':
      return progressEvent(session, event.progress, now);
    case 'holder': {
      if (stage.stage !== 'reading' && stage.stage !== 'paused') return unchanged(session);
      if (stage.reading.readingId !== event.holder.readingId) return unchanged(session);
      return moved(session, { ...stage, reading: { ...stage.reading, name: event.shownName } });
    }
    case 'problem':
      return problemEvent(session, event.problem, now);
    case 'checked-in':
      return checkedIn(session, event, now);
    case 'appointment':
      return stage.stage === 'greeting' && stage.visit.visitId === event.visitId
        ? moved(session, { ...stage, visit: { ...stage.visit, appointment: event.appointment } })
        : unchanged(session);
    case 'form-taken': {
      const reading = readingOf(session);
      const state = session.readers[event.reader];
      if (reading?.readingId !== event.readingId && state?.readingId !== event.readingId) return unchanged(session);
      const cardPresent = state?.state === 'reading' || state?.state === 'done' || state === undefined;
      const { outcome, reader } = event;
      return moved(session, { stage: 'form-taken', outcome, reader, cardPresent, until: now + spans.formTaken });
    }
    case 'form-shown':
      return moved(session, { stage: 'form-review', caseId: event.caseId, until: now + spans.formReview });
    case 'form-hidden':
      return stage.stage === 'form-review' && stage.caseId === event.caseId
        ? moved(session, { stage: 'idle' })
        : unchanged(session);
    case 'refused': {
      const reading = readingOf(session);
      if (reading?.readingId !== event.readingId) return unchanged(session);
      return moved(session, problemStage('chip-unreadable', reading.reader, true, now));
    }
    case 'key-offered':
      return stage.stage === 'idle'
        ? moved(session, { stage: 'card-needed', until: now + spans.cardNeeded })
        : unchanged(session);
    case 'form-sought':
      return stage.stage === 'citizen-form' && stage.visit.visitId === event.visitId && stage.query !== event.query
        ? moved(session, { ...stage, query: event.query, until: now + spans.greeting })
        : unchanged(session);
    case 'form-begun':
      return stage.stage === 'citizen-form' && stage.visit.visitId === event.visitId
        ? moved(session, { ...stage, caseId: event.caseId, query: '', until: now + spans.greeting })
        : unchanged(session);
    case 'form-printing': {
      if (stage.stage !== 'citizen-form' || stage.caseId !== event.caseId || stage.paper === 'printing')
        return unchanged(session);
      const printing = { ...stage, paper: 'printing', prints: stage.prints + 1, until: now + spans.greeting } as const;
      return moved(session, printing, { effect: 'print-form', caseId: event.caseId });
    }
    case 'form-paper':
      return stage.stage === 'citizen-form' && stage.caseId === event.caseId
        ? moved(session, { ...stage, paper: event.paper, until: now + spans.greeting })
        : unchanged(session);
    case 'form-sent':
      return stage.stage === 'citizen-form' && stage.caseId === event.caseId
        ? toTicket(session, stage.visit, stage.reader, stage.cardPresent, now)
        : unchanged(session);
    case 'chosen':
      if (session.patient?.visitId === event.visit.visitId && stage.stage !== 'companion')
        return ticketInstead(session, event.visit, now);
      if (stage.stage !== 'greeting' && stage.stage !== 'citizen-form' && stage.stage !== 'companion')
        return unchanged(session);
      if (stage.visit.visitId !== event.visit.visitId) return unchanged(session);
      return toTicket(session, event.visit, stage.reader, stage.cardPresent, now);
    case 'companion-awaited':
      return companionAwaited(session, event, now);
    case 'companion-read':
      return companionRead(session, event, now);
    case 'for-child':
      if (stage.stage !== 'greeting' || stage.visit.visitId !== event.guardianVisit) return unchanged(session);
      return toTicket(session, event.visit, stage.reader, stage.cardPresent, now);
    case 'without-card':
      return ticketInstead(session, event.visit, now);
    case 'finish':
      return finished(session);
    case 'print-again':
      return stage.stage === 'ticket' && stage.printed !== 'printing'
        ? printing(session, stage, true)
        : unchanged(session);
    case 'print-result':
      if (stage.stage !== 'ticket' || stage.visit.visitId !== event.visitId) return unchanged(session);
      return moved(session, { ...stage, printed: event.printed, until: now + spans.ticket });
    case 'staff-call': {
      const starts = event.state === 'called' && session.staffCall !== 'called';
      return unchanged({
        ...session,
        staffCall: event.state,
        calledFrom: event.screen ?? session.calledFrom,
        calledAt: starts ? now : session.calledAt,
      });
    }
    case 'tick':
      return tick(session, now);
  }
}
