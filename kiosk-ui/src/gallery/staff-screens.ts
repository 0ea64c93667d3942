import type { CaseView } from '@cccd-kiosk/contract/forms';
import type { FormDesk } from '../forms/form-desk.svelte.ts';
import * as cases from './staff-cases.ts';

interface StaffScreen {
  readonly view: () => CaseView;
  readonly postal?: boolean;
  readonly then?: (forms: FormDesk) => unknown;
}

/** The staff screens by name: a case, and what the officer has done on it. */
export const staffGallery: Readonly<Record<string, StaffScreen>> = {
  'no-case': { view: cases.openCase, then: (forms) => forms.close() },
  'case-empty': { view: cases.emptyCase },
  'case-open': { view: cases.openCase },
  'case-postal': { view: cases.openCase, postal: true },
  'case-suspicious': { view: cases.suspiciousCase },
  'case-finished': { view: cases.finishedCase },
  'case-offline': { view: cases.openCase, then: (forms) => (forms.turns.away = true) },
  'station-choice': { view: cases.openCase, then: (forms) => (forms.reader.choosing = true) },
  service: {
    view: cases.emptyCase,
    then: (forms) => {
      const found = cases.results.find((result) => result.kind === 'service');
      forms.service = found === undefined ? null : found.service;
    },
  },
  portal: {
    view: cases.openCase,
    then: (forms) => (forms.dialog = { kind: 'portal', formId: 'form-residence' }),
  },
  statistics: { view: cases.openCase, then: (forms) => (forms.dialog = { kind: 'statistics' }) },
  discard: { view: cases.openCase, then: (forms) => (forms.dialog = { kind: 'discard' }) },
};
