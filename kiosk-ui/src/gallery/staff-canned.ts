import type { CaseView } from '@cccd-kiosk/contract/forms';
import type { Answer, FormsApi } from '../forms/forms-api.ts';
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
