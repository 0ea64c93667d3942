import type { TrustFileRow, TrustOverview, TrustPlan, TrustPlanRequest } from '@cccd-kiosk/contract/trust';
import { post, type Refused } from './admin-api.ts';

/** What the page asks about the trust store, within a staff session. */
export interface TrustApi {
  /** Null for a role that may not see it. */
  overview(): Promise<TrustOverview | null>;
  upload(file: File): Promise<TrustFileRow | Refused>;
  plan(wanted: TrustPlanRequest): Promise<TrustPlan | Refused>;
  apply(plan: string): Promise<{ readonly version: number } | Refused>;
  discard(): Promise<unknown>;
}

const json = async <T>(answer: Response): Promise<T> => (await answer.json()) as T;

export const trustApi: TrustApi = {
  async overview() {
    const answer = await fetch('/api/staff/trust', { headers: { accept: 'application/json' } });
    return answer.ok ? json<TrustOverview>(answer) : null;
  },
  upload: async (file) =>
    json(
      await fetch(`/api/staff/trust/files/${encodeURIComponent(file.name)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'x-requested-with': 'cccd-kiosk' },
        body: file,
      }),
    ),
  plan: async (wanted) => json(await post('/api/staff/trust/plan', wanted)),
  apply: async (plan) => json(await post('/api/staff/trust/apply', { plan })),
  discard: () => post('/api/staff/trust/discard', {}),
};
