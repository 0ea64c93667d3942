/** What a card laid down, lifted or swapped, and a reader plugged or lost, mean to a session. */
import type { Context } from './session-state.ts';
import type { Presence, SessionState } from './session-state.ts';
import type { Next } from './transitions.ts';
import { abandon, laidAgain, report, startReading, startSitting, toIdle, toWaiting, unchanged } from './transitions.ts';

type Laid = Extract<Presence, { insertion: number }>;

export function onPresence(before: SessionState, presence: Presence, context: Context): Next {
  const was = before.presence;
  const state: SessionState = { ...before, presence };
  if (presence.card === 'gone') return readerGone(state, context);
  const known = was.card !== 'gone' && was.card === presence.card && was.insertion === presence.insertion;
  if (known && state.phase.at !== 'gone') return unchanged(state);
  if (state.phase.at === 'gone') return readerBack(state, presence, context);
  switch (presence.card) {
    case 'absent':
      return lifted(state);
    case 'mute':
      return mute(state);
    case 'several':
      return several(state, context);
    case 'present':
      return laid(state, presence.insertion, context);
  }
}

function readerGone(state: SessionState, context: Context): Next {
  const { phase } = state;
  if (phase.at === 'gone') return unchanged(state);
  const effects = [report('absent', { problem: 'reader-out-of-service' })];
  if (phase.at === 'reading') {
    // The card may still lie there: when the reader or its service returns in time, the reading goes on.
    const paused = { reading: phase.reading, until: context.now + context.rules.resumeMs };
    return {
      state: { ...state, phase: { at: 'gone', paused } },
      effects: [{ do: 'abort', sitting: phase.reading }, ...effects],
    };
  }
  if (phase.at === 'paused' || phase.at === 'failed')
    return {
      state: { ...state, phase: { at: 'gone', paused: { reading: phase.reading, until: phase.until } } },
      effects,
    };
  return { state: { ...state, phase: { at: 'gone' } }, effects };
}

function readerBack(state: SessionState, presence: Laid, context: Context): Next {
  const paused = state.phase.at === 'gone' ? state.phase.paused : undefined;
  if (paused !== undefined && context.now < paused.until) {
    if (presence.card === 'present') return startSitting(state, laidAgain(paused.reading, presence.insertion));
    const { readingId } = paused.reading;
    return {
      state: { ...state, phase: { at: 'paused', ...paused } },
      effects: [report('card-lifted', { readingId, problem: 'card-lifted-early' })],
    };
  }
  const idle: SessionState = { ...state, phase: { at: 'empty' } };
  if (presence.card === 'present') return laid(idle, presence.insertion, context);
  if (presence.card === 'several') return several(idle, context);
  return { state: idle, effects: [report('empty')] };
}

function laid(state: SessionState, insertion: number, context: Context): Next {
  const { phase } = state;
  switch (phase.at) {
    case 'empty':
      return phase.key === undefined ? toWaiting(state, insertion) : startReading(state, phase.key, insertion, context);
    case 'waiting':
      return phase.insertion === insertion ? unchanged(state) : toWaiting(state, insertion);
    case 'done':
      if (phase.insertion === insertion) return unchanged(state);
      return phase.key === undefined ? toWaiting(state, insertion) : startReading(state, phase.key, insertion, context);
    case 'paused':
    case 'failed':
      return startSitting(state, laidAgain(phase.reading, insertion));
    case 'reading':
      if (phase.reading.insertion === insertion) return unchanged(state);
      // Swapped faster than a transmit could fail.
      return startSitting(state, laidAgain(phase.reading, insertion), [{ do: 'abort', sitting: phase.reading }]);
    case 'gone':
      return unchanged(state);
  }
}

function lifted(state: SessionState): Next {
  const { phase } = state;
  switch (phase.at) {
    case 'waiting':
      return { state: { ...state, phase: { at: 'empty' } }, effects: [report('empty')] };
    case 'done':
      return toIdle(state, [], { key: phase.key });
    case 'paused': {
      if (phase.retryAt === undefined) return unchanged(state);
      const { reading, until } = phase;
      return {
        state: { ...state, phase: { at: 'paused', reading, until } },
        effects: [report('card-lifted', { readingId: reading.readingId, problem: 'card-lifted-early' })],
      };
    }
    // A reading learns it from its next transmit, and knows then what it already has.
    default:
      return unchanged(state);
  }
}

/** Something lies there that does not answer to power: say so, and wait for it to be laid down better. */
function mute(state: SessionState): Next {
  const { phase } = state;
  if (phase.at === 'reading' || phase.at === 'paused' || phase.at === 'failed') return unchanged(state);
  const key = 'key' in phase ? phase.key : undefined;
  return {
    // No insertion of its own: the same card, once it answers, counts as laid down.
    state: { ...state, phase: { at: 'done', insertion: -1, again: true, usedMark: undefined, ...(key && { key }) } },
    effects: [report('done'), { do: 'problem', problem: 'weak-signal' }],
  };
}

/**
 * Nothing is read: which of them would it be? What was under way ends with its evidence. Its key waits, so that whoever
 * takes the other card away need not show it again.
 */
function several(state: SessionState, context: Context): Next {
  const { phase } = state;
  const under = 'reading' in phase ? phase.reading.key : undefined;
  const held = 'key' in phase ? phase.key : undefined;
  const key = under === undefined ? held : { ...under, until: context.now + context.rules.keyMs };
  return {
    // No insertion of its own: the one card that stays counts as laid down.
    state: { ...state, phase: { at: 'done', insertion: -1, again: true, usedMark: undefined, ...(key && { key }) } },
    effects: [...abandon(phase), report('done'), { do: 'problem', problem: 'two-cards' }],
  };
}
