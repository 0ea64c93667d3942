/**
 * One reader's session as a function: state and event in, state and effects out. Time and identifiers are arguments.
 * Nothing is ever read before a key was shown in this session (a card alone on the tray stays unread).
 */
import { onFailure, onFinished } from './on-reading.ts';
import { onKey } from './on-key.ts';
import { onPresence } from './on-presence.ts';
import type { At, Context, Effect, SessionEvent, SessionState } from './session-state.ts';
import { abandon, laidAgain, report, startReading, startSitting, toIdle } from './transitions.ts';
import type { Next } from './transitions.ts';

export function step(state: SessionState, event: SessionEvent, context: Context): Next {
  if (event.type === 'close') {
    if (state.closed) return { state, effects: [] };
    const closed: SessionState = { ...state, closed: true };
    const ended = abandon(state.phase);
    return {
      state: { ...closed, phase: { at: 'gone' } },
      effects: [...ended, report('failed', { problem: 'reader-out-of-service' })],
    };
  }
  if (state.closed)
    return { state: event.type === 'presence' ? { ...state, presence: event.presence } : state, effects: [] };
  switch (event.type) {
    case 'presence':
      return onPresence(state, event.presence, context);
    case 'key':
      return onKey(state, event.key, context);
    case 'cancel':
      return onCancel(state);
    case 'finished':
      return onFinished(state, event.sitting);
    case 'failed':
      return onFailure(state, event, context);
    case 'tick':
      return onTick(state, context);
  }
}

function onCancel(state: SessionState): Next {
  const { phase } = state;
  if (phase.at === 'gone') return { state: { ...state, phase: { at: 'gone' } }, effects: abandon(phase) };
  if (phase.at === 'empty' && phase.key === undefined) return { state, effects: [] };
  if (phase.at === 'done') return dropKey(state, phase);
  // The code may still be in front of the scanner: it must not start over what was just ended.
  return toIdle(state, abandon(phase), phase.at === 'reading' ? { usedMark: phase.reading.key.mark } : {});
}

/** The earliest moment at which time alone changes something. */
export function nextDeadline({ phase }: SessionState): number | undefined {
  switch (phase.at) {
    case 'gone':
      return phase.paused?.until;
    case 'empty':
    case 'done':
      return phase.key?.until;
    case 'waiting':
      return phase.key === undefined ? undefined : Math.min(phase.key.until, Math.max(phase.notBefore, 0));
    case 'paused':
      return phase.retryAt === undefined ? phase.until : Math.min(phase.until, phase.retryAt);
    case 'failed':
      return Math.min(phase.until, phase.retryAt);
    case 'reading':
      return undefined;
  }
}

function onTick(state: SessionState, context: Context): Next {
  const { phase } = state;
  const { now } = context;
  switch (phase.at) {
    case 'gone':
      if (phase.paused === undefined || now < phase.paused.until) return { state, effects: [] };
      return { state: { ...state, phase: { at: 'gone' } }, effects: abandon(phase) };
    case 'empty':
    case 'done':
      return phase.key === undefined || now < phase.key.until ? { state, effects: [] } : dropKey(state, phase);
    case 'waiting':
      if (phase.key === undefined) return { state, effects: [] };
      if (now >= phase.key.until) return dropKey(state, phase);
      return now < phase.notBefore
        ? { state, effects: [] }
        : startReading(state, phase.key, phase.insertion, context, phase.refused);
    case 'paused':
    case 'failed':
      return onPausedTick(state, phase, context);
    case 'reading':
      return { state, effects: [] };
  }
}

function dropKey(state: SessionState, phase: Extract<At, { at: 'empty' | 'done' | 'waiting' }>): Next {
  const { key: _key, ...without } = phase;
  const effects: Effect[] = phase.at === 'empty' ? [report('empty')] : [];
  return { state: { ...state, phase: without }, effects };
}

function onPausedTick(state: SessionState, phase: Extract<At, { at: 'paused' | 'failed' }>, context: Context): Next {
  const { reading } = phase;
  if (context.now >= phase.until) {
    return toIdle(state, abandon(phase));
  }
  if (phase.retryAt === undefined || context.now < phase.retryAt) return { state, effects: [] };
  // Lifted after all: wait for it to come back.
  if (state.presence.card !== 'present') {
    if (phase.at === 'failed')
      return {
        state: { ...state, phase: { ...phase, retryAt: context.now + context.rules.readerRetryMs } },
        effects: [],
      };
    return { state: { ...state, phase: { at: 'paused', reading, until: phase.until } }, effects: [] };
  }
  return startSitting(state, laidAgain(reading, state.presence.insertion));
}
