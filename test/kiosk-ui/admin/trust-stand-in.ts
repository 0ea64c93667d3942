import type { TrustFileRow, TrustOverview, TrustPlan } from '@cccd-kiosk/contract/trust';
import type { TrustApi } from '@cccd-kiosk/kiosk-ui/src/admin/trust-api';
import { vi } from 'vitest';

const at = '2026-09-15T00:50:00.000Z';
export const fileRow = (digest: string, name: string, more: Partial<TrustFileRow> = {}): TrustFileRow => ({
  ...{ digest, name, importedAt: at, importedBy: 'quantri', certificates: 1, lists: 0, unusable: 0, reason: null },
  items: [
    {
      ...{ kind: 'certificate', subject: 'C=VN, CN=CSCA Vietnam', fingerprint: digest.repeat(32), role: 'anchor' },
      ...{ from: at, until: '2036-09-15T00:00:00.000Z', reason: null },
    },
  ],
  ...more,
});
export const overview = (more: Partial<TrustOverview> = {}): TrustOverview => ({
  ...{ version: 2, mayChange: true, canRollBack: true, waiting: [] },
  files: [fileRow('aa', 'eid-csca-vietnam.crt'), fileRow('bb', 'cu.crt')],
  history: [
    { version: 2, kind: 'import', at, by: 'quantri', added: ['cu.crt'], removed: [] },
    { version: 1, kind: 'import', at, by: 'command-line', added: ['eid-csca-vietnam.crt'], removed: [] },
  ],
  ...more,
});
export const plan = (more: Partial<TrustPlan> = {}): TrustPlan => ({
  ...{ plan: 'plan-0001', kind: 'import', refused: [], added: [], removed: [], changed: [] },
  readings: { judged: 41, kept: 60, days: 7, unreadable: 0, groups: [] },
  ...more,
});

export const trustApiStandIn = (seen: TrustOverview = overview()) => ({
  overview: vi.fn<TrustApi['overview']>(() => Promise.resolve(seen)),
  upload: vi.fn<TrustApi['upload']>((file) => Promise.resolve(fileRow('cc', file.name))),
  plan: vi.fn<TrustApi['plan']>(() => Promise.resolve(plan())),
  apply: vi.fn<TrustApi['apply']>(() => Promise.resolve({ version: 3 })),
  discard: vi.fn<TrustApi['discard']>(() => Promise.resolve({})),
});
