import { withoutLast } from '../keyboard/tones.ts';
import type { CompanionRelation } from '@cccd-kiosk/contract/companion';
import type { ScreenAction } from '@cccd-kiosk/contract/screen';
import type { PlainButton, Press } from './events.ts';
import { helpButtons } from './events.ts';
import { apply } from './on-view.ts';
import { screenOf } from './screen.ts';
import type { Screen } from './screen.ts';
import type { BusyAct, KioskState, Step, TextSize } from './state.ts';
import { pressForm } from './press-form.ts';
import { settle, wipe } from './settle.ts';
import { timing } from './timing.ts';

const none = (state: KioskState): Step => ({ state, effects: [] });
const then = (state: KioskState, ...effects: Step['effects']): Step => settle(state, effects);

/** Sends one action and waits for its answer; nothing is sent while the server is away or another act is under way. */
function act(state: KioskState, busy: BusyAct, action: ScreenAction): Step {
  if (state.link !== 'up' || state.busy !== null) return none(state);
  return then({ ...state, busy: { act: busy, since: state.now } }, { effect: 'send', action });
}

const nextSize: Record<TextSize, TextSize> = { normal: 'large', large: 'large-contrast', 'large-contrast': 'normal' };

function callStaff(state: KioskState, screen: Screen): Step {
  if (state.link !== 'up' || state.view === null) return none(state);
  const call = state.view.staffCall;
  // Without the server nobody would hear it.
  if (call === 'arrived' || state.view.alone === true) return none(state);
  // Somebody who came before may have called and gone: whoever presses now wants staff, and takes nothing back.
  const calls = call === 'none' || !state.called;
  const action: ScreenAction = calls ? { action: 'call-staff', screen: screen.name } : { action: 'cancel-staff-call' };
  return then({ ...state, called: calls }, { effect: 'send', action });
}

function takeNumber(state: KioskState, screen: Screen): Step {
  if (screen.name !== 'greeting' && screen.name !== 'companion') return none(state);
  const { ticket } = screen.stage;
  // The number exists already: without the server it is shown as it is.
  if (state.link !== 'up') return then({ ...state, page: 'own-ticket' });
  const departmentId =
    screen.name === 'companion' ? ticket.departmentId : (state.chosen ?? screen.stage.chosenDepartment);
  return act(state, 'choose', { action: 'choose-department', visitId: ticket.visitId, departmentId });
}

type Without = Extract<ScreenAction, { action: 'ticket-without-card' }>['reason'];
function deskNumber(state: KioskState, screen: Screen): Step {
  const reasons: Partial<Record<Screen['name'], Without>> = { 'no-card': 'no-card', keypad: 'unreadable' };
  const unreadable = screen.name === 'problem' && screen.problem === 'chip-unreadable';
  const reason = unreadable ? 'unreadable' : screen.name === 'problem' ? 'no-card' : reasons[screen.name];
  return reason === undefined ? none(state) : act(state, 'desk-number', { action: 'ticket-without-card', reason });
}

function insuranceWay(state: KioskState, way: 'self-pay' | 'staff', screen: Screen): Step {
  if (screen.name !== 'insurance-ways') return none(state);
  const { visitId } = screen.stage.ticket;
  const step = act(state, 'insurance', { action: 'insurance-way', visitId, way });
  // Staff comes to the machine: the person need not look for anybody.
  return way === 'staff' && step.effects.length > 0 && state.view?.staffCall === 'none'
    ? {
        state: { ...step.state, called: true },
        effects: [...step.effects, { effect: 'send', action: { action: 'call-staff', screen: screen.name } }],
      }
    : step;
}

/** The number on a BHYT card, or the last ten characters of a longer one. */
export const insuranceDigits = 10;
function insuranceDigit(state: KioskState, digit: string, visitId: string): Step {
  if (state.busy !== null || !/^\d$/.test(digit) || state.digits.length >= insuranceDigits) return none(state);
  const typed = { ...state, digits: state.digits + digit };
  if (typed.digits.length < insuranceDigits) return then(typed);
  return act(typed, 'insurance', { action: 'insurance-number', visitId, number: typed.digits });
}

type ChildScreen = Extract<Screen, { name: 'child' }>;
function forChild(state: KioskState, { stage }: ChildScreen, insuranceNumber: string | null): Step {
  // An appointment is the guardian's own: what it proposes is not for the child.
  const departmentId = state.chosen ?? stage.ticket.departmentId;
  const { visitId } = stage.ticket;
  return act(state, 'child', { action: 'for-child', visitId, departmentId, insuranceNumber });
}
function childDigit(state: KioskState, digit: string, screen: ChildScreen): Step {
  if (state.busy !== null || !/^\d$/.test(digit) || state.digits.length >= insuranceDigits) return none(state);
  const typed = { ...state, digits: state.digits + digit };
  return typed.digits.length < insuranceDigits ? then(typed) : forChild(typed, screen, typed.digits);
}

