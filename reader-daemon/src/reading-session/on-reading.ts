/** How a sitting's end goes on: done, lifted and to be resumed, tried once more, or a problem for the screen. */
import type { ProblemCode } from '@cccd-kiosk/contract/error-codes';
import type { Context } from './session-state.ts';
import { sameSitting, taken } from './session-state.ts';
import type { At, FailureCode, Reading, SessionEvent, SessionState, Sitting } from './session-state.ts';
import type { Next } from './transitions.ts';
import { laidAgain, report, startSitting, toIdle, toWaiting, unchanged } from './transitions.ts';

type Failure = Extract<SessionEvent, { type: 'failed' }>;

/** Keeps the card's turn when it still lies there. */
function end(state: SessionState, reading: Reading, read: boolean, problem?: ProblemCode): Next {
  const { readingId } = reading;
  const done: At = {
    at: 'done',
    insertion: reading.insertion,
    again: !read,
    usedMark: read ? reading.key.mark : undefined,
  };
  const told = problem === undefined ? [] : [{ do: 'problem' as const, problem, readingId }];
  const next: Next = {
    state: { ...state, phase: done },
    effects: [report('done', { readingId }), ...told, { do: 'wipe', readingId }],
  };
  if (taken(state.presence)) return next;
  // Lifted in the very moment it ended.
  const idle = toIdle(next.state, []);
  return { state: idle.state, effects: [...next.effects, ...idle.effects] };
}

const current = (state: SessionState, sitting: Sitting): Reading | undefined =>
  state.phase.at === 'reading' && sameSitting(state.phase.reading, sitting) ? state.phase.reading : undefined;

export function onFinished(state: SessionState, sitting: Sitting): Next {
  const reading = current(state, sitting);
  return reading === undefined ? unchanged(state) : end(state, reading, true);
}

export function onFailure(state: SessionState, failure: Failure, context: Context): Next {
  const reading = current(state, failure.sitting);
  if (reading === undefined) return unchanged(state);
  switch (failure.code) {
    case 'wrong-password':
      return wrongKey(state, reading, context);
    case 'no-access-protocol':
      // This chip wants another kind of key than the one at hand.
      return again(state, reading, 'key-needed', context);
    case 'card-lost':
      return lost(state, reading, context);
    case 'card-silent':
      return silent(state, reading, context);
    case 'reader-failed':
      return refused(state, reading, failure, context);
    case 'channel-lost':
      return channelLost(state, reading);
    case 'not-emrtd':
      return end(state, reading, false, 'not-an-id-card');
    default:
      return end(state, reading, false, problemOf(failure.code));
  }
}

const problemOf = (code: FailureCode): ProblemCode => (code === 'outbox-full' ? 'server-away' : 'chip-unreadable');

/** Laid down again for a resumption and the key does not fit: another card. It starts afresh, and is told nothing. */
function wrongKey(state: SessionState, reading: Reading, context: Context): Next {
  if (reading.swapped)
    return here(state, reading)
      ? toWaiting(state, reading.insertion, abandonRead(reading))
      : toIdle(state, abandonRead(reading));
  return again(state, reading, 'wrong-key', context);
}

const abandonRead = (reading: Reading) => [{ do: 'wipe' as const, readingId: reading.readingId }];

/** Back to waiting for a key, each time a little longer. */
function again(state: SessionState, reading: Reading, problem: 'wrong-key' | 'key-needed', context: Context): Next {
  const refused = [...reading.refused, reading.key.mark];
  const { readingId, insertion } = reading;
  if (refused.length >= context.rules.wrongKeyLimit) return end(state, reading, false, 'chip-unreadable');
  if (state.presence.card !== 'present') {
    const idle = toIdle(state, abandonRead(reading));
    return { state: idle.state, effects: [...idle.effects, { do: 'problem', problem, readingId }] };
  }
  const notBefore = context.now + context.rules.backOffMs(refused.length);
  return {
    state: { ...state, phase: { at: 'waiting', insertion, refused, notBefore } },
    effects: [
      report('card-waiting-for-key', { readingId }),
      { do: 'problem', problem, readingId },
      ...abandonRead(reading),
    ],
  };
}

const here = (state: SessionState, reading: Reading): boolean =>
  state.presence.card === 'present' && state.presence.insertion === reading.insertion;

/** Lifted. When the service still sees the same card after a while, it was the signal: try again. */
function lost(state: SessionState, reading: Reading, context: Context): Next {
  const { now, rules } = context;
  const { readingId } = reading;
  if (state.presence.card === 'present' && !here(state, reading))
    return startSitting(state, laidAgain(reading, state.presence.insertion));
  const until = now + rules.resumeMs;
  if (!here(state, reading))
    return {
      state: { ...state, phase: { at: 'paused', reading, until } },
      effects: [report('card-lifted', { readingId, problem: 'card-lifted-early' })],
    };
  const glitches = reading.glitches + 1;
  if (glitches > rules.glitchLimit) return end(state, reading, false, 'chip-unreadable');
  return {
    state: {
      ...state,
      phase: { at: 'paused', reading: { ...reading, glitches }, until, retryAt: now + rules.lostProbeMs },
    },
    effects: [report('card-lifted', { readingId, problem: 'card-lifted-early' })],
  };
}

/** Mute: one retry, then it is the chip. */
function silent(state: SessionState, reading: Reading, context: Context): Next {
  const silences = reading.silences + 1;
  if (silences > 1) return end(state, reading, false, 'chip-unreadable');
  const { now, rules } = context;
  const phase: At = {
    at: 'paused',
    reading: { ...reading, silences },
    until: now + rules.resumeMs,
    retryAt: now + rules.silenceProbeMs,
  };
  const { readingId } = reading;
  return { state: { ...state, phase }, effects: [report('card-lifted', { readingId, problem: 'weak-signal' })] };
}

/** The reader or its driver. Right after a silence it is still busy with the mute card; otherwise it is out of service. */
function refused(state: SessionState, reading: Reading, failure: Failure, context: Context): Next {
  const { now, rules } = context;
  const refusals = reading.refusals + 1;
  const next = { ...reading, refusals };
  const { readingId } = reading;
  if (reading.silences > 0 && refusals > rules.refusalsBeforeFailed)
    return end(state, reading, false, 'chip-unreadable');
  if (refusals <= rules.refusalsBeforeFailed) {
    const until = now + rules.resumeMs;
    const told = failure.step === 'connect' ? [] : [report('card-lifted', { readingId, problem: 'weak-signal' })];
    return {
      state: { ...state, phase: { at: 'paused', reading: next, until, retryAt: now + rules.refusalProbeMs } },
      effects: told,
    };
  }
  return {
    state: {
      ...state,
      phase: { at: 'failed', reading: next, until: now + rules.keyMs, retryAt: now + rules.readerRetryMs },
    },
    effects: [report('failed', { readingId, problem: 'reader-out-of-service' })],
  };
}

/** A broken channel is never mended in the open: what was read is forgotten, and it starts from the beginning, once. */
function channelLost(state: SessionState, reading: Reading): Next {
  const restarts = reading.restarts + 1;
  if (restarts > 1) return end(state, reading, false, 'chip-unreadable');
  return startSitting(state, { ...reading, restarts }, [{ do: 'forget', readingId: reading.readingId }]);
}
