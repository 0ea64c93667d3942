import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import Admin from '@cccd-kiosk/kiosk-ui/src/admin/Admin.svelte';
import type { AdminApi } from '@cccd-kiosk/kiosk-ui/src/admin/admin-api';
import type { InsuranceStatus } from '@cccd-kiosk/contract/insurance-status';
import type { Overview } from '@cccd-kiosk/contract/overview';
import { Office } from '../../../kiosk-ui/src/admin/office.svelte.ts';
import { TrustOffice } from '../../../kiosk-ui/src/admin/trust-office.svelte.ts';
import { trustApiStandIn } from './trust-stand-in.ts';

const overview: Overview = {
  ...{ site: 'Bệnh viện Đa khoa Sen Trắng', simulation: true, officer: 'Quản trị', role: 'administrator' },
  ...{ serverTime: '2026-09-15T00:50:00.000Z', visitsToday: 412 },
  stations: [
    { id: 's1', name: 'K07', connected: true, revoked: false },
    { id: 's2', name: 'K09', connected: false, revoked: false },
  ],
  trust: { anchors: 1, crlAgeDays: null, importedAgeDays: 3 },
  workItems: [{ kind: 'mismatch', open: 4, taken: 1, blocking: 0, oldestAt: '2026-09-15T00:10:00.000Z' }],
};
const status: InsuranceStatus = {
  configured: true,
  breaker: {
    ...{ state: 'open', since: '2026-09-15T00:39:00.000Z', triesAt: '2026-09-15T00:51:00.000Z', cause: 'timed-out' },
  },
  ...{ depth: 38, oldestAgeSeconds: 660, uncertain: 1, lastGoodAt: '2026-09-15T00:38:00.000Z' },
  rate: { agreed: 5, lastMinute: 0.4 },
  expiredTables: ['thresholds'],
};

describe('the administrator’s page', () => {
  let office: Office;
  let component: object;
  const api = {
    overview: vi.fn<AdminApi['overview']>(),
    insurance: vi.fn<AdminApi['insurance']>(() => Promise.resolve(status)),
    handOver: vi.fn<AdminApi['handOver']>(() =>
      Promise.resolve({
        destinations: [
          {
            ...{ name: 'his', kind: 'fhir', waiting: 2, dead: 1, oldest: null },
            lastTaken: '2026-09-15T00:30:00.000Z',
          },
        ],
        dead: [],
      }),
    ),
    retry: vi.fn<AdminApi['retry']>(() => Promise.resolve(null)),
    accounts: vi.fn<AdminApi['accounts']>(() =>
      Promise.resolve([
        {
          ...{ id: 'a1', account: 'quay1', name: 'Cán bộ quầy 1', role: 'reception', disabled: false },
          ...{ hasOfficerIdentity: true, sessions: 2 },
        },
      ]),
    ),
    create: vi.fn<AdminApi['create']>(() => Promise.resolve({ code: 'not-allowed', field: 'account' })),
    act: vi.fn<AdminApi['act']>(() => Promise.resolve(null)),
    verifyAudit: vi.fn<AdminApi['verifyAudit']>(() => Promise.resolve({ ok: false, rows: 17, code: 'row-altered' })),
    outageFile: vi.fn<AdminApi['outageFile']>(() => Promise.resolve({ code: 'not-allowed' })),
    cleanData: vi.fn<AdminApi['cleanData']>(() => Promise.resolve({ code: 'not-allowed' })),
  };
  const staff = {
    session: () => Promise.resolve(null),
    signIn: vi.fn(() => Promise.resolve({ officer: 'Quản trị' })),
    signOut: () => Promise.resolve(),
  };
  const text = (): string => document.body.textContent ?? '';
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    flushSync();
  };
  const press = async (name: string): Promise<void> => {
    [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === name)?.click();
    await settle();
  };
  async function open(): Promise<void> {
    office = new Office(api);
    const trust = new TrustOffice(trustApiStandIn());
    component = mount(Admin, { target: document.body, props: { office, trust, staff } });
    await office.refresh();
    await settle();
  }

  beforeEach(() => {
    document.body.replaceChildren();
    vi.clearAllMocks();
    api.overview.mockResolvedValue(overview);
  });
  afterEach(() => unmount(component));

  it('says what is open, how the link does and which table has ended', async () => {
    await open();
    for (const line of [
      'Có 4 việc đang mở',
      '412',
      'Mất kết nối',
      'Đang ngắt mạch',
      'Từ 07:39, mã timed-out',
      'Thử lại lúc 07:51',
      '11 ph',
      'Bảng đã hết hiệu lực: thresholds',
      '1 chưa được nhận',
    ])
      expect(text()).toContain(line);
  });

  it('acts on accounts, sends again, verifies the audit, and tells a refusal with its field', async () => {
    await open();
    await press('Kết thúc phiên');
    expect(api.act.mock.lastCall).toEqual([{ act: 'end-sessions', account: 'quay1' }]);
    await press('Gửi lại');
    expect(api.retry.mock.lastCall).toEqual(['his']);
    await press('Kiểm tra nhật ký');
    expect(text()).toContain('Dòng 17 không còn nguyên vẹn, mã row-altered');
    await office.create({ account: 'quay1', name: 'x', role: 'cashier', password: '12345678' });
    await settle();
    expect(document.querySelector('[role="alert"]')?.textContent).not.toBe('');
  });

  it('names a form file that was not taken, with its line and the reason', async () => {
    const problem = {
      ...{ file: 'birth.json', line: 12, column: 7, path: 'sections.0.fields.2.source' },
      reason: 'no such source',
    };
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json([problem])));
    await open();
    await vi.waitFor(() => expect(text()).toContain('birth.json, dòng 12'));
    expect(text()).toContain('sections.0.fields.2.source · no such source');
    expect(text()).toContain('1 chỗ cần sửa');
    vi.unstubAllGlobals();
  });

  it('asks for a sign-in, and says so to a role that may not see it', async () => {
    api.overview.mockResolvedValue({ code: 'sign-in-needed' });
    await open();
    expect(document.querySelector('input[name="password"]')).not.toBeNull();
    api.overview.mockResolvedValue({ code: 'not-allowed' });
    await office.refresh();
    await settle();
    expect(text()).toContain('Tài khoản này không xem được trang quản trị');
  });
});
