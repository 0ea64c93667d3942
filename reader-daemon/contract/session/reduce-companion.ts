import type { SessionEvent } from './events.ts';
import type { Reduced } from './reduced.ts';
import type { Session, SessionStage } from './session.ts';
import { spans } from './session.ts';

type CompanionStage = Extract<SessionStage, { stage: 'companion' }>;

/** From the patient's greeting to the companion's card. */
export function companionAwaited(
  session: Session,
  event: Extract<SessionEvent, { event: 'companion-awaited' }>,
  now: number,
): Reduced {
  const { stage } = session;
  if (stage.stage !== 'greeting' || stage.visit.visitId !== event.visit.visitId) return { session, effects: [] };
  const { reader, cardPresent } = stage;
  const { visit } = event;
  const waits: CompanionStage = {
    stage: 'companion',
    step: 'card',
    visit,
    reader,
    cardPresent,
    until: now + spans.companion,
  };
  return { session: { ...session, stage: waits, patient: visit }, effects: [] };
}

/** The companion's card was judged; only the patient's own, laid down again, leaves the next one awaited. */
export function companionRead(
  session: Session,
  event: Extract<SessionEvent, { event: 'companion-read' }>,
  now: number,
): Reduced {
  const { stage, patient } = session;
  const reading = stage.stage === 'reading' || stage.stage === 'paused' ? stage.reading : undefined;
  const { reader, step, name } = event;
  const state = session.readers[reader];
  const awaited = reading?.readingId === event.readingId || state?.readingId === event.readingId;
  if (patient?.visitId !== event.visitId || !awaited) return { session, effects: [] };
  const cardPresent = state === undefined || state.state === 'reading' || state.state === 'done';
  const read: CompanionStage = {
    ...{ stage: 'companion', step, visit: patient, reader, cardPresent, until: now + spans.companion },
    ...(name === undefined ? {} : { name }),
  };
  return { session: { ...session, stage: read, patient: step === 'same-card' ? patient : null }, effects: [] };
}

/** Stages on the way to a companion's card: that nothing came of one is no reason to leave the patient. */
const onTheWay: readonly SessionStage['stage'][] = [
  'companion',
  'key-needed',
  'card-needed',
  'reading',
  'paused',
  'problem',
];

/**
 * After any event: a card that went away, was no identity card or could not be read leads back to where the companion's
 * is awaited; whatever else came up is not about the patient any more.
 */
export function keepPatient(before: Session, reduced: Reduced, event: SessionEvent, now: number): Reduced {
  const { session } = reduced;
  const { patient, stage } = session;
  if (patient === null || onTheWay.includes(stage.stage)) return reduced;
  const waited = before.stage.stage !== 'companion';
  if (stage.stage === 'idle' && event.event !== 'finish' && waited) {
    const waits: CompanionStage = {
      ...{ stage: 'companion', step: 'card', visit: patient, reader: null, cardPresent: false },
      until: now + spans.companion,
    };
    return { ...reduced, session: { ...session, stage: waits } };
  }
  return { ...reduced, session: { ...session, patient: null } };
}
