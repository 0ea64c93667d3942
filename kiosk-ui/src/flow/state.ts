import type { ScreenAction, Stage, StationView } from '@cccd-kiosk/contract/screen';
import type { Language } from '@cccd-kiosk/contract/text/language';

export type TextSize = 'normal' | 'large' | 'large-contrast';
/** `unpaired`: the server knows no station for this screen. */
export type LinkState = 'connecting' | 'up' | 'down' | 'unpaired';
/** A local page in front of the server's stage. `own-ticket` shows the number of the greeting while the server is away. */
export type Page =
  | 'stage'
  | 'no-card'
  | 'notice'
  | 'emergency'
  | 'own-ticket'
  | 'insurance-number'
  | 'child'
  | 'form-search'
  | 'form-answers';
export type BusyAct = 'choose' | 'key' | 'desk-number' | 'print' | 'insurance' | 'form' | 'child' | 'companion';

/** Everything the kiosk screen knows. A plain value: the flow is a function over it. Times are milliseconds. */
export interface KioskState {
  readonly now: number;
  readonly link: LinkState;
  readonly linkSince: number;
  readonly view: StationView | null;
  /** Highest revision seen on this connection. */
  readonly revision: number;
  /** A newer view that waits until the message on screen has stood long enough. */
  readonly heldBack: StationView | null;
  /** Server time minus own clock. */
  readonly skew: number;
  readonly language: Language;
  readonly textSize: TextSize;
  /** Everything to touch lies in the lower part: for whoever sits, or is small. Portrait screens alone. */
  readonly lowReach: boolean;
  readonly page: Page;
  readonly digits: string;
  /** The question that a person went back to; null for the first without an answer. */
  readonly question: number | null;
  /** What was typed for it, or to find a procedure, so far. */
  readonly typed: string;
  /** The server did not take it: it does not fit the question. */
  readonly unfit: boolean;
  /** Department picked on a tile; null = the server's choice. */
  readonly chosen: string | null;
  readonly busy: { readonly act: BusyAct; readonly since: number } | null;
  readonly photo: { readonly visitId: string; readonly url: string } | null;
  /** Which screen stands there, and since when. */
  readonly screenKey: string;
  readonly enteredAt: number;
  readonly touchedAt: number;
  /** When "Còn ở đó không?" appears, if this screen asks. */
  readonly promptAt: number;
  readonly stillThereSince: number | null;
  /** Since when ticket and card are both out of the machine. */
  readonly takenSince: number | null;
  readonly lastChimeAt: number;
  readonly lastPress: { readonly button: string; readonly at: number } | null;
  /** Session that this screen has ended: its late views are not shown again. */
  readonly finished: string | null;
  /** Staff was called by whoever stands here now. */
  readonly called: boolean;
  readonly canSpeak: boolean;
  readonly speaking: boolean;
}

export type Sound = 'seen' | 'done' | 'put-back' | 'chime';

/** What the outside does after a step; the flow itself does nothing. */
export type Effect =
  | { readonly effect: 'send'; readonly action: ScreenAction }
  | { readonly effect: 'sound'; readonly sound: Sound }
  | { readonly effect: 'speak' }
  | { readonly effect: 'hush' }
  | { readonly effect: 'revoke-photo'; readonly url: string };

export interface Step {
  readonly state: KioskState;
  readonly effects: readonly Effect[];
}

/** Sends an action, and shows that its answer is waited for. */
export type Act = (state: KioskState, busy: BusyAct, action: ScreenAction) => Step;

export function initialState(now: number, canSpeak = false): KioskState {
  return {
    now,
    link: 'connecting',
    linkSince: now,
    view: null,
    revision: -1,
    heldBack: null,
    skew: 0,
    language: 'vi',
    textSize: 'normal',
    lowReach: false,
    page: 'stage',
    digits: '',
    question: null,
    typed: '',
    unfit: false,
    chosen: null,
    busy: null,
    photo: null,
    screenKey: 'starting',
    enteredAt: now,
    touchedAt: now,
    promptAt: now,
    stillThereSince: null,
    takenSince: null,
    lastChimeAt: 0,
    lastPress: null,
    finished: null,
    called: false,
    canSpeak,
    speaking: false,
  };
}

/** The visit that a stage shows, if any. */
export function visitOf(stage: Stage): string | undefined {
  switch (stage.stage) {
    case 'greeting':
    case 'companion':
    case 'citizen-form':
    case 'ticket':
    case 'go-to-desk':
      return stage.ticket.visitId;
    case 'problem':
      return stage.ticket?.visitId;
    default:
      return undefined;
  }
}

/** The session that a stage belongs to: its visit, or its reading. */
export function sessionOf(stage: Stage): string | undefined {
  if (stage.stage === 'form-review') return stage.caseId;
  return stage.stage === 'reading' || stage.stage === 'paused' ? stage.readingId : visitOf(stage);
}
