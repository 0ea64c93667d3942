import type { HandOverOverview } from '@cccd-kiosk/contract/hand-over';
import type { InsuranceStatus } from '@cccd-kiosk/contract/insurance-status';
import type { AuditCheck, Overview } from '@cccd-kiosk/contract/overview';
import type { StaffAct, StaffRow } from '@cccd-kiosk/contract/staff';

export interface Refused {
  readonly code: string;
  readonly field?: string;
}
export interface NewAccount {
  readonly account: string;
  readonly name: string;
  readonly role: string;
  readonly password: string;
}

/** What the administrator's page asks of the server, within a staff session. */
export interface AdminApi {
  overview(): Promise<Overview | Refused>;
  /** Null for a role that may not see it. */
  insurance(): Promise<InsuranceStatus | null>;
  handOver(): Promise<HandOverOverview | null>;
  retry(destination: string): Promise<Refused | null>;
  accounts(): Promise<readonly StaffRow[] | null>;
  create(account: NewAccount): Promise<Refused | null>;
  act(act: StaffAct): Promise<Refused | null>;
  verifyAudit(): Promise<AuditCheck | Refused>;
  /** Of the last 24 hours. */
  outageFile(reason: string): Promise<Blob | Refused>;
  cleanData(format: 'xlsx' | 'csv', reason: string): Promise<Blob | Refused>;
}

const get = (path: string): Promise<Response> => fetch(path, { headers: { accept: 'application/json' } });
export const post = (path: string, body: unknown): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'cccd-kiosk' },
    body: JSON.stringify(body),
  });
const day = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString();
const json = async <T>(answer: Response): Promise<T> => (await answer.json()) as T;
const orNull = async <T>(path: string): Promise<T | null> => {
  const answer = await get(path);
  return answer.ok ? json<T>(answer) : null;
};
const done = async (path: string, body: unknown): Promise<Refused | null> => {
  const answer = await post(path, body);
  return answer.ok ? null : json<Refused>(answer);
};
const file = async (path: string, body: unknown): Promise<Blob | Refused> => {
  const answer = await post(path, body);
  return answer.ok ? answer.blob() : json<Refused>(answer);
};

export const adminApi: AdminApi = {
  overview: async () => json(await get('/api/staff/overview')),
  insurance: () => orNull('/api/staff/insurance/status'),
  handOver: () => orNull('/api/hand-over'),
  retry: (destination) => done('/api/hand-over/retry', { destination }),
  accounts: () => orNull('/api/staff/accounts'),
  create: (account) => done('/api/staff/accounts', account),
  act: (act) => done('/api/staff/accounts/act', act),
  verifyAudit: async () => json(await post('/api/staff/audit/verify', {})),
  outageFile: (reason) =>
    file('/api/staff/insurance/outage-file', { from: iso(Date.now() - day), until: iso(Date.now()), reason }),
  cleanData: (format, reason) => file('/api/staff/work-items/export', { format, reason }),
};
