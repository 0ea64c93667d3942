import type { CitizenPaper } from '../citizen-form.ts';
import type { CompanionStep } from '../companion.ts';
import type { HolderEvent, ProblemEvent, ReaderStateEvent, ReadingProgressEvent } from '../station.ts';
import type { StaffCall, VisitAppointment, VisitFacts } from './session.ts';

/** Everything that can move a station's session. */
export type SessionEvent =
  | { readonly event: 'connected' }
  | { readonly event: 'disconnected' }
  | { readonly event: 'readers'; readonly readers: readonly ReaderStateEvent[] }
  | { readonly event: 'reader'; readonly reader: ReaderStateEvent }
  | { readonly event: 'progress'; readonly progress: ReadingProgressEvent }
  | { readonly event: 'holder'; readonly holder: HolderEvent; readonly shownName: string }
  | { readonly event: 'problem'; readonly problem: ProblemEvent }
  | {
      readonly event: 'checked-in';
      readonly readingId: string;
      readonly reader: string;
      readonly offline: boolean;
      /** The reading was accepted before; its screen may have it already, or have lost it with the server. */
      readonly repeated: boolean;
      readonly visit: VisitFacts;
    }
  | { readonly event: 'refused'; readonly readingId: string }
  /** The hospital's system told of an appointment after the greeting had come. */
  | { readonly event: 'appointment'; readonly visitId: string; readonly appointment: VisitAppointment }
  /** The card was for a case at a counter: no visit, no number. */
  | {
      readonly event: 'form-taken';
      readonly readingId: string;
      readonly reader: string;
      readonly outcome: 'taken' | 'not-proven' | 'suspicious';
    }
  /** An officer lays the forms of a case before the citizen. */
  | { readonly event: 'form-shown'; readonly caseId: string }
  | { readonly event: 'form-hidden'; readonly caseId: string }
  | { readonly event: 'key-offered' }
  | { readonly event: 'chosen'; readonly visit: VisitFacts }
  /** The guardian's greeting ends with the child's number. */
  | { readonly event: 'for-child'; readonly guardianVisit: string; readonly visit: VisitFacts }
  /** The next card at this kiosk is the companion's of the patient on screen, whose visit this is. */
  | { readonly event: 'companion-awaited'; readonly visit: VisitFacts }
  | {
      readonly event: 'companion-read';
      readonly readingId: string;
      readonly reader: string;
      readonly visitId: string;
      readonly step: Exclude<CompanionStep, 'card'>;
      readonly name?: string;
    }
  | { readonly event: 'without-card'; readonly visit: VisitFacts }
  /** At a kiosk with forms: the case of the one that was chosen. */
  | { readonly event: 'form-sought'; readonly visitId: string; readonly query: string }
  | { readonly event: 'form-begun'; readonly visitId: string; readonly caseId: string }
  | { readonly event: 'form-printing'; readonly caseId: string }
  | { readonly event: 'form-paper'; readonly caseId: string; readonly paper: CitizenPaper }
  | { readonly event: 'form-sent'; readonly caseId: string }
  | { readonly event: 'finish' }
  | { readonly event: 'print-again' }
  | {
      readonly event: 'print-result';
      readonly visitId: string;
      readonly printed: 'printed' | 'out-of-paper' | 'failed' | 'on-screen';
    }
  | { readonly event: 'staff-call'; readonly state: StaffCall; readonly screen?: string }
  | { readonly event: 'tick' };
