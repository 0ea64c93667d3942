import type { KioskEvent } from './events.ts';
import { onPress } from './on-press.ts';
import { onTick } from './on-tick.ts';
import { onView } from './on-view.ts';
import { settle } from './settle.ts';
import type { KioskState, Step } from './state.ts';
import { visitOf } from './state.ts';
import { timing } from './timing.ts';

const touched = (state: KioskState): KioskState => ({
  ...state,
  touchedAt: state.now,
  promptAt: Math.max(state.promptAt, state.now + timing.prompt),
});

function onPhoto(state: KioskState, visitId: string, url: string): Step {
  const wanted = state.view !== null && visitOf(state.view.stage) === visitId;
  if (!wanted) return { state, effects: [{ effect: 'revoke-photo', url }] };
  const old = state.photo === null ? [] : [{ effect: 'revoke-photo', url: state.photo.url } as const];
  return { state: { ...state, photo: { visitId, url } }, effects: old };
}

function happen(state: KioskState, event: KioskEvent): Step {
  switch (event.type) {
    case 'tick':
      return onTick(state);
    case 'touch':
      // While the question stands, only its buttons answer it.
      return settle(state.stillThereSince === null ? touched(state) : state, []);
    case 'press':
      return onPress(state.stillThereSince === null ? touched(state) : state, event.press, event.keyed);
    case 'link':
      return settle(event.link === state.link ? state : { ...state, link: event.link, linkSince: state.now }, []);
    case 'view':
      return onView(state, event.view, event.first);
    case 'photo':
      return onPhoto(state, event.visitId, event.url);
    case 'refused':
      return settle({ ...state, busy: null, digits: '', unfit: state.busy?.act === 'form' }, []);
    case 'voice':
      return {
        state: { ...state, canSpeak: event.available, speaking: state.speaking && event.available },
        effects: [],
      };
    case 'spoken':
      return { state: { ...state, speaking: false }, effects: [] };
  }
}

/**
 * The kiosk's one state machine: what a screen knows, and something that happened, give what it knows next and what is
 * to be done. Pure: the clock comes with the event. Time passes first: a screen may have changed by it alone.
 */
export function next(before: KioskState, event: KioskEvent): Step {
  const passed = settle({ ...before, now: Math.max(before.now, event.at) }, []);
  const after = happen(passed.state, event);
  return { state: after.state, effects: [...passed.effects, ...after.effects] };
}
