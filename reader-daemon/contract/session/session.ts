import type { CitizenPaper } from '../citizen-form.ts';
import type { CompanionStep } from '../companion.ts';
import type { ProblemCode } from '../error-codes.ts';
import type { ReadingProgress } from '../phases.ts';
import type { StationView, TicketView } from '../screen.ts';
import type { ReaderStateEvent } from '../station.ts';

type Greeting = Extract<StationView['stage'], { stage: 'greeting' }>;
export type PersonView = Greeting['person'];
export type PrintState = TicketView['printed'];
export type StaffCall = StationView['staffCall'];

/** The appointment that the hospital's system told of. */
export interface VisitAppointment {
  readonly departmentId: string;
  readonly departmentName: { readonly vi: string; readonly en: string };
  /** hh:mm, site time. */
  readonly time: string;
  /** The machine proposes its department: the person has not chosen one yet. */
  readonly proposed: boolean;
}

/** What a screen may know of a visit. Made by the visit's own side; the session only carries it. */
export interface VisitFacts {
  readonly visitId: string;
  /** Absent on the way to a desk and without a card. */
  readonly person?: PersonView;
  readonly ticket: Omit<TicketView, 'printed' | 'insurancePending'>;
  readonly lastDepartment?: string;
  readonly appointment?: VisitAppointment;
  readonly desk: boolean;
  /** Forms are offered to this person here. */
  readonly offersForms?: boolean;
}

export interface ReadingFacts {
  readonly readingId: string;
  readonly reader: string;
  readonly progress: ReadingProgress;
  readonly name?: string;
}

/** `reader` is where the card lies or lay; times are milliseconds since 1970. */
export type SessionStage =
  | { readonly stage: 'idle' }
  | { readonly stage: 'key-needed'; readonly reader: string; readonly wrongKey: boolean }
  | { readonly stage: 'card-needed'; readonly until: number }
  | { readonly stage: 'reading'; readonly reading: ReadingFacts; readonly until: number }
  | { readonly stage: 'paused'; readonly reading: ReadingFacts; readonly problem: ProblemCode; readonly until: number }
  | {
      readonly stage: 'greeting';
      readonly visit: VisitFacts;
      readonly reader: string | null;
      readonly cardPresent: boolean;
      readonly until: number;
    }
  | {
      readonly stage: 'ticket';
      readonly visit: VisitFacts;
      readonly reader: string | null;
      readonly cardPresent: boolean;
      readonly printed: PrintState;
      /** When it prints although the card still lies there. */
      readonly printAt: number;
      readonly until: number;
    }
  /** Somebody came with the patient whose number this is. */
  | {
      readonly stage: 'companion';
      readonly visit: VisitFacts;
      readonly step: CompanionStep;
      /** The companion's, as a screen may show it. */
      readonly name?: string;
      readonly reader: string | null;
      readonly cardPresent: boolean;
      readonly until: number;
    }
  | {
      readonly stage: 'form-taken';
      readonly outcome: 'taken' | 'not-proven' | 'suspicious';
      readonly reader: string;
      readonly cardPresent: boolean;
      readonly until: number;
    }
  /** A person at a kiosk with forms: to choose one, then to answer its questions. */
  | {
      readonly stage: 'citizen-form';
      readonly visit: VisitFacts;
      readonly caseId: string | null;
      /** What the person looks for, before a form is chosen. */
      readonly query: string;
      readonly paper: CitizenPaper;
      /** How often the form was printed. */
      readonly prints: number;
      readonly reader: string | null;
      readonly cardPresent: boolean;
      readonly until: number;
    }
  | { readonly stage: 'form-review'; readonly caseId: string; readonly until: number }
  | {
      readonly stage: 'problem';
      readonly problem: ProblemCode;
      readonly reader: string | null;
      readonly cardPresent: boolean;
      readonly since: number;
      readonly until: number;
    };

export interface Session {
  readonly connected: boolean;
  readonly readers: Readonly<Record<string, ReaderStateEvent>>;
  readonly stage: SessionStage;
  /** The patient whose companion's card is awaited or being read: that card is no check-in. Null otherwise. */
  readonly patient: VisitFacts | null;
  /** Keys that did not fit, by reader, for the card that lies there. */
  readonly wrongKeys: Readonly<Record<string, number>>;
  readonly staffCall: StaffCall;
  /** The screen from which staff was called, and since when. */
  readonly calledFrom: string;
  readonly calledAt: number;
}

export const newSession: Session = {
  connected: false,
  readers: {},
  stage: { stage: 'idle' },
  patient: null,
  wrongKeys: {},
  staffCall: 'none',
  calledFrom: '',
  calledAt: 0,
};

/** What the session asks of the world. */
export type Effect =
  | { readonly effect: 'print'; readonly visitId: string; readonly reprint: boolean }
  | { readonly effect: 'cancel'; readonly reader: string }
  | { readonly effect: 'print-form'; readonly caseId: string }
  /** A person left a form that they had not handed in. */
  | { readonly effect: 'leave-form'; readonly caseId: string };

/** How long each stage stands, in milliseconds. */
export const spans = {
  resume: 15_000,
  cardNeeded: 60_000,
  reading: 120_000,
  /** The screen has its own "still there?" clock and says `finish`; this is the end when the screen is gone. */
  greeting: 12 * 60_000,
  companion: 3 * 60_000,
  printAnyway: 4_000,
  ticket: 3 * 60_000,
  formTaken: 60_000,
  formReview: 5 * 60_000,
  problemAtLeast: 6_000,
  problem: 60_000,
} as const;

/** Wrong keys before the keypad gives way to the other ways on. The card itself is never blocked by it. */
export const keyAttempts = 5;

/** When the session next changes by itself; null when nothing is pending. */
export function deadlineOf({ stage }: Session): number | null {
  switch (stage.stage) {
    case 'idle':
    case 'key-needed':
      return null;
    case 'ticket':
      return stage.printed === 'waiting-for-card' ? Math.min(stage.printAt, stage.until) : stage.until;
    default:
      return stage.until;
  }
}

export const attemptsLeft = ({ wrongKeys }: Session, reader: string): number =>
  Math.max(0, keyAttempts - (wrongKeys[reader] ?? 0));
