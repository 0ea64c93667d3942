import type { ProblemCode } from '@cccd-kiosk/contract/error-codes';
import type { CitizenCase, CitizenQuestion } from '@cccd-kiosk/contract/citizen-form';
import type { Stage, TicketView } from '@cccd-kiosk/contract/screen';
import type { KioskState } from './state.ts';
import { timing } from './timing.ts';

type StageOf<Name extends Stage['stage']> = Extract<Stage, { stage: Name }>;

/** The one screen that stands there. "Còn ở đó không?" lies over it, see {@link KioskState.stillThereSince}. */
export type Screen =
  | { readonly name: 'starting' | 'unpaired' | 'away' | 'idle' | 'card-needed' | 'no-card' | 'notice' }
  | { readonly name: 'keypad'; readonly stage: StageOf<'key-needed'> }
  | { readonly name: 'reading'; readonly stage: StageOf<'reading'> }
  | { readonly name: 'paused'; readonly stage: StageOf<'paused'> }
  | { readonly name: 'greeting'; readonly stage: StageOf<'greeting'> }
  /** No insurance that counts: the ways on, before the question where to go. */
  | { readonly name: 'insurance-ways'; readonly stage: StageOf<'greeting'> }
  | { readonly name: 'insurance-number'; readonly stage: StageOf<'greeting'> }
  /** The guardian has tapped; the child's number is asked for. */
  | { readonly name: 'child'; readonly stage: StageOf<'greeting'> }
  /** Whoever came with the patient: their card, then what they are to each other. */
  | { readonly name: 'companion'; readonly stage: StageOf<'companion'> }
  | { readonly name: 'ticket'; readonly stage: StageOf<'ticket'> }
  | { readonly name: 'go-to-desk'; readonly stage: StageOf<'go-to-desk'> }
  | { readonly name: 'form-tiles'; readonly stage: StageOf<'citizen-form'> }
  | { readonly name: 'form-search'; readonly stage: StageOf<'citizen-form'> }
  | {
      readonly name: 'form-question';
      readonly stage: StageOf<'citizen-form'>;
      readonly caseId: string;
      readonly question: CitizenQuestion;
      readonly at: number;
      readonly of: number;
    }
  | { readonly name: 'form-check'; readonly stage: StageOf<'citizen-form'>; readonly form: CitizenCase }
  /** The form on paper: it comes, is there, or does not come. */
  | { readonly name: 'form-paper'; readonly stage: StageOf<'citizen-form'>; readonly form: CitizenCase }
  | { readonly name: 'form-taken'; readonly stage: StageOf<'form-taken'> }
  | { readonly name: 'form-review'; readonly stage: StageOf<'form-review'> }
  | {
      readonly name: 'problem';
      readonly problem: ProblemCode;
      readonly ticket: TicketView | undefined;
      readonly cardPresent: boolean;
    }
  | { readonly name: 'emergency'; readonly ticket: TicketView | undefined };

export type ScreenName = Screen['name'];

const offline = (state: KioskState): boolean => state.link !== 'up' && state.now - state.linkSince >= timing.blip;

/** True when a calm line says that the server is away, over a screen that can go on without it. */
export const showsOutage = (state: KioskState): boolean => offline(state) && state.view !== null;

/** A negative answer is explained and has ways on; every other state is a line on the greeting. */
const needsWay = ({ insurance }: StageOf<'greeting'>): boolean =>
  insurance.state === 'not-found' || insurance.state === 'ended';

/** Which question of a form stands there: the one that was picked, else the first without an answer. */
function citizenScreen(stage: StageOf<'citizen-form'>, { question: picked, page }: KioskState): Screen {
  const { form } = stage;
  if (form === null) return { name: 'form-tiles', stage };
  const empty = form.asked.findIndex(({ value }) => value === '');
  const at = picked ?? empty;
  const question = form.asked[at];
  if (question === undefined) {
    const onPaper = stage.paper !== 'none' && page !== 'form-answers';
    return { name: onPaper ? 'form-paper' : 'form-check', stage, form };
  }
  return { name: 'form-question', stage, caseId: form.caseId, question, at, of: form.asked.length };
}

function stageScreen(stage: Stage, state: KioskState): Screen {
  switch (stage.stage) {
    case 'key-needed':
      return { name: 'keypad', stage };
    case 'problem':
      return { name: 'problem', problem: stage.problem, ticket: stage.ticket, cardPresent: stage.cardPresent };
    case 'reading':
      return { name: 'reading', stage };
    case 'paused':
      return { name: 'paused', stage };
    case 'greeting':
      return { name: needsWay(stage) ? 'insurance-ways' : 'greeting', stage };
    case 'ticket':
      return { name: 'ticket', stage };
    case 'go-to-desk':
      return { name: 'go-to-desk', stage };
    case 'companion':
      return { name: 'companion', stage };
    case 'citizen-form':
      return citizenScreen(stage, state);
    case 'form-taken':
      return { name: 'form-taken', stage };
    case 'form-review':
      return { name: 'form-review', stage };
    default:
      return { name: stage.stage };
  }
}

/** A number that the server has given stays on screen while the server is away; everything else needs it. */
export const standsAlone = (stage: Stage): boolean =>
  ['greeting', 'companion', 'ticket', 'go-to-desk'].includes(stage.stage);

