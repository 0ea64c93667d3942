import { asksStillThere, cardLeft, screenKeyOf, screenOf, wipesAfter } from './screen.ts';
import type { Screen } from './screen.ts';
import { initialState, sessionOf, visitOf } from './state.ts';
import type { Effect, KioskState, Sound, Step } from './state.ts';
import { timing } from './timing.ts';

/** Between these a person comes back to the question where to go. */
const keepsChoice: readonly Screen['name'][] = ['notice', 'greeting', 'insurance-ways', 'insurance-number', 'child'];

const soundOf = (from: string, to: Screen): Sound | undefined => {
  const was = from.split(' ')[0];
  switch (to.name) {
    case 'keypad':
      return was === 'keypad' ? undefined : 'seen';
    case 'reading':
      return was === 'keypad' || was === 'paused' ? undefined : 'seen';
    case 'paused':
      return 'put-back';
    case 'greeting':
    case 'form-tiles':
    case 'insurance-ways':
    case 'companion':
    case 'go-to-desk':
    case 'ticket':
    case 'form-taken':
      // The same notes for every outcome of a reading, so that onlookers learn nothing.
      return was === 'reading' ? 'done' : undefined;
    default:
      return undefined;
  }
};

/**
 * What follows from a change, whatever caused it: a new screen starts its clocks and forgets what was typed; a photo
 * without its visit goes; a card left behind chimes.
 */
export function settle(changed: KioskState, effects: readonly Effect[]): Step {
  const out = [...effects];
  let state = changed;
  const screen = screenOf(state);
  const key = screenKeyOf(screen);
  if (key !== state.screenKey) {
    const sound = soundOf(state.screenKey, screen);
    if (sound !== undefined) out.push({ effect: 'sound', sound });
    if (state.speaking) out.push({ effect: 'hush' });
    state = {
      ...state,
      screenKey: key,
      enteredAt: state.now,
      touchedAt: state.now,
      promptAt: Math.max(state.promptAt, state.now + timing.prompt),
      stillThereSince: null,
      takenSince: null,
      digits: '',
      chosen: keepsChoice.includes(screen.name) ? state.chosen : null,
      busy: null,
      speaking: false,
      lastChimeAt: 0,
    };
  }
  if (!asksStillThere(screen) && state.stillThereSince !== null) state = { ...state, stillThereSince: null };
  const taken = wipesAfter(screen) === undefined ? null : (state.takenSince ?? state.now);
  if (taken !== state.takenSince) state = { ...state, takenSince: taken };
  if (state.photo !== null && (state.view === null || visitOf(state.view.stage) !== state.photo.visitId)) {
    out.push({ effect: 'revoke-photo', url: state.photo.url });
    state = { ...state, photo: null };
  }
  if (cardLeft(screen) && state.now - state.enteredAt >= timing.chimeAfter) {
    if (state.now - state.lastChimeAt >= timing.chime) {
      out.push({ effect: 'sound', sound: 'chime' });
      state = { ...state, lastChimeAt: state.now };
    }
  }
  return { state, effects: out };
}

/**
 * Ends the session on this screen at once: everything personal goes, language and text size return to the machine's own.
 * The number stays with the server. When the server is away, it is told on its return.
 */
export function wipe(state: KioskState): Step {
  const { view } = state;
  const effects: Effect[] = [];
  if (state.photo !== null) effects.push({ effect: 'revoke-photo', url: state.photo.url });
  if (state.speaking) effects.push({ effect: 'hush' });
  const session = view === null ? undefined : sessionOf(view.stage);
  const started = view !== null && view.stage.stage !== 'idle';
  if (started && state.link === 'up') effects.push({ effect: 'send', action: { action: 'finish' } });
  return settle(
    {
      ...initialState(state.now, state.canSpeak),
      link: state.link,
      linkSince: state.linkSince,
      revision: state.revision,
      skew: state.skew,
      view: view === null ? null : { ...view, stage: { stage: 'idle' } },
      screenKey: state.screenKey,
      lastPress: state.lastPress,
      finished: session ?? state.finished,
    },
    effects,
  );
}
