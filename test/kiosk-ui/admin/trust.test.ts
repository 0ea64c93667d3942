import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrustOverview } from '@cccd-kiosk/contract/trust';
import Trust from '@cccd-kiosk/kiosk-ui/src/admin/Trust.svelte';
import { TrustOffice } from '../../../kiosk-ui/src/admin/trust-office.svelte.ts';
import { fileRow, overview, plan, trustApiStandIn } from './trust-stand-in.ts';

const ages = { anchors: 2, crlAgeDays: null, importedAgeDays: 3 };

describe('the trust store on the administrator’s page', () => {
  let trust: TrustOffice;
  let api: ReturnType<typeof trustApiStandIn>;
  let component: object;
  const text = (): string => document.body.textContent.replace(/\s+/g, ' ');
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    flushSync();
  };
  const button = (name: string): HTMLButtonElement | undefined =>
    [...document.querySelectorAll('button')].filter(({ textContent }) => textContent.trim() === name).at(-1);
  const press = async (name: string): Promise<void> => {
    button(name)?.click();
    await settle();
  };
  async function open(seen: TrustOverview = overview()): Promise<void> {
    api = trustApiStandIn(seen);
    trust = new TrustOffice(api);
    await trust.refresh();
    component = mount(Trust, { target: document.body, props: { trust, ages } });
    flushSync();
  }
  beforeEach(() => {
    document.body.replaceChildren();
  });
  afterEach(() => unmount(component));

  it('says what is in use, who brought it, and who changed what', async () => {
    await open();
    for (const line of [
      'Bản 2',
      'Đổi 3 ngày trước · Chưa có danh sách thu hồi',
      'eid-csca-vietnam.crt',
      'quantri nhập 15/09/2026',
      'C=VN, CN=CSCA Vietnam · gốc tin cậy · đến 15/09/2036',
      'dòng lệnh',
      '+ cu.crt',
    ])
      expect(text()).toContain(line);
    // With nothing to try there is nothing to press.
    expect(button('Chạy thử')).toBeUndefined();
  });

  it('a dry run shows which readings would change and how; only what was shown is applied', async () => {
    await open();
    trust.mark('bb');
    flushSync();
    api.plan.mockResolvedValue(
      plan({
        refused: [
          { name: 'list.ml', reason: 'weak-key' },
          { name: 'list.ml', reason: 'weak-key' },
        ],
        removed: [
          {
            ...{ kind: 'certificate', subject: 'C=VN, CN=Old', fingerprint: 'AA', anchor: true },
            ...{ from: '2020-01-01T00:00:00.000Z', until: '2030-01-01T00:00:00.000Z' },
          },
        ],
        readings: {
          ...{ judged: 41, kept: 60, days: 7, unreadable: 0 },
          groups: [
            {
              ...{ before: 'genuine', after: 'not-proven', count: 12 },
              checks: [
                {
                  check: 'signer-certificate',
                  before: { status: 'passed' },
                  after: { status: 'inconclusive', reason: 'unknown-issuer' },
                },
              ],
              newest: [{ at: '2026-09-15T00:42:00.000Z', station: 'K07' }],
            },
          ],
        },
      }),
    );
    await press('Chạy thử');
    expect(api.plan.mock.lastCall).toEqual([{ kind: 'import', remove: ['bb'] }]);
    for (const line of [
      'Chưa nhận list.ml: khóa quá yếu (2)',
      'Bỏ 1',
      'Chứng thư · C=VN, CN=Old · gốc tin cậy · đến 01/01/2030',
      'Xét lại 41 trong 60 lượt của 7 ngày qua',
      '12 lượt',
      'Chip thật',
      'Chưa kiểm tra được',
      'Chứng thư nơi ký · Đã qua → Chưa kết luận được: nơi cấp chưa có trong kho chứng thư',
      'K07 15/09/2026 07:42 · và 11 mục nữa',
    ])
      expect(text()).toContain(line);
    expect(api.apply).not.toHaveBeenCalled();
    await press('Áp dụng');
    expect(api.apply.mock.lastCall).toEqual(['plan-0001']);
    expect(text()).toContain('Bản 3 đang dùng');
    expect(button('Áp dụng')).toBeUndefined();
  });

  it('another mark or file takes the plan away: what is applied is the last thing seen', async () => {
    await open(overview({ waiting: [fileRow('cc', 'moi.crl')] }));
    await press('Chạy thử');
    expect(button('Áp dụng')).toBeDefined();
    trust.mark('aa');
    flushSync();
    expect(button('Áp dụng')).toBeUndefined();
    await press('Chạy thử');
    await trust.upload([new File(['x'], 'khac.crl')]);
    flushSync();
    expect(button('Áp dụng')).toBeUndefined();
    expect(text()).toContain('moi.crl');
  });

  it('a rollback is shown first, in its own words', async () => {
    await open();
    api.plan.mockResolvedValue(plan({ kind: 'rollback' }));
    await press('Trở lại bản trước');
    expect(api.plan.mock.lastCall).toEqual([{ kind: 'rollback' }]);
    expect(text()).toContain('Nếu trở lại bản trước');
    expect(text()).toContain('Kết quả giữ nguyên ở mọi lượt');
    await press('Trở lại bản trước');
    expect(api.apply).toHaveBeenCalledOnce();
  });

  it('a refusal is told with its remedy', async () => {
    await open(overview({ waiting: [fileRow('cc', 'moi.crl')] }));
    await press('Chạy thử');
    api.apply.mockResolvedValue({ code: 'trust-plan-outdated' });
    await press('Áp dụng');
    expect(document.querySelector('[role="alert"]')?.textContent).toBe(
      'Kho chứng thư đã đổi sau lần chạy thử này. Chạy thử lại rồi áp dụng',
    );
  });

  it('an auditor sees it and can press nothing', async () => {
    await open(overview({ mayChange: false }));
    expect(text()).toContain('eid-csca-vietnam.crt');
    expect(document.querySelectorAll('button, input')).toHaveLength(0);
  });
});