function companion(state: KioskState, screen: Screen): Step {
  if (screen.name !== 'greeting' || !screen.stage.person.proven) return none(state);
  const { ticket, chosenDepartment } = screen.stage;
  const departmentId = state.chosen ?? chosenDepartment;
  return act(state, 'companion', { action: 'companion', visitId: ticket.visitId, departmentId });
}
function relation(state: KioskState, told: CompanionRelation, screen: Screen): Step {
  if (screen.name !== 'companion' || screen.stage.step !== 'relation') return none(state);
  const { visitId } = screen.stage.ticket;
  return act(state, 'companion', { action: 'companion-relation', visitId, relation: told });
}

function pressHelp(state: KioskState, button: (typeof helpButtons)[number], screen: Screen): Step {
  switch (button) {
    case 'language':
      return then({ ...state, language: state.language === 'vi' ? 'en' : 'vi', speaking: false }, { effect: 'hush' });
    case 'large-text':
      return then({ ...state, textSize: nextSize[state.textSize] });
    case 'low-reach':
      return then({ ...state, lowReach: !state.lowReach });
    case 'listen':
      if (!state.canSpeak) return none(state);
      return then({ ...state, speaking: !state.speaking }, { effect: state.speaking ? 'hush' : 'speak' });
    case 'call-staff':
      return callStaff(state, screen);
    case 'emergency': {
      const told = state.link === 'up' && state.page !== 'emergency';
      const action: ScreenAction = { action: 'ticket-without-card', reason: 'emergency' };
      return then({ ...state, page: 'emergency', busy: null }, ...(told ? [{ effect: 'send', action } as const] : []));
    }
  }
}

function formAnswer(state: KioskState, answer: 'right' | 'something-wrong', screen: Screen): Step {
  if (screen.name !== 'form-review' || screen.stage.answer !== 'none') return none(state);
  return act(state, 'form', { action: 'form-answer', caseId: screen.stage.caseId, answer });
}

const leavesTo: readonly Screen['name'][] = ['form-review', 'ticket', 'go-to-desk', 'problem', 'emergency'];

function pressPlain(state: KioskState, button: PlainButton, screen: Screen): Step {
  switch (button) {
    case 'no-card':
      return screen.name === 'idle' ||
        screen.name === 'keypad' ||
        screen.name === 'card-needed' ||
        screen.name === 'problem'
        ? then({ ...(state.heldBack === null ? state : apply(state, state.heldBack)), page: 'no-card' })
        : none(state);
    case 'back':
      return screen.name === 'no-card' || screen.name === 'insurance-number' || screen.name === 'child'
        ? then({ ...state, page: 'stage' })
        : none(state);
    case 'open-notice':
      return screen.name === 'idle' ||
        screen.name === 'keypad' ||
        screen.name === 'greeting' ||
        screen.name === 'companion' ||
        screen.name === 'card-needed'
        ? then({ ...state, page: 'notice' })
        : none(state);
    case 'close-notice':
      return screen.name === 'notice' ? then({ ...state, page: 'stage' }) : none(state);
    case 'decline-notice':
      return screen.name === 'notice'
        ? act(state, 'desk-number', { action: 'ticket-without-card', reason: 'refused-notice' })
        : none(state);
    case 'desk-number':
      return deskNumber(state, screen);
    case 'take-number':
      return takeNumber(state, screen);
    case 'enter-insurance-number':
      return screen.name === 'insurance-ways' && state.busy === null
        ? then({ ...state, page: 'insurance-number' })
        : none(state);
    case 'self-pay':
      return insuranceWay(state, 'self-pay', screen);
    case 'insurance-staff':
      return insuranceWay(state, 'staff', screen);
    case 'for-child':
      return screen.name === 'greeting' && screen.stage.person.proven && state.busy === null
        ? then({ ...state, page: 'child' })
        : none(state);
    case 'companion':
      return companion(state, screen);
    case 'child-without-number':
      return screen.name === 'child' ? forChild(state, screen, null) : none(state);
    case 'find-form':
    case 'form-next':
    case 'form-back':
    case 'form-send':
    case 'form-print':
      return pressForm(state, button, screen, act);
    case 'only-number':
      return screen.name === 'form-tiles' ||
        screen.name === 'form-search' ||
        (screen.name === 'form-paper' && screen.stage.paper === 'printed')
        ? act(state, 'choose', {
            action: 'choose-department',
            visitId: screen.stage.ticket.visitId,
            departmentId: screen.stage.ticket.departmentId,
          })
        : none(state);
    case 'form-right':
      return formAnswer(state, 'right', screen);
    case 'form-wrong':
      return formAnswer(state, 'something-wrong', screen);
    case 'print-again':
      return screen.name === 'ticket' && !screen.stage.cardPresent
        ? act(state, 'print', { action: 'print-again', visitId: screen.stage.ticket.visitId })
        : none(state);
    case 'done':
      return leavesTo.includes(screen.name) ? wipe(state) : none(state);
    case 'delete':
      if (screen.name === 'form-search') return pressForm(state, button, screen, act);
      if (screen.name === 'form-question')
        return state.busy === null ? then({ ...state, typed: withoutLast(state.typed), unfit: false }) : none(state);
      return (screen.name === 'keypad' || screen.name === 'insurance-number' || screen.name === 'child') &&
        state.busy === null
        ? then({ ...state, digits: state.digits.slice(0, -1) })
        : none(state);
    default:
      return none(state);
  }
}

