import type { InsuranceCode } from '@cccd-kiosk/contract/insurance-codes';
import type { NewWorkItem } from '../../work-items/work-items.ts';

/** What an answer means: what the person sees, and what happens next. Clerk's words: `contract/text/insurance.ts`. */
export type Decision =
  /** The card is good. */
  | { readonly next: 'valid' }
  /** The answer names a newer card: asked by that one, silently. */
  | { readonly next: 'new-card' }
  /** Nothing known under this number: the person is asked for another one. */
  | { readonly next: 'ask-number' }
  | { readonly next: 'ended'; readonly cause: 'expired' | 'stopped' | 'withdrawn' }
  | { readonly next: 'mismatch'; readonly field: 'name' | 'birth-date' }
  /** The insurance desk, without details. */
  | { readonly next: 'desk' }
  /** Only staff can judge it. */
  | { readonly next: 'staff-check'; readonly severity: NewWorkItem['severity'] }
  /** The gateway's own trouble: admitted as pending, asked again later. */
  | { readonly next: 'wait' }
  /** Our settings: admitted as pending, the administrator is told. `stops`: whose questions would all end so. */
  | { readonly next: 'configuration'; readonly stops: 'every-question' | 'this-officer' | 'this-question' }
  /** Asked, and not known whether it was answered: pending, and a person asks again. */
  | { readonly next: 'uncertain' };

const stopped: Decision = { next: 'ended', cause: 'stopped' };
const askNumber: Decision = { next: 'ask-number' };
const desk: Decision = { next: 'desk' };
const wait: Decision = { next: 'wait' };
const uncertain: Decision = { next: 'uncertain' };
const staffCheck: Decision = { next: 'staff-check', severity: 'needs-look' };

export const decisionTable: Readonly<Record<InsuranceCode, Decision>> = {
  '000': { next: 'valid' },
  '001': desk,
  '002': desk,
  '003': { next: 'new-card' },
  '003.1': { next: 'new-card' },
  '004': { next: 'new-card' },
  '010': { next: 'ended', cause: 'expired' },
  '050': askNumber,
  '051': askNumber,
  '052': askNumber,
  '053': askNumber,
  '054': { next: 'configuration', stops: 'this-officer' },
  '055': { next: 'configuration', stops: 'this-officer' },
  '060': { next: 'mismatch', field: 'name' },
  '061': { next: 'mismatch', field: 'name' },
  '070': { next: 'mismatch', field: 'birth-date' },
  '080': staffCheck,
  '090': staffCheck,
  '100': wait,
  '101': wait,
  '110': { next: 'ended', cause: 'withdrawn' },
  '120': stopped,
  '121': stopped,
  '122': stopped,
  '123': stopped,
  '124': stopped,
  '130': desk,
  // The form of one question: the next person's may be right.
  '205': { next: 'configuration', stops: 'this-question' },
  '401': { next: 'configuration', stops: 'every-question' },
  '501': { next: 'configuration', stops: 'every-question' },
  unreachable: wait,
  'timed-out': uncertain,
  'cut-off': uncertain,
  interrupted: uncertain,
  'bad-status': wait,
  'not-json': wait,
  redirected: wait,
  oversized: wait,
  malformed: wait,
  'unknown-code': staffCheck,
  'another-person': { next: 'staff-check', severity: 'blocking' },
  'dates-disagree': staffCheck,
  'given-up': staffCheck,
};
