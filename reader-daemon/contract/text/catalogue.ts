/** The one text catalogue: everything a person, an officer or an administrator may read, in both languages. */
import { addressWords, greetingWords } from './address.ts';
import { adminTexts, roleTexts } from './admin.ts';
import { auditorTexts } from './auditor.ts';
import { cardsTexts } from './cards.ts';
import {
  checkTexts,
  failureTexts,
  inconclusiveTexts,
  overallRemedies,
  overallTexts,
  statusTexts,
  verdictDisclaimer,
} from './checks.ts';
import { consentText, notice } from './consent.ts';
import { counterTexts, screenNames } from './counter.ts';
import { emrtdErrorTexts } from './emrtd-errors.ts';
import { formTexts } from './forms.ts';
import { insuranceCodeTexts } from './insurance.ts';
import { proposalTexts } from './insurance-proposal.ts';
import { kioskTexts } from './kiosk.ts';
import { kioskFormTexts } from './kiosk-forms.ts';
import { kioskInsuranceTexts } from './kiosk-insurance.ts';
import type { Advice, Words } from './language.ts';
import { populationCodeTexts } from './population.ts';
import { portalTexts } from './portal.ts';
import { problemTexts } from './problems.ts';
import { receiptTexts } from './receipt.ts';
import { refusalTexts } from './refusals.ts';
import { ticketTexts } from './ticket.ts';
import { trustReasonTexts, trustRoleTexts, trustTexts } from './trust.ts';

export const catalogue = {
  /** On kiosks and paper: bound by every rule of the voice. */
  people: {
    kiosk: kioskTexts,
    kioskForms: kioskFormTexts,
    kioskInsurance: kioskInsuranceTexts,
    problems: problemTexts,
    tickets: ticketTexts,
    receipts: receiptTexts,
    address: addressWords,
    greeting: greetingWords,
  },
  /** On staff screens and in logs. */
  staff: {
    overall: overallTexts,
    overallRemedies,
    checks: checkTexts,
    statuses: statusTexts,
    failures: failureTexts,
    inconclusive: inconclusiveTexts,
    emrtdErrors: emrtdErrorTexts,
    refusals: refusalTexts,
    insurance: insuranceCodeTexts,
    population: populationCodeTexts,
    proposals: proposalTexts,
    counter: counterTexts,
    screens: screenNames,
    forms: formTexts,
    cards: cardsTexts,
    auditor: auditorTexts,
    admin: adminTexts,
    roles: roleTexts,
    portal: portalTexts,
    trust: trustTexts,
    trustRoles: trustRoleTexts,
    trustReasons: trustReasonTexts,
    verdictDisclaimer: { sentence: verdictDisclaimer },
  },
  /** Legal wording, versioned. */
  legal: { notice: { short: notice, full: consentText } },
} as const;

export interface CatalogueEntry {
  /** `kiosk.idle.title`, `problems.two-cards.remedy`. */
  readonly key: string;
  readonly words: Words;
}

/** Every pair of sentences under a group, remedies and titles included, for tests and for translators. */
export function entries(group: Readonly<Record<string, Readonly<Record<string, Words | Advice>>>>): CatalogueEntry[] {
  return Object.entries(group).flatMap(([table, rows]) =>
    Object.entries(rows).flatMap(([code, row]) => [
      { key: `${table}.${code}`, words: row },
      ...Object.entries(row)
        .filter((part): part is [string, Words] => typeof part[1] === 'object')
        .map(([part, words]) => ({ key: `${table}.${code}.${part}`, words })),
    ]),
  );
}
