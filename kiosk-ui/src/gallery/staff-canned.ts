import type { CaseView } from '@cccd-kiosk/contract/forms';
import type { Answer, FormsApi } from '../forms/forms-api.ts';
import type { FormDesk } from '../forms/form-desk.svelte.ts';
import * as cases from './staff-cases.ts';
import portrait from './portrait.svg?url';

const ok = <T>(value: T): Promise<Answer<T>> => Promise.resolve({ kind: 'ok', value });
const away = (): Promise<{ readonly kind: 'away' }> => Promise.resolve({ kind: 'away' });

/** A server of one case that never changes. */
export const cannedApi = (view: CaseView): FormsApi => ({
  search: () => ok(cases.results),
  stations: () => ok([{ stationId: 'station-k07', name: 'K07', connected: true }]),
  problems: () => ok([]),
  cases: () => ok(cases.rows),
  open: () => ok(view),
  see: () => ok(view),
  act: () => ok(view),
  discard: () => ok({}),
  photo: async () => ok(await (await fetch(portrait)).blob()),
  document: away,
  receipt: away,
  portal: () => ok(cases.portal),
  statistics: () => ok(cases.statistics),
  dailySheet: away,
});

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
  'case-offline': { view: cases.openCase, then: (forms) => (forms.away = true) },
  'station-choice': { view: cases.openCase, then: (forms) => (forms.choosingStation = true) },
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
