import type {
  CaseRow,
  CaseView,
  FormStation,
  PortalFill,
  RegistryProblem,
  SearchResult,
  Statistics,
} from '@cccd-kiosk/contract/forms';
import type { Refusal } from '@cccd-kiosk/contract/error-codes';
import { parseRefusal } from '@cccd-kiosk/contract/serialize-error';

/** What came back: the value, the server's refusal, or nothing at all because it could not be reached. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'away' };

/** The acts on an open case, by the last part of their address. */
export type CaseAct =
  | 'forms'
  | 'remove-form'
  | 'tap'
  | 'stop-tap'
  | 'value'
  | 'people'
  | 'role'
  | 'remove-person'
  | 'attachment'
  | 'address'
  | 'photo-compared'
  | 'show'
  | 'hide'
  | 'undo'
  | 'finish';

export type DocumentKind = 'pdf' | 'docx' | 'json';

/** Forms and cases over HTTP, within the officer's session. Never throws: a server that is away is an answer. */
export interface FormsApi {
  search(query: string): Promise<Answer<readonly SearchResult[]>>;
  stations(): Promise<Answer<readonly FormStation[]>>;
  problems(): Promise<Answer<readonly RegistryProblem[]>>;
  cases(): Promise<Answer<readonly CaseRow[]>>;
  open(request: { forms?: string[]; stationId?: string; visitId?: string }): Promise<Answer<CaseView>>;
  see(caseId: string): Promise<Answer<CaseView>>;
  act(caseId: string, act: CaseAct, body: object): Promise<Answer<CaseView>>;
  discard(caseId: string): Promise<Answer<unknown>>;
  photo(caseId: string, personId: string): Promise<Answer<Blob>>;
  document(caseId: string, formId: string, as: DocumentKind): Promise<Answer<Blob>>;
  receipt(caseId: string): Promise<Answer<Blob>>;
  portal(caseId: string, formId: string): Promise<Answer<PortalFill>>;
  statistics(day: string): Promise<Answer<Statistics>>;
  dailySheet(day: string, as: 'csv' | 'xlsx'): Promise<Answer<Blob>>;
}

const base = '/api/staff/forms';

async function ask<T>(path: string, read: (answer: Response) => Promise<T>, body?: object): Promise<Answer<T>> {
  const request: RequestInit =
    body === undefined
      ? { headers: { accept: 'application/json, */*' } }
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-requested-with': 'cccd-kiosk' },
          body: JSON.stringify(body),
        };
  try {
    const answer = await fetch(`${base}${path}`, request);
    if (answer.ok) return { kind: 'ok', value: await read(answer) };
    return { kind: 'refused', refusal: parseRefusal(await answer.json().catch(() => null)) };
  } catch {
    return { kind: 'away' };
  }
}
const json = <T>(path: string, body?: object): Promise<Answer<T>> =>
  ask(path, async (answer) => (await answer.json()) as T, body);
const file = (path: string): Promise<Answer<Blob>> => ask(path, (answer) => answer.blob());
const one = (caseId: string): string => `/cases/${encodeURIComponent(caseId)}`;
const form = (caseId: string, formId: string): string => `${one(caseId)}/forms/${encodeURIComponent(formId)}`;

export const formsApi: FormsApi = {
  search: (query) => json(`/?q=${encodeURIComponent(query)}`),
  stations: () => json('/stations'),
  problems: () => json('/problems'),
  cases: () => json('/cases'),
  open: (request) => json('/cases', request),
  see: (caseId) => json(one(caseId)),
  act: (caseId, act, body) => json(`${one(caseId)}/${act}`, body),
  discard: (caseId) => json(`${one(caseId)}/discard`, {}),
  photo: (caseId, personId) => file(`${one(caseId)}/people/${encodeURIComponent(personId)}/photo`),
  document: (caseId, formId, as) => file(`${form(caseId, formId)}/document?as=${as}`),
  receipt: (caseId) => file(`${one(caseId)}/receipt`),
  portal: (caseId, formId) => json(`${form(caseId, formId)}/portal`),
  statistics: (day) => json(`/statistics?day=${day}`),
  dailySheet: (day, as) => file(`/daily-sheet?day=${day}&as=${as}`),
};
