import type { Reduced } from './reduced.ts';
import type { Effect, Session, SessionStage, VisitFacts } from './session.ts';
import { spans } from './session.ts';

type TicketStage = Extract<SessionStage, { stage: 'ticket' }>;

/** Begins printing. */
export function printing(session: Session, stage: TicketStage, reprint: boolean): Reduced {
  return {
    session: { ...session, stage: { ...stage, printed: 'printing' } },
    effects: [{ effect: 'print', visitId: stage.visit.visitId, reprint }],
  };
}

/** The ticket screen, or the one of the way to a desk. Prints once the card is lifted, or after 4 s (B0.4). */
export function toTicket(
  session: Session,
  visit: VisitFacts,
  reader: string | null,
  cardPresent: boolean,
  now: number,
): Reduced {
  const stage: TicketStage = {
    stage: 'ticket',
    visit,
    reader,
    cardPresent,
    printed: 'waiting-for-card',
    printAt: now + spans.printAnyway,
    until: now + spans.ticket,
  };
  return cardPresent ? { session: { ...session, stage }, effects: [] } : printing(session, stage, false);
}

/** Ends the session at once. A number that was given stays given; a reading under way is let go. */
export function finished(session: Session): Reduced {
  const { stage } = session;
  const effects: Effect[] =
    stage.stage === 'reading' || stage.stage === 'paused'
      ? [{ effect: 'cancel', reader: stage.reading.reader }]
      : stage.stage === 'key-needed'
        ? [{ effect: 'cancel', reader: stage.reader }]
        : [];
  return { session: { ...session, stage: { stage: 'idle' } }, effects };
}
