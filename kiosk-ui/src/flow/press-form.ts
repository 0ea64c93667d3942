import type { PlainButton, Press } from './events.ts';
import { typeInto } from './form-typing.ts';
import { pressSearch } from './press-search.ts';
import type { Screen } from './screen.ts';
import { settle } from './settle.ts';
import type { Act, KioskState, Step } from './state.ts';

type FormPress = Extract<Press, { button: 'letter' | 'form-pick' | 'form-choice' | 'form-edit' }>;

const none = (state: KioskState): Step => ({ state, effects: [] });
const then = (state: KioskState): Step => settle(state, []);

/** Presses of the citizen's own path through a form. */
export function pressForm(state: KioskState, press: FormPress | PlainButton, screen: Screen, act: Act): Step {
  const button = typeof press === 'string' ? press : press.button;
  if (screen.name === 'form-tiles' || screen.name === 'form-search') return pressSearch(state, press, screen, act);
  if (screen.name === 'form-check' || screen.name === 'form-paper') {
    // The paper comes: whatever is pressed now was meant for the screen before.
    if (screen.stage.paper === 'printing') return none(state);
    const { caseId } = screen.form;
    if (button === 'form-send') return act(state, 'form', { action: 'citizen-send', caseId });
    if (button === 'form-print' && screen.stage.mayPrint)
      return act(state, 'print', { action: 'citizen-print', caseId });
    if (screen.name === 'form-paper')
      return button === 'form-back' && state.busy === null ? then({ ...state, page: 'form-answers' }) : none(state);
    if (typeof press !== 'object' || press.button !== 'form-edit' || state.busy !== null) return none(state);
    const question = screen.form.asked[press.at];
    // A choice is made anew; a text is gone on with.
    return question === undefined ? none(state) : then({ ...state, question: press.at, typed: question.value });
  }
  if (screen.name !== 'form-question' || state.busy !== null) return none(state);
  const { caseId, question, at } = screen;
  const answer = (value: string): Step =>
    act(state, 'form', { action: 'citizen-value', caseId, fieldId: question.fieldId, value });
  if (typeof press === 'object') {
    if (press.button === 'letter')
      return then({ ...state, typed: typeInto(question, state.typed, press.letter), unfit: false });
    // The same answer again changes nothing that the server could tell of: on to the next.
    if (press.button === 'form-choice')
      return press.value === question.value ? then({ ...state, question: null }) : answer(press.value);
    return none(state);
  }
  if (button === 'form-back') {
    const before = screen.stage.form?.asked[at - 1];
    return before === undefined ? none(state) : then({ ...state, question: at - 1, typed: before.value, unfit: false });
  }
  if (button !== 'form-next' || state.typed === '') return none(state);
  return state.typed === question.value ? then({ ...state, question: null, typed: '' }) : answer(state.typed);
}