/** Which screen a state shows. Total: there is no state without a screen. */
export function screenOf(state: KioskState): Screen {
  const { view, page } = state;
  if (page === 'emergency') {
    const stage = view?.stage;
    return { name: 'emergency', ticket: stage?.stage === 'go-to-desk' ? stage.ticket : undefined };
  }
  if (view === null) {
    if (state.link === 'unpaired') return { name: 'unpaired' };
    return { name: state.now - state.linkSince < timing.startUp ? 'starting' : 'away' };
  }
  const { stage } = view;
  if (offline(state) && !standsAlone(stage)) return { name: state.link === 'unpaired' ? 'unpaired' : 'away' };
  if (page === 'notice') return { name: 'notice' };
  if (page === 'no-card') return { name: 'no-card' };
  if (page === 'own-ticket' && (stage.stage === 'greeting' || stage.stage === 'companion')) {
    const { person, cardPresent } = stage;
    // Nothing is printed without the server.
    const ticket = state.link === 'up' ? stage.ticket : { ...stage.ticket, printed: 'on-screen' as const };
    return { name: 'ticket', stage: { stage: 'ticket', ticket, person, cardPresent } };
  }
  if (page === 'child' && stage.stage === 'greeting' && stage.person.proven) return { name: 'child', stage };
  if (page === 'insurance-number' && stage.stage === 'greeting' && needsWay(stage))
    return { name: 'insurance-number', stage };
  if (page === 'form-search' && stage.stage === 'citizen-form' && stage.form === null)
    return { name: 'form-search', stage };
  if (
    !view.daemonConnected &&
    (stage.stage === 'idle' || stage.stage === 'key-needed' || stage.stage === 'card-needed')
  )
    return { name: 'problem', problem: 'reader-out-of-service', ticket: undefined, cardPresent: false };
  return stageScreen(stage, state);
}

/** What makes two screens the same screen: progress and counters do not change it. */
export function screenKeyOf(screen: Screen): string {
  switch (screen.name) {
    case 'keypad':
      return `keypad ${screen.stage.wrongKey ? screen.stage.attemptsLeft : 'first'}`;
    case 'reading':
      return `reading ${screen.stage.readingId}`;
    case 'paused':
      return `paused ${screen.stage.readingId} ${screen.stage.problem}`;
    case 'greeting':
    case 'insurance-ways':
    case 'insurance-number':
    case 'child':
    case 'ticket':
    case 'go-to-desk':
      return `${screen.name} ${screen.stage.ticket.visitId}`;
    case 'companion':
      return `companion ${screen.stage.step} ${screen.stage.ticket.visitId}`;
    case 'form-tiles':
    case 'form-search':
      return `${screen.name} ${screen.stage.ticket.visitId}`;
    case 'form-question':
      return `form-question ${screen.caseId} ${screen.question.fieldId}`;
    case 'form-check':
      return `form-check ${screen.form.caseId}`;
    case 'form-paper':
      return `form-paper ${screen.form.caseId} ${screen.stage.paper}`;
    case 'form-review':
      return `form-review ${screen.stage.caseId}`;
    case 'problem':
      return `problem ${screen.problem}`;
    default:
      return screen.name;
  }
}

/** True once personal details are to be blurred: nobody has touched the screen for a while. */
export const isBlurred = (state: KioskState): boolean =>
  ['greeting', 'insurance-ways', 'companion', 'form-tiles', 'form-check'].includes(screenOf(state).name) &&
  state.now - state.touchedAt >= timing.blur;

const outOfPaper = (screen: Screen): boolean =>
  screen.name === 'ticket' && ['out-of-paper', 'on-screen'].includes(screen.stage.ticket.printed);

/** Milliseconds after which a screen wipes itself once card and paper are out; undefined = it asks first. */
export function wipesAfter(screen: Screen): number | undefined {
  if (screen.name === 'ticket' && !screen.stage.cardPresent && !outOfPaper(screen)) {
    return screen.stage.ticket.printed === 'printed' || screen.stage.ticket.printed === 'failed'
      ? timing.ticketWipe
      : undefined;
  }
  if (screen.name === 'go-to-desk' && !screen.stage.cardPresent) return timing.deskWipe;
  return screen.name === 'emergency' ? timing.deskWipe : undefined;
}

/** Screens that ask "Còn ở đó không?"; a reading goes on by itself, an idle machine asks nobody. */
export function asksStillThere(screen: Screen): boolean {
  switch (screen.name) {
    case 'keypad':
    case 'card-needed':
    case 'greeting':
    case 'insurance-ways':
    case 'insurance-number':
    case 'child':
    case 'companion':
    case 'form-tiles':
    case 'form-search':
    case 'form-question':
    case 'form-check':
    case 'form-paper':
    case 'no-card':
    case 'notice':
      return true;
    case 'ticket':
    case 'go-to-desk':
      return wipesAfter(screen) === undefined;
    case 'problem':
      return screen.problem !== 'reader-out-of-service' || screen.ticket !== undefined;
    default:
      return false;
  }
}

/** The card still lies there although the machine is done with it. */
export const cardLeft = (screen: Screen): boolean =>
  (screen.name === 'ticket' || screen.name === 'go-to-desk' || screen.name === 'form-taken') &&
  screen.stage.cardPresent;
