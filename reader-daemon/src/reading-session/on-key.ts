/** What a key from scanner or keypad means to a session. Card and key come in either order. */
import type { Context } from './session-state.ts';
import type { HeldKey, OfferedKey, SessionState } from './session-state.ts';
import type { Next } from './transitions.ts';
import { abandon, report, startReading, toIdle, unchanged } from './transitions.ts';

export function onKey(state: SessionState, key: OfferedKey, context: Context): Next {
  const held: HeldKey = { ...key, until: context.now + context.rules.keyMs };
  const { phase, presence } = state;
  switch (phase.at) {
    case 'empty':
      return { state: { ...state, phase: { at: 'empty', key: held } }, effects: [report('key-waiting-for-card')] };
    case 'waiting':
      // A scanner that sees the same code again, or a key typed a second time: the chip has already refused it.
      if (phase.refused.includes(key.mark)) return { state, effects: [{ do: 'problem', problem: 'wrong-key' }] };
      if (context.now < phase.notBefore) return { state: { ...state, phase: { ...phase, key: held } }, effects: [] };
      return startReading(state, key, phase.insertion, context, phase.refused);
    case 'done':
      // The code is still in front of the scanner.
      if (key.mark === phase.usedMark) return unchanged(state);
      if (phase.again && presence.card === 'present' && presence.insertion === phase.insertion)
        return startReading(state, key, phase.insertion, context);
      // Somebody is next, and the card before has not been taken yet.
      return { state: { ...state, phase: { ...phase, key: held } }, effects: [] };
    case 'paused':
      // Another person's key while the tray is empty: the session before is over.
      if (presence.card === 'present' || key.mark === phase.reading.key.mark) return unchanged(state);
      return toIdle(state, abandon(phase), { key: held });
    case 'reading':
    case 'failed':
    case 'gone':
      return unchanged(state);
  }
}