function pressDigit(state: KioskState, digit: string, screen: Screen): Step {
  if (screen.name === 'child') return childDigit(state, digit, screen);
  if (screen.name === 'insurance-number') return insuranceDigit(state, digit, screen.stage.ticket.visitId);
  if (screen.name !== 'keypad' || state.busy !== null || !/^\d$/.test(digit) || state.digits.length >= 6)
    return none(state);
  const typed = { ...state, digits: state.digits + digit };
  if (typed.digits.length < 6) return then(typed);
  return act(typed, 'key', { action: 'offer-key', key: { kind: 'can', can: typed.digits } });
}

function department(state: KioskState, id: string, screen: Screen): Step {
  if (screen.name !== 'greeting' || state.busy !== null) return none(state);
  return screen.stage.departments.some((offered) => offered.id === id) ? then({ ...state, chosen: id }) : none(state);
}

const isHelp = (button: string): button is (typeof helpButtons)[number] =>
  (helpButtons as readonly string[]).includes(button);

/** What makes two presses the same one. */
function nameOf(press: Press): string {
  switch (press.button) {
    case 'department':
      return `department ${press.id}`;
    case 'relation':
      return `relation ${press.relation}`;
    case 'form-pick':
      return `form ${press.code}`;
    case 'form-choice':
      return `choice ${press.value}`;
    case 'digit':
      return `digit ${press.digit}`;
    case 'letter':
      return `letter ${press.letter}`;
    default:
      return press.button;
  }
}
/** The same letter twice is two letters, unless one touch trembled. */
const isKey = ({ button }: Press): boolean => button === 'digit' || button === 'letter' || button === 'delete';

/** One press, acted on at release. Deaf just after a screen change; a double tap is one act. */
export function onPress(state: KioskState, press: Press, keyed = false): Step {
  const { button } = press;
  const name = nameOf(press);
  const last = state.lastPress;
  const deaf = !isKey(press) ? timing.deaf : keyed ? 0 : timing.tremor;
  if (last?.button === name && state.now - last.at < deaf) return none(state);
  const moved = Math.max(state.enteredAt, state.stillThereSince ?? 0);
  if (!isHelp(button) && state.now - moved < timing.deaf) return none(state);
  const pressed: KioskState = { ...state, lastPress: { button: name, at: state.now } };
  const screen = screenOf(pressed);
  if (state.stillThereSince !== null && button !== 'emergency') {
    // Any answer means that somebody is there.
    if (button === 'leave') return wipe(pressed);
    const promptAt = state.now + (button === 'more-time' ? timing.moreTime : timing.prompt);
    const here: KioskState = { ...pressed, stillThereSince: null, touchedAt: state.now, promptAt };
    return isHelp(button) ? pressHelp(here, button, screen) : then(here);
  }
  if (isHelp(button)) return pressHelp(pressed, button, screen);
  if (button === 'digit') return pressDigit(pressed, press.digit, screen);
  if (button === 'department') return department(pressed, press.id, screen);
  if (button === 'relation') return relation(pressed, press.relation, screen);
  if (button === 'letter' || button === 'form-pick' || button === 'form-choice' || button === 'form-edit')
    return pressForm(pressed, press, screen, act);
  return pressPlain(pressed, button, screen);
}
