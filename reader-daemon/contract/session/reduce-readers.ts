import type { ReaderStateEvent } from '../station.ts';
import { printing } from './reduce-ticket.ts';
import { moved, unchanged, type Reduced } from './reduced.ts';
import type { Session } from './session.ts';
import { attemptsLeft, spans } from './session.ts';

/** More than any machine has; a station that names ever new readers fills no memory. */
const mostReaders = 16;

/** No reader of the station can take a card. */
const outOfService = ({ readers }: Session): boolean => {
  const states = Object.values(readers);
  return states.length > 0 && states.every(({ state }) => state === 'absent' || state === 'failed');
};

function broken(session: Session, reader: string, now: number): Reduced {
  if (
    !outOfService(session) ||
    session.stage.stage === 'greeting' ||
    session.stage.stage === 'ticket' ||
    session.stage.stage === 'citizen-form' ||
    session.stage.stage === 'companion' ||
    session.stage.stage === 'form-review'
  )
    return unchanged(session);
  return moved(session, {
    stage: 'problem',
    problem: 'reader-out-of-service',
    reader,
    cardPresent: true,
    since: now,
    until: now + spans.problem,
  });
}

/** The reader is free: whatever waited for this card ends, a ticket that waited for its lifting prints. */
function emptied(before: Session, reader: string, now: number): Reduced {
  const session: Session = { ...before, wrongKeys: { ...before.wrongKeys, [reader]: 0 } };
  const { stage } = session;
  switch (stage.stage) {
    case 'card-needed':
      return moved(session, { stage: 'idle' });
    case 'key-needed':
      return stage.reader === reader ? moved(session, { stage: 'idle' }) : unchanged(session);
    case 'reading':
    case 'paused':
      return stage.reading.reader === reader ? moved(session, { stage: 'idle' }) : unchanged(session);
    case 'citizen-form':
    case 'companion':
    case 'greeting':
      return stage.reader === reader ? moved(session, { ...stage, cardPresent: false }) : unchanged(session);
    case 'ticket': {
      if (stage.reader !== reader) return unchanged(session);
      const lifted = { ...stage, cardPresent: false };
      return stage.printed === 'waiting-for-card' ? printing(session, lifted, false) : moved(session, lifted);
    }
    case 'form-taken':
      // Read: the hand is on the card already. The next person's card may follow at once.
      return stage.reader === reader ? moved(session, { stage: 'idle' }) : unchanged(session);
    case 'problem': {
      if (stage.problem === 'reader-out-of-service')
        return outOfService(session) ? unchanged(session) : moved(session, { stage: 'idle' });
      if (stage.reader !== reader || !stage.cardPresent) return unchanged(session);
      // The ways on must stay readable after the card is gone; a trouble that lifting mends goes as soon as it was readable.
      const mended =
        stage.problem === 'two-cards' || stage.problem === 'not-an-id-card' || stage.problem === 'wrong-key';
      const until = mended ? Math.max(now, stage.since + spans.problemAtLeast) : now + spans.problem / 2;
      return moved(session, { ...stage, cardPresent: false, until });
    }
    default:
      return unchanged(session);
  }
}

function readingStarted(session: Session, { reader, readingId }: ReaderStateEvent, now: number): Reduced {
  if (readingId === undefined) return unchanged(session);
  const { stage } = session;
  const resumed = (stage.stage === 'reading' || stage.stage === 'paused') && stage.reading.readingId === readingId;
  const reading = resumed
    ? { ...stage.reading, reader }
    : { readingId, reader, progress: { phase: 'access' as const, percent: 0 } };
  return moved(session, { stage: 'reading', reading, until: now + spans.reading });
}

/** One reader's news. A new card ends the session before it at once (B0.5). */
export function readerEvent(before: Session, event: ReaderStateEvent, now: number): Reduced {
  if (before.readers[event.reader] === undefined && Object.keys(before.readers).length >= mostReaders)
    return unchanged(before);
  const session: Session = { ...before, readers: { ...before.readers, [event.reader]: event } };
  const { stage } = session;
  switch (event.state) {
    case 'absent':
    case 'failed': {
      const ended = emptied(session, event.reader, now);
      const after = broken(ended.session, event.reader, now);
      return { session: after.session, effects: [...ended.effects, ...after.effects] };
    }
    case 'empty':
      return emptied(session, event.reader, now);
    case 'card-waiting-for-key':
      if (stage.stage === 'key-needed' && stage.reader === event.reader) return unchanged(session);
      if (attemptsLeft(session, event.reader) === 0) return unchanged(session);
      return moved(session, { stage: 'key-needed', reader: event.reader, wrongKey: false });
    case 'key-waiting-for-card':
      return moved(session, { stage: 'card-needed', until: now + spans.cardNeeded });
    case 'reading':
      return readingStarted(session, event, now);
    case 'card-lifted':
      if (stage.stage !== 'reading' && stage.stage !== 'paused') return emptied(session, event.reader, now);
      if (stage.reading.reader !== event.reader) return unchanged(session);
      return moved(session, {
        stage: 'paused',
        reading: stage.reading,
        problem: event.problem ?? 'card-lifted-early',
        until: now + spans.resume,
      });
    case 'done':
      return unchanged(session);
  }
}

/** The whole list, sent on connecting. Readers that are not in it are gone. */
export function readersEvent(session: Session, readers: readonly ReaderStateEvent[], now: number): Reduced {
  let reduced: Reduced = { session: { ...session, readers: {} }, effects: [] };
  for (const reader of readers) {
    const next = readerEvent(reduced.session, reader, now);
    reduced = { session: next.session, effects: [...reduced.effects, ...next.effects] };
  }
  return reduced;
}
