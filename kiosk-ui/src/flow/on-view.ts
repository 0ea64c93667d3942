import type { Stage, StationView } from '@cccd-kiosk/contract/screen';
import { sessionOf } from './state.ts';
import type { KioskState, Step } from './state.ts';
import { settle } from './settle.ts';
import { timing } from './timing.ts';

const isMessage = (stage: Stage): boolean => stage.stage === 'problem' || stage.stage === 'paused';
const sameMessage = (a: Stage, b: Stage): boolean =>
  a.stage === b.stage && isMessage(a) && (a as { problem?: string }).problem === (b as { problem?: string }).problem;

/** A message gives way at once when the person has moved on; otherwise it stands until it can have been read. */
function mustWait(state: KioskState, next: Stage): boolean {
  const shown = state.view?.stage;
  if (shown === undefined || !isMessage(shown) || sameMessage(shown, next)) return false;
  if (next.stage !== 'idle' && next.stage !== 'problem') return false;
  return state.page === 'stage' && state.now - state.enteredAt < timing.message;
}

/** A page in front of the stage closes when the stage beneath becomes another one. */
function pageAfter(state: KioskState, next: Stage): KioskState['page'] {
  const { page, view } = state;
  if (page === 'emergency') return next.stage === 'reading' || next.stage === 'greeting' ? 'stage' : page;
  // The number was taken to be looked up: its answer has a screen of its own.
  if (page === 'insurance-number' && next.stage === 'greeting' && next.insurance.state === 'checking') return 'stage';
  // Printed once more, after another look at the answers.
  if (page === 'form-answers' && next.stage === 'citizen-form' && next.paper === 'printing') return 'stage';
  if (page === 'form-search' && next.stage === 'citizen-form' && next.form !== null) return 'stage';
  if (view === null || view.stage.stage === next.stage) return page;
  // Lifting a card, or the reader's own trouble, does not take a person out of "Tôi không mang thẻ".
  if (page === 'no-card' && (next.stage === 'idle' || next.stage === 'problem' || next.stage === 'key-needed'))
    return page;
  return 'stage';
}

const insuranceOf = (stage: Stage | undefined): string =>
  stage?.stage === 'greeting' ? JSON.stringify(stage.insurance) : '';

const proposalOf = (stage: Stage | undefined): string | undefined =>
  stage?.stage === 'greeting' ? stage.chosenDepartment : undefined;

export function apply(state: KioskState, view: StationView): KioskState {
  const answered = state.busy !== null && view.stage.stage !== state.view?.stage.stage;
  const looked = state.busy?.act === 'insurance' && insuranceOf(view.stage) !== insuranceOf(state.view?.stage);
  const read = state.busy?.act === 'form' && view.stage.stage === 'form-review' && view.stage.answer !== 'none';
  const caseOf = (stage: Stage | undefined): string =>
    stage?.stage === 'citizen-form' ? JSON.stringify(stage.form) : '';
  const form = caseOf(view.stage);
  // An answer was taken, or this is another form: the next question begins empty.
  const moved = form !== caseOf(state.view?.stage);
  const typing = moved ? { question: null, typed: '', unfit: false } : {};
  const before = state.chosen === null ? proposalOf(state.view?.stage) : undefined;
  const proposesAnother = before !== undefined && before !== (proposalOf(view.stage) ?? before);
  const printed = state.busy?.act === 'print' && view.revision > (state.view?.revision ?? -1);
  return {
    ...state,
    ...typing,
    // The button says another department now: a press that falls on it was meant for the one before.
    enteredAt: proposesAnother ? state.now : state.enteredAt,
    view,
    heldBack: null,
    page: pageAfter(state, view.stage),
    busy: answered || printed || looked || read || (moved && state.busy?.act === 'form') ? null : state.busy,
  };
}

export function onView(state: KioskState, view: StationView, first: boolean): Step {
  if (state.link !== 'up' || (!first && view.revision <= state.revision)) return { state, effects: [] };
  const seen: KioskState = {
    ...state,
    revision: view.revision,
    skew: Date.parse(view.serverTime) - state.now,
  };
  const session = sessionOf(view.stage);
  if (session !== undefined && session === state.finished) {
    // The session that this screen has ended: a late view of it, or the server was away when it was told.
    const told = { ...seen, view: { ...view, stage: { stage: 'idle' as const } }, heldBack: null };
    return settle(told, first ? [{ effect: 'send', action: { action: 'finish' } }] : []);
  }
  const open: KioskState = { ...seen, finished: null };
  if (mustWait(open, view.stage)) return { state: { ...open, heldBack: view }, effects: [] };
  return settle(apply(open, view), []);
}

/** Lets a view that waited come up, once the message before it has stood long enough. */
export function releaseHeld(state: KioskState): KioskState {
  if (state.heldBack === null || state.now - state.enteredAt < timing.message) return state;
  return apply(state, state.heldBack);
}
