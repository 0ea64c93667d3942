import { withoutLast } from '../keyboard/tones.ts';
import type { PlainButton, Press } from './events.ts';
import { typeToFind } from './form-typing.ts';
import type { Screen } from './screen.ts';
import { settle } from './settle.ts';
import type { Act, KioskState, Step } from './state.ts';

type SearchScreen = Extract<Screen, { name: 'form-tiles' | 'form-search' }>;

/** A new text to look for: every letter asks at once, and waits for nothing. */
function seek(state: KioskState, { stage }: SearchScreen, typed: string): Step {
  if (state.link !== 'up' || state.busy !== null || typed === state.typed) return { state, effects: [] };
  const action = { action: 'citizen-search', visitId: stage.ticket.visitId, query: typed.trim() } as const;
  return settle({ ...state, typed }, [{ effect: 'send', action }]);
}

const pick = (state: KioskState, { stage }: SearchScreen, code: string, act: Act): Step =>
  act(state, 'form', { action: 'citizen-form', visitId: stage.ticket.visitId, code });

/** Looking for a procedure beside the tiles. */
export function pressSearch(state: KioskState, press: Press | PlainButton, screen: SearchScreen, act: Act): Step {
  const none: Step = { state, effects: [] };
  const button = typeof press === 'string' ? press : press.button;
  if (typeof press === 'object' && press.button === 'form-pick') return pick(state, screen, press.code, act);
  if (screen.name === 'form-tiles')
    return button === 'find-form' && state.busy === null
      ? settle({ ...state, page: 'form-search', typed: '', unfit: false }, [])
      : none;
  if (typeof press === 'object')
    return press.button === 'letter' ? seek(state, screen, typeToFind(state.typed, press.letter)) : none;
  if (button === 'delete') return seek(state, screen, withoutLast(state.typed));
  if (button === 'form-back') {
    if (state.link !== 'up' || state.busy !== null) return none;
    const step = seek(state, screen, '');
    return settle({ ...step.state, page: 'stage' }, step.effects);
  }
  // Enter opens what was found when it is one, and its letters are those that stand there.
  const { search } = screen.stage;
  const only = search?.found.length === 1 && search.query === state.typed.trim() ? search.found[0]?.code : undefined;
  return button === 'form-next' && typeof only === 'string' ? pick(state, screen, only, act) : none;
}
