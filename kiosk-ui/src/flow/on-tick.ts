import { releaseHeld } from './on-view.ts';
import { asksStillThere, screenOf, wipesAfter } from './screen.ts';
import type { KioskState, Step } from './state.ts';
import { visitOf } from './state.ts';
import { settle, wipe } from './settle.ts';
import { timing } from './timing.ts';

/** No screen waits for the server longer than three seconds: the number that exists is shown, the rest may be pressed again. */
function giveUpWaiting(state: KioskState): KioskState {
  if (state.busy === null || state.now - state.busy.since < timing.answer) return state;
  return state.busy.act === 'choose'
    ? { ...state, busy: null, page: 'own-ticket' }
    : { ...state, busy: null, digits: '' };
}

/** The clock: held messages, the still-there question, the wipe. Called about five times a second. */
export function onTick(ticked: KioskState): Step {
  const state = giveUpWaiting(releaseHeld(ticked));
  const screen = screenOf(state);
  const wipesIn = wipesAfter(screen);
  if (wipesIn !== undefined && state.takenSince !== null) {
    if (state.now - Math.max(state.takenSince, state.touchedAt) >= wipesIn) return wipe(state);
  }
  if (asksStillThere(screen)) {
    if (state.stillThereSince === null && state.now >= state.promptAt)
      return settle({ ...state, stillThereSince: state.now }, []);
    if (state.stillThereSince !== null && state.now - state.stillThereSince >= timing.countdown) return wipe(state);
  }
  // Behind "the machine is away" a person's form waits as long as the person would be asked for, no longer.
  const hidden = (screen.name === 'away' || screen.name === 'unpaired') && state.view !== null;
  if (hidden && visitOf(state.view.stage) !== undefined) {
    const since = Math.max(state.enteredAt, state.touchedAt);
    if (state.now - since >= timing.prompt + timing.countdown) return wipe(state);
  }
  const ownSettings = state.language !== 'vi' || state.textSize !== 'normal' || state.lowReach;
  const nobody = screen.name === 'idle' || screen.name === 'away' || screen.name === 'problem';
  if (ownSettings && nobody && state.now - state.touchedAt >= timing.prompt)
    return settle({ ...state, language: 'vi', textSize: 'normal', lowReach: false }, []);
  return settle(state, []);
}
