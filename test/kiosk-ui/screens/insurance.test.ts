import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InsuranceView } from '@cccd-kiosk/contract/insurance';
import { openKiosk } from '../open-kiosk.ts';
import { stages } from '../views.ts';

let page: ReturnType<typeof openKiosk>;
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  document.body.replaceChildren();
  page = openKiosk();
});
afterEach(async () => {
  await page.close();
  vi.unstubAllGlobals();
});

const greeting = (insurance: InsuranceView) => ({ ...stages.greeting(), insurance });
function shows(insurance: InsuranceView): string {
  page.show(greeting(insurance));
  page.wait(1000);
  return document.body.textContent;
}

describe('what a screen says of insurance', () => {
  it.each<[InsuranceView, string, string]>([
    [{ state: 'will-be-checked' }, 'BHYT: sẽ tra cứu sau', 'Bà muốn khám ở đâu?'],
    [{ state: 'checking' }, 'Đang tra cứu BHYT', 'Bà muốn khám ở đâu?'],
    [{ state: 'valid', until: '2026-12-31', ratePercent: 95, daysLeft: 40 }, 'còn giá trị đến 31/12/2026', '95 %'],
    [
      { state: 'valid', until: '2026-12-31', ratePercent: 95, daysLeft: 30 },
      'còn giá trị đến 31/12/2026',
      'còn 30 ngày',
    ],
    [{ state: 'valid', until: null, ratePercent: null, daysLeft: null }, 'Thẻ BHYT còn giá trị', 'Bà muốn khám ở đâu?'],
    [{ state: 'pending' }, 'Đang mất kết nối BHYT', 'Bà vẫn được nhận khám hôm nay'],
    [
      { state: 'not-found', asked: 'personal-number' },
      'Chưa tìm thấy thẻ BHYT theo số căn cước này',
      'Nhập mã BHYT 10 số',
    ],
    [
      { state: 'not-found', asked: 'insurance-number' },
      'Chưa tìm thấy thẻ BHYT theo số vừa nhập',
      'Khám không dùng BHYT',
    ],
    [{ state: 'ended', on: '2026-06-30', cause: 'expired' }, 'hết hạn ngày 30/06/2026', 'Có hai cách để tiếp tục'],
    [{ state: 'ended', on: null, cause: 'stopped' }, 'Thẻ BHYT này đã dừng', 'Nhờ nhân viên'],
    [{ state: 'mismatch', field: 'name' }, 'Tên trên thẻ và BHYT chưa giống nhau', 'Nhân viên sẽ kiểm tra giúp'],
    [{ state: 'mismatch', field: 'birth-date' }, 'Ngày sinh trên thẻ và BHYT chưa giống nhau', 'Lấy số khám'],
    [{ state: 'desk' }, 'mời bà đến quầy 1', 'Nhân viên đã được báo'],
    [{ state: 'staff-check' }, 'Nhân viên sẽ kiểm tra BHYT giúp', 'Lấy số khám'],
    [{ state: 'self-pay' }, 'Khám không dùng BHYT', 'Lấy số khám'],
  ])('%j', (insurance, line, other) => {
    const text = shows(insurance);
    expect(text).toContain(line);
    expect(text).toContain(other);
    // Nothing of it is said aloud, and no sum of money or history stands there.
    const spoken = document.querySelector('p.unseen')?.textContent ?? '';
    expect(spoken).not.toMatch(/BHYT|hết hạn|%/);
    expect(text).not.toMatch(/đồng|VND/);
  });

  it('an army’s card looks like any other walk to the desk', () => {
    expect(shows({ state: 'desk' })).not.toMatch(/Quân|Công an|Quốc phòng/);
  });
});

describe('no insurance found', () => {
  it('ten digits are looked up; the answer leads on, within two taps beside the digits', () => {
    shows({ state: 'not-found', asked: 'personal-number' });
    page.click(/Nhập mã BHYT 10 số/);
    page.wait(1000);
    expect(document.body.textContent).toContain('nhập 10 số cuối');
    for (const digit of '79123456') page.click(new RegExp(`^${digit}$`));
    page.click(/Xóa/);
    for (const digit of '678') page.click(new RegExp(`^${digit}$`));
    expect(page.outside.send.mock.calls).toEqual([
      [{ action: 'insurance-number', visitId: 'visit-0001', number: '7912345678' }],
    ]);
    page.click(/^9$/);
    expect(page.outside.send).toHaveBeenCalledTimes(1);
    page.show(greeting({ state: 'checking' }));
    expect(document.body.textContent).toContain('Đang tra cứu BHYT');
    page.show(greeting({ state: 'valid', until: '2027-12-31', ratePercent: 80, daysLeft: 400 }));
    page.wait(1000);
    page.click(/Lấy số khám/);
    expect(page.outside.send.mock.lastCall).toEqual([
      { action: 'choose-department', visitId: 'visit-0001', departmentId: 'heart' },
    ]);
  });

  it('a number that is not found either comes back to the ways, with nothing typed left over', () => {
    shows({ state: 'not-found', asked: 'personal-number' });
    page.click(/Nhập mã BHYT 10 số/);
    page.wait(1000);
    for (const digit of '7912345678') page.click(new RegExp(`^${digit}$`));
    page.show(greeting({ state: 'checking' }));
    page.show(greeting({ state: 'not-found', asked: 'insurance-number' }));
    page.wait(1000);
    expect(document.body.textContent).toContain('theo số vừa nhập');
    expect(page.kiosk.state.digits).toBe('');
    page.click(/Nhập mã BHYT 10 số/);
    page.wait(1000);
    page.click(/Trở lại/);
    page.wait(1000);
    page.click(/Khám không dùng BHYT/);
    page.click(/Khám không dùng BHYT/);
    expect(page.outside.send.mock.calls.slice(1)).toEqual([
      [{ action: 'insurance-way', visitId: 'visit-0001', way: 'self-pay' }],
    ]);
    page.show(greeting({ state: 'self-pay' }));
    expect(document.body.textContent).toContain('Bà muốn khám ở đâu?');
  });

  it('staff is called to the machine, and the number stays', () => {
    shows({ state: 'ended', on: '2026-06-30', cause: 'expired' });
    expect(document.body.textContent).toContain('Số khám vẫn được giữ');
    expect(document.body.textContent).not.toContain('Nhập mã BHYT');
    page.click(/Nhờ nhân viên/);
    expect(page.outside.send.mock.calls).toEqual([
      [{ action: 'insurance-way', visitId: 'visit-0001', way: 'staff' }],
      [{ action: 'call-staff', screen: 'insurance-ways' }],
    ]);
  });

  it('in English, blurred and wiped like every personal screen', () => {
    shows({ state: 'not-found', asked: 'personal-number' });
    page.click(/English/);
    expect(document.body.textContent).toContain('No insurance found for this ID number yet');
    page.wait(16_000);
    expect(page.kiosk.blurred).toBe(true);
    page.wait(40_000);
    flushSync();
    expect(document.body.textContent).not.toContain('Khuyên');
    expect(page.outside.send.mock.lastCall).toEqual([{ action: 'finish' }]);
  });
});
