/** The moves that several events share. */
import type { ReaderStateEvent } from '@cccd-kiosk/contract/station';
import type { Context } from './session-state.ts';
import type { At, Effect, HeldKey, OfferedKey, Reading, SessionState } from './session-state.ts';

export interface Next {
  readonly state: SessionState;
  readonly effects: readonly Effect[];
}

export const report = (
  state: ReaderStateEvent['state'],
  more: Pick<ReaderStateEvent, 'readingId' | 'problem'> = {},
): Effect => ({ do: 'report', event: { state, ...more } });

export const unchanged = (state: SessionState): Next => ({ state, effects: [] });

/** What has to end when a phase is left for good. */
export function abandon(phase: At): Effect[] {
  switch (phase.at) {
    case 'reading':
      return [
        { do: 'abort', sitting: phase.reading },
        { do: 'wipe', readingId: phase.reading.readingId },
      ];
    case 'paused':
    case 'failed':
      return [{ do: 'wipe', readingId: phase.reading.readingId }];
    case 'gone':
      return phase.paused === undefined ? [] : [{ do: 'wipe', readingId: phase.paused.reading.readingId }];
    default:
      return [];
  }
}

/** Starts a reading that nothing was read for yet. The key leaves the hand with it. */
export function startReading(
  state: SessionState,
  key: OfferedKey,
  insertion: number,
  context: Context,
  refused: readonly string[] = [],
): Next {
  const reading: Reading = {
    readingId: context.newReadingId(),
    key: { offer: key.offer, mark: key.mark },
    insertion,
    refused,
    swapped: false,
    run: 0,
    silences: 0,
    glitches: 0,
    restarts: 0,
    refusals: 0,
  };
  return startSitting(state, reading);
}

/** The reading, with whatever card lies there now. */
export const laidAgain = (reading: Reading, insertion: number): Reading =>
  reading.insertion === insertion ? reading : { ...reading, insertion, swapped: true };

/** Starts the next sitting of a reading. */
export function startSitting(state: SessionState, before: Reading, effects: readonly Effect[] = []): Next {
  const reading = { ...before, run: before.run + 1 };
  return {
    state: { ...state, phase: { at: 'reading', reading } },
    effects: [...effects, report('reading', { readingId: reading.readingId }), { do: 'read', reading }],
  };
}

/** To where a session rests: empty, or a card that has had its turn. */
export function toIdle(
  state: SessionState,
  effects: readonly Effect[],
  turn: { usedMark?: string; key?: HeldKey | undefined } = {},
): Next {
  const { presence } = state;
  const held = turn.key === undefined ? {} : { key: turn.key };
  if (presence.card !== 'gone' && presence.card !== 'absent')
    return {
      state: {
        ...state,
        phase: { at: 'done', insertion: presence.insertion, again: true, usedMark: turn.usedMark, ...held },
      },
      effects: [...effects, report('done')],
    };
  if (presence.card === 'gone')
    return {
      state: { ...state, phase: { at: 'gone' } },
      effects: [...effects, report('absent', { problem: 'reader-out-of-service' })],
    };
  return {
    state: { ...state, phase: { at: 'empty', ...held } },
    effects: [...effects, report(turn.key === undefined ? 'empty' : 'key-waiting-for-card')],
  };
}

/** A card that no key has come for. */
export const toWaiting = (state: SessionState, insertion: number, effects: readonly Effect[] = []): Next => ({
  state: { ...state, phase: { at: 'waiting', insertion, refused: [], notBefore: 0 } },
  effects: [...effects, report('card-waiting-for-key')],
});
