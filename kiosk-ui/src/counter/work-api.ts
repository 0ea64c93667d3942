import type { WorkItemAct, WorkItemDetail, WorkItemRow } from '@cccd-kiosk/contract/work-items';

type Refused = { readonly code: string };

/** Work items over HTTP, within the officer's session. */
export interface WorkApi {
  list(): Promise<readonly WorkItemRow[]>;
  open(id: string, reason: string): Promise<WorkItemDetail | Refused>;
  act(act: WorkItemAct): Promise<Refused | null>;
  /** Form TK1-TS as a file to print. */
  form(id: string, reason: string): Promise<Blob | Refused>;
}

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`/api/staff/work-items/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'cccd-kiosk' },
    body: JSON.stringify(body),
  });
const refused = async (answer: Response): Promise<Refused> => (await answer.json()) as Refused;

export const workApi: WorkApi = {
  async list() {
    const answer = await fetch('/api/staff/work-items', { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as WorkItemRow[]) : [];
  },
  async open(id, reason) {
    const answer = await post('open', { id, reason });
    return answer.ok ? ((await answer.json()) as WorkItemDetail) : refused(answer);
  },
  async act(act) {
    const answer = await post('act', act);
    return answer.ok ? null : refused(answer);
  },
  async form(id, reason) {
    const answer = await post('form', { id, reason });
    return answer.ok ? answer.blob() : refused(answer);
  },
};
