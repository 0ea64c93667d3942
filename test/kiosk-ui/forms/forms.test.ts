import type { CounterSnapshot } from '@cccd-kiosk/contract/counter';
import Counter from '@cccd-kiosk/kiosk-ui/src/counter/Counter.svelte';
import { formsApi } from '@cccd-kiosk/kiosk-ui/src/forms/forms-api';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CounterSocket } from '../../../kiosk-ui/src/counter/desk.svelte.ts';
import { Desk } from '../../../kiosk-ui/src/counter/desk.svelte.ts';
import { holder, standIn } from './stand-in.ts';

const snapshot = (role: CounterSnapshot['role'] = 'counter-officer'): CounterSnapshot => ({
  site: 'Trung tâm Phục vụ hành chính công phường An Sen',
  simulation: true,
  officer: 'Cán bộ quầy 3',
  role,
  arrivals: [],
  distress: [],
  trust: { anchors: 1, crlAgeDays: null, importedAgeDays: 3 },
  offset: 1,
});

describe('the officer’s form screens', () => {
  let server: ReturnType<typeof standIn>;
  let desk: Desk;
  let component: object;
  let hear: (event: string, ...values: unknown[]) => void;
  const copied: string[] = [];
  const signIn = vi.fn(() => Promise.resolve({ officer: 'Cán bộ quầy 3' }));

  const text = (): string => document.body.textContent ?? '';
  const cursor = (): string => document.activeElement?.id ?? '';
  /** Every answer under way has come, and the screen shows it. */
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      flushSync();
    }
  };
  /** A key where the cursor is, as a keyboard sends it. */
  async function key(name: string, more: KeyboardEventInit = {}): Promise<KeyboardEvent> {
    const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more });
    (document.activeElement ?? document.body).dispatchEvent(event);
    flushSync();
    await settled();
    return event;
  }
  async function type(letters: string): Promise<void> {
    const field = document.activeElement;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
      throw new Error(`no field has the cursor: ${field?.outerHTML ?? ''}`);
    field.value = letters;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await settled();
  }
  async function pick(value: string): Promise<void> {
    const field = document.activeElement;
    if (!(field instanceof HTMLSelectElement)) throw new Error('no list has the cursor');
    field.value = value;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await settled();
  }
  const button = (name: string): HTMLButtonElement => {
    const found = [...document.querySelectorAll('button')].find(
      (each) => each.textContent.trim().startsWith(name) || each.getAttribute('aria-label') === name,
    );
    if (found === undefined) throw new Error(`no button ${name}`);
    return found;
  };
  const press = async (name: string): Promise<void> => {
    button(name).click();
    await settled();
  };
  const box = (fieldId: string): Element => {
    const found = document.getElementById(`f-${fieldId}`)?.closest('.field');
    if (found === null || found === undefined) throw new Error(`no field ${fieldId}`);
    return found;
  };

  async function begin(role?: CounterSnapshot['role']): Promise<void> {
    hear('connect');
    hear('snapshot', snapshot(role));
    await settled();
  }

  beforeEach(async () => {
    document.body.replaceChildren();
    localStorage.clear();
    copied.length = 0;
    server = standIn();
    vi.stubGlobal('fetch', server.fetch);
    URL.createObjectURL = () => 'blob:face';
    URL.revokeObjectURL = () => undefined;
    Element.prototype.scrollIntoView = () => undefined;
    HTMLDialogElement.prototype.showModal = function showModal() {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function close() {
      this.open = false;
    };
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: (value: string) => Promise.resolve(void copied.push(value)) },
    });
    const listeners = new Map<string, (...values: never[]) => void>();
    const socket = {
      on: (event: string, listener: (...values: never[]) => void) => listeners.set(event, listener),
      ...{ connect: vi.fn(), disconnect: vi.fn(), emit: vi.fn() },
    };
    hear = (event, ...values) => {
      listeners.get(event)?.(...(values as never[]));
      flushSync();
    };
    desk = new Desk(
      socket as unknown as CounterSocket,
      {
        session: () => Promise.resolve('Cán bộ quầy 3'),
        signIn,
        signOut: () => Promise.resolve(),
      },
      {
        list: () => Promise.resolve([]),
        open: () => Promise.resolve({ code: 'unknown' }),
        act: () => Promise.resolve(null),
        form: () => Promise.resolve({ code: 'unknown' }),
      },
      formsApi,
    );
    component = mount(Counter, { target: document.body, props: { desk } });
    await desk.start();
  });
  afterEach(async () => {
    await unmount(component);
    vi.unstubAllGlobals();
  });

  it('a whole form by keyboard alone: card, dkks, the empty fields one after the other, papers, finish', async () => {
    await begin();
    expect(cursor()).toBe('f-:search');
    await key('F2');
    expect(server.asked.map(({ path }) => path)).toEqual(['/cases', '/cases/case-0001/tap']);
    expect(server.asked[1]?.body).toEqual({ role: 'applicant', stationId: 'station-k07' });
    expect(text()).toContain('Mời đặt thẻ lên máy K07: Người kê khai');
    expect(cursor()).toBe('f-:search');
    server.tap();
    hear('case', 'case-0001');
    await settled();
    expect(text()).toContain(holder);
    expect(text()).toContain('Chip thật');
    await vi.waitFor(() =>
      expect(document.querySelector('img')?.getAttribute('alt')).toBe(`Ảnh trong chip của ${holder}`),
    );
    await key('F10');
    expect(server.asked.at(-1)?.body).toEqual({ personId: 'person-card', answer: 'same' });
    expect(document.querySelector('img')).toBeNull();
    expect(text()).toContain('Đã so mặt: Giống');

    await type('dkks');
    expect(document.querySelectorAll('[role="option"]')).toHaveLength(2);
    await key('ArrowDown');
    const chosen = document.querySelector('[role="option"][aria-selected="true"]');
    expect(chosen?.textContent).toContain('Tờ khai thử');
    expect(document.activeElement?.getAttribute('aria-activedescendant')).toBe(chosen?.id);
    await key('Enter');
    expect(cursor()).toBe('f-full-name');
    await type('Lý Mỹ Hạnh');
    await key('Enter');
    expect(cursor()).toBe('f-phone');
    await type('0900000013');
    await key('Enter');
    // The e-mail may stay empty: the cursor goes past it.
    expect(cursor()).toBe('f-relation');
    await pick('child');
    await key('Enter');
    expect(cursor()).toBe('f-request');
    await type('Đăng ký thường trú');
    await key('Enter');
    expect(cursor()).toBe('f-consent');
    await key('Enter');
    expect(cursor()).toBe('f-:review');
    await key('F8');
    expect(text()).toContain('Đang hiện trên máy K07');
    server.said('right');
    hear('case', 'case-0001');
    await settled();
    expect(text()).toContain('Người dân đã đọc và thấy đúng, lúc 07:46');
    await key('Enter', { ctrlKey: true });
    expect(text()).toContain('HS-20260915-0001');
    expect(server.asked.filter(({ path }) => path.endsWith('/value')).map(({ body }) => body['value'])).toEqual([
      'Lý Mỹ Hạnh',
      '0900000013',
      'child',
      'Đăng ký thường trú',
    ]);
    // Nothing of it can be changed any more.
    expect(document.querySelector('.sheet textarea')).toBeNull();
  });

  async function openForm(): Promise<void> {
    await begin();
    await key('F2');
    await type('ct');
    await key('ArrowDown');
    await key('Enter');
    server.tap();
    hear('case', 'case-0001');
    await settled();
  }

  it('each value says where it comes from, in words; the chip’s is locked, the system’s own is no database’s', async () => {
    await openForm();
    expect(box('full-name').querySelector('.mark')?.textContent.replace(/\s+/g, ' ').trim()).toBe('đã khóa Chip');
    expect(document.getElementById('f-full-name')?.getAttribute('aria-readonly')).toBe('true');
    expect(box('agency').querySelector('.mark')?.textContent.trim()).toBe('Máy điền');
    expect(box('phone').querySelector('.mark')).toBeNull();
    document.getElementById('f-phone')?.focus();
    await type('0900000013');
    expect(box('phone').querySelector('.mark')).toBeNull();
    await key('Enter');
    expect(box('phone').querySelector('.mark')?.textContent.trim()).toBe('Gõ');
    // A mark is a word and a picture, and its bar a shape.
    expect([...document.querySelectorAll('.mark .pill')].every((mark) => mark.querySelector('svg') !== null)).toBe(
      true,
    );
  });

  it('the card locks the field that had the cursor: the cursor goes on to the next one', async () => {
    await begin();
    await key('F2');
    await type('ct');
    await key('ArrowDown');
    await key('Enter');
    expect(cursor()).toBe('f-full-name');
    server.tap();
    hear('case', 'case-0001');
    await settled();
    expect(cursor()).toBe('f-phone');
  });

  it('a correction stands beside the chip’s value with its reason, and can be taken back', async () => {
    await openForm();
    await press('Sửa Họ tên');
    expect(cursor()).toBe('f-full-name-correction');
    await type('Công Tằng Tôn Nữ Thị Phương Anh');
    document.getElementById('f-full-name-correction-why')?.focus();
    await type('Đã đổi tên');
    await press('Ghi bên cạnh');
    expect(server.asked.at(-1)?.body).toMatchObject({
      fieldId: 'full-name',
      value: 'Công Tằng Tôn Nữ Thị Phương Anh',
      reason: 'Đã đổi tên',
    });
    expect(document.getElementById('f-full-name')?.textContent.trim()).toBe(holder);
    expect(text()).toContain('Sửa thành Công Tằng Tôn Nữ Thị Phương Anh');
    expect(text()).toContain('Đã đổi tên · Cán bộ quầy 3, 07:45');
    await press('Bỏ phần sửa');
    expect(text()).not.toContain('Sửa thành');
  });

  it('a value out of shape stays in its field with what is expected, and is asked for again', async () => {
    await openForm();
    await type('12');
    await key('Enter');
    expect(box('phone').querySelector('[role="alert"]')?.textContent).toContain('Từ 8 đến 15 chữ số');
    expect((document.getElementById('f-phone') as HTMLTextAreaElement).value).toBe('12');
    document.getElementById('f-phone')?.focus();
    await type('0900000013');
    await key('Enter');
    expect(box('phone').querySelector('[role="alert"]')).toBeNull();
  });

  it('Ctrl+Z takes the last act back with its word; letters not saved yet keep the field’s own undo', async () => {
    await openForm();
    await type('0900000013');
    expect((await key('z', { ctrlKey: true })).defaultPrevented).toBe(false);
    await key('Enter');
    expect(text()).toContain('Hoàn tác: chữ vừa gõ');
    expect((await key('z', { ctrlKey: true })).defaultPrevented).toBe(true);
    expect((document.getElementById('f-phone') as HTMLTextAreaElement).value).toBe('');
  });

  it('finishing too early names what is missing and puts the cursor there', async () => {
    await openForm();
    await key('Enter', { ctrlKey: true });
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('Hồ sơ còn thiếu mục Số điện thoại');
    expect(cursor()).toBe('f-phone');
  });

  it('the network goes: what is typed waits in its field and is sent when the server is back', async () => {
    await openForm();
    server.goAway(true);
    hear('disconnect');
    await type('0900000013');
    await key('Enter');
    expect(cursor()).toBe('f-relation');
    await pick('wife');
    await key('Enter');
    expect(text()).toContain('Cứ điền tiếp');
    expect(text()).toContain('2 mục chờ gửi');
    expect((document.getElementById('f-phone') as HTMLTextAreaElement).value).toBe('0900000013');
    const leaving = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(true);
    // Esc does not throw away what only this screen knows.
    await key('Escape');
    expect(desk.forms.view).not.toBeNull();
    server.goAway(false);
    hear('connect');
    await settled();
    expect(text()).not.toContain('chờ gửi');
    const fields = server.view()?.forms[0]?.sections[0]?.fields ?? [];
    expect(fields.filter(({ source }) => source === 'typed').map(({ value }) => value)).toEqual(['0900000013', 'wife']);
  });

  it('Esc takes back what is typed in a field, then closes; F2 sends what is being typed before the next citizen', async () => {
    await openForm();
    await type('0900');
    await key('Escape');
    expect((document.getElementById('f-phone') as HTMLTextAreaElement).value).toBe('');
    expect(desk.forms.view).not.toBeNull();
    await type('0900000013');
    await key('F2');
    expect(server.asked.slice(-3).map(({ path }) => path)).toEqual([
      '/cases/case-0001/value',
      '/cases',
      '/cases/case-0001/tap',
    ]);
    expect(document.querySelector('.sheet textarea')).toBeNull();
    await key('Escape');
    expect(desk.forms.view).toBeNull();
  });

  it('people by hand are rows; F4 asks for the next card of the role chosen', async () => {
    await openForm();
    await press('Thêm dòng nhập tay');
    expect(cursor()).toBe('f-members-table.person-1.name');
    await type("H'Blŭk Êban");
    await key('Enter');
    expect(server.asked.at(-1)?.body).toMatchObject({ fieldId: 'name', personId: 'person-1', value: "H'Blŭk Êban" });
    await key('F4');
    expect(server.asked.at(-1)).toEqual({
      path: '/cases/case-0001/tap',
      body: { role: 'members', stationId: 'station-k07' },
    });
    const select = document.querySelector<HTMLSelectElement>('.next select');
    select?.focus();
    await pick('applicant');
    await key('F4');
    expect(server.asked.at(-1)?.body['role']).toBe('applicant');
  });

  it('a list is taken when it is left: the arrow keys pass over its values without sending them', async () => {
    await openForm();
    document.getElementById('f-relation')?.focus();
    await pick('wife');
    await pick('child');
    expect(server.asked.filter(({ path }) => path.endsWith('/value'))).toEqual([]);
    await key('Enter');
    expect(server.asked.at(-1)?.body).toEqual({ formId: 'form-0001', fieldId: 'relation', value: 'child' });
  });

  it('somebody who checked in today: their case opens without another card', async () => {
    await begin('reception');
    expect(desk.forms.shown).toBe(false);
    await desk.forms.ofVisit('visit-0001');
    await settled();
    expect(server.asked).toEqual([{ path: '/cases', body: { visitId: 'visit-0001', stationId: 'station-k07' } }]);
    expect(cursor()).toBe('f-:search');
  });

  it('a suspicious card fills nothing, and staff read what to do', async () => {
    await begin();
    await key('F2');
    server.tap('suspicious');
    hear('case', 'case-0001');
    await settled();
    expect(text()).toContain('Chip cần xem lại. Chưa điền gì từ thẻ này');
    expect(document.querySelector('.suspicious li')?.textContent).toContain('Chống sao chép');
    expect(text()).not.toMatch(/giả/i);
  });

  it('a service without a form says what it needs and where', async () => {
    await begin();
    await type('ct');
    expect(document.querySelector('[role="option"]')?.textContent).toContain('chưa có mẫu trong máy');
    await key('Enter');
    expect(text()).toContain('Giấy khám sức khỏe');
    expect(text()).toContain('dichvucong.gov.vn');
    expect(server.asked).toEqual([]);
  });

  it('a post office sees the chip’s proof and no database', async () => {
    await begin('postal-officer');
    await key('F2');
    server.tap();
    hear('case', 'case-0001');
    await settled();
    expect(text()).toContain('Chip thật');
    expect(text()).toContain('Bưu cục chỉ dùng kết quả kiểm chip');
    await type('ct');
    await key('ArrowDown');
    await key('Enter');
    expect(text()).not.toContain('CSDL');
  });

  it('field by field to a portal: a key each, Enter for the next, and the clipboard is emptied at the end', async () => {
    await openForm();
    desk.forms.dialog = { kind: 'portal', formId: 'form-0001' };
    await settled();
    (document.activeElement as HTMLElement).blur();
    await key('2');
    await key('1');
    await key('Enter');
    expect(copied).toEqual(['0900000013', holder, '0900000013']);
    expect(text()).toContain('Đã chép Số điện thoại');
    await press('Đóng');
    expect(copied.at(-1)).toBe('');
  });

  it('discarding asks once, wipes the screen, and nothing is kept but the reader’s id', async () => {
    await openForm();
    expect(document.body.innerHTML).toContain('Khuyên');
    await press('Xóa hồ sơ');
    await press('Xóa sạch');
    expect(server.asked.at(-1)?.path).toBe('/cases/case-0001/discard');
    expect(document.body.innerHTML).not.toContain('Khuyên');
    expect({ ...localStorage }).toEqual({ 'forms.station': 'station-k07' });
    expect(sessionStorage.length).toBe(0);
  });

  it('signing out forgets the case; a cashier has no form screens', async () => {
    await openForm();
    await desk.signOut();
    flushSync();
    expect(document.body.innerHTML).not.toContain('Khuyên');
    await desk.signIn('thu-ngan', 'mat-khau');
    await begin('cashier');
    await key('F1');
    expect(desk.forms.shown).toBe(false);
    expect([...document.querySelectorAll('nav button')]).toEqual([]);
  });

  it.each([
    ['the same officer', 'Cán bộ quầy 3', '0900000013'],
    ['another officer', 'Cán bộ quầy 4', ''],
  ])('the session ends under the officer’s hands; %s signs in', async (_who, officer, kept) => {
    await openForm();
    server.endSession(true);
    await type('0900000013');
    await key('Enter');
    expect(text()).toContain('Đăng nhập quầy');
    expect(document.body.innerHTML).not.toContain('Khuyên');
    server.endSession(false);
    signIn.mockResolvedValueOnce({ officer });
    await desk.signIn('quay', 'mat-khau');
    hear('connect');
    hear('snapshot', snapshot());
    await settled();
    expect(server.view()?.forms[0]?.sections[0]?.fields[1]?.value).toBe(kept);
    expect(document.body.innerHTML.includes('Khuyên')).toBe(kept !== '');
  });

  it('English stands by', async () => {
    await openForm();
    await key('F9');
    expect(text()).toContain('Cases today');
    expect(box('full-name').textContent).toContain('locked');
  });
});
