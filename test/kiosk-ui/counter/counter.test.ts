import type { ArrivalDetail, ArrivalRow, CounterSnapshot } from '@cccd-kiosk/contract/counter';
import { inOrder, minutesSince, neighbour, withArrival } from '@cccd-kiosk/kiosk-ui/src/counter/arrival-list';
import { orderOf } from '@cccd-kiosk/kiosk-ui/src/counter/check-order';
import Counter from '@cccd-kiosk/kiosk-ui/src/counter/Counter.svelte';
import { formsApi } from '@cccd-kiosk/kiosk-ui/src/forms/forms-api';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkItemDetail, WorkItemRow } from '@cccd-kiosk/contract/work-items';
import type { WorkApi } from '@cccd-kiosk/kiosk-ui/src/counter/work-api';
import type { CounterSocket } from '../../../kiosk-ui/src/counter/desk.svelte.ts';
import { Desk } from '../../../kiosk-ui/src/counter/desk.svelte.ts';

const row = (visitId: string, more: Partial<ArrivalRow> = {}): ArrivalRow => ({
  visitId,
  number: `B ${visitId.slice(-3)}`,
  also: [],
  maskedName: 'Công Tằng Tôn Nữ Thị Phương K***',
  departmentName: 'Tim mạch',
  arrivedAt: `2026-09-15T00:4${visitId.slice(-1)}:00.000Z`,
  overall: 'genuine',
  priority: true,
  desk: false,
  opened: false,
  insurance: null,
  ...more,
});

const detail = (more: Partial<ArrivalDetail> = {}): ArrivalDetail => ({
  ...row('visit-001', { opened: true }),
  fullName: 'Công Tằng Tôn Nữ Thị Phương Khuyên',
  child: null,
  printed: null,
  appointment: null,
  companion: null,
  mayAskPopulation: false,
  personalNumber: '046148999917',
  birthDate: '1948-10-20',
  sex: 'female',
  checks: {
    'sod-signature': { status: 'passed' },
    'data-hashes': { status: 'failed', reason: 'hash-mismatch', detail: 'DG2' },
    'hash:DG2': { status: 'failed', reason: 'hash-mismatch' },
    revocation: { status: 'inconclusive', reason: 'stale-revocation-list' },
    'chip-authentication': { status: 'not-offered' },
  },
  basis: 'proven',
  access: 'PACE',
  readAt: '2026-09-15T00:41:52.000Z',
  offline: false,
  clerkInsurance: null,
  photo: btoa('jpeg'),
  sameFace: null,
  ...more,
});

const snapshot = (more: Partial<CounterSnapshot> = {}): CounterSnapshot => ({
  site: 'Bệnh viện Đa khoa Sen Trắng',
  simulation: true,
  officer: 'Cán bộ quầy 1',
  role: 'reception',
  arrivals: [row('visit-001'), row('visit-002')],
  distress: [],
  trust: { anchors: 1, crlAgeDays: null, importedAgeDays: 3 },
  offset: 1,
  ...more,
});

const item: WorkItemRow = {
  ...{ id: 'item-0001', kind: 'mismatch', severity: 'needs-look', code: 'accent-only', field: 'full-name' },
  ...{ beforePayment: true, number: 'B 001', where: 'Tim mạch', openedAt: '2026-09-15T00:30:00.000Z', owner: null },
};
const opened: WorkItemDetail = {
  ...item,
  visitId: 'visit-001',
  values: [
    { source: 'chip', parts: [{ text: 'Trần Thị Hòa', differs: false }], relation: null },
    {
      source: 'insurance',
      parts: [
        { text: 'Trần Thị ', differs: false },
        { text: 'Hoa', differs: true },
      ],
      relation: 'accent-only',
    },
  ],
  form: 'TK1-TS',
};

describe('the list', () => {
  const rows = [row('visit-002'), row('visit-001')];
  it('newest first; a changed row keeps its place', () => {
    expect(inOrder([row('visit-001'), row('visit-002')]).map(({ visitId }) => visitId)).toEqual([
      'visit-002',
      'visit-001',
    ]);
    expect(withArrival(rows, row('visit-003')).map(({ visitId }) => visitId)).toEqual([
      'visit-003',
      'visit-002',
      'visit-001',
    ]);
    expect(withArrival(rows, row('visit-001', { opened: true }))[1]?.opened).toBe(true);
  });

  it.each([
    [null, 1, 'visit-002'],
    ['visit-002', 1, 'visit-001'],
    ['visit-001', 1, 'visit-001'],
    ['visit-001', -1, 'visit-002'],
    ['visit-002', -1, 'visit-002'],
    ['gone', 1, 'visit-002'],
  ] as const)('from %s by %s to %s', (from, by, to) => {
    expect(neighbour(rows, from, by)).toBe(to);
  });

  it('an empty list has no neighbour; time since never runs backward', () => {
    expect(neighbour([], null, 1)).toBeNull();
    expect(minutesSince('2026-09-15T00:40:00.000Z', Date.parse('2026-09-15T00:45:59.000Z'))).toBe(5);
    expect(minutesSince('2026-09-15T00:40:00.000Z', 0)).toBe(0);
  });

  it('checks stand in the order of an inspection, files under their summary', () => {
    const names = [
      'printed-data',
      'hash:DG2',
      'signature-of-tomorrow',
      'data-hashes',
      'protection-stripped',
      'sod-signature',
    ];
    expect([...names].sort((a, b) => orderOf(a) - orderOf(b))).toEqual([
      'sod-signature',
      'data-hashes',
      'hash:DG2',
      'protection-stripped',
      'printed-data',
      'signature-of-tomorrow',
    ]);
  });
});

/** A socket by hand: what the page listens to, and what it sent. */
function fakeSocket() {
  const listeners = new Map<string, (...values: never[]) => void>();
  const sent: { event: string; value: unknown; ack: (answer: unknown) => void }[] = [];
  const socket = {
    on: (event: string, listener: (...values: never[]) => void) => listeners.set(event, listener),
    connect: vi.fn(() => socket),
    disconnect: vi.fn(() => socket),
    emit: (event: string, value: unknown, ack: (answer: unknown) => void) => sent.push({ event, value, ack }),
  };
  return {
    socket: socket as unknown as CounterSocket,
    sent,
    hear(event: string, ...values: unknown[]) {
      listeners.get(event)?.(...(values as never[]));
      flushSync();
    },
  };
}

describe('the counter page', () => {
  let desk: Desk;
  let wire: ReturnType<typeof fakeSocket>;
  let component: object;
  let officer: string | null;
  const signIn = vi.fn(() => Promise.resolve({ officer: 'Cán bộ quầy 1' }));
  const revoked: string[] = [];
  const work = {
    list: vi.fn<WorkApi['list']>(() => Promise.resolve([item])),
    open: vi.fn<WorkApi['open']>(() => Promise.resolve(opened)),
    act: vi.fn<WorkApi['act']>(() => Promise.resolve(null)),
    form: vi.fn<WorkApi['form']>(() => Promise.resolve(new Blob(['x']))),
  };
  const key = (name: string): void => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: name, cancelable: true, bubbles: true }));
    flushSync();
  };
  const text = (): string => document.body.textContent ?? '';
  const answer = (value: unknown): void => {
    wire.sent.at(-1)?.ack(value);
    flushSync();
  };

  beforeEach(async () => {
    officer = 'Cán bộ quầy 1';
    document.body.replaceChildren();
    URL.createObjectURL = () => 'blob:face';
    URL.revokeObjectURL = (url) => void revoked.push(url);
    Element.prototype.scrollIntoView = () => undefined;
    revoked.length = 0;
    wire = fakeSocket();
    desk = new Desk(
      wire.socket,
      { session: () => Promise.resolve(officer), signIn, signOut: () => Promise.resolve() },
      work,
      formsApi,
    );
    component = mount(Counter, { target: document.body, props: { desk } });
    await desk.start();
    wire.hear('connect');
    wire.hear('snapshot', snapshot());
  });
  afterEach(() => unmount(component));

  it('shows arrivals masked, and says how old the trust store is', () => {
    expect(text()).toContain('Công Tằng Tôn Nữ Thị Phương K***');
    expect(text()).not.toContain('Khuyên');
    expect(text()).toContain('Kho chứng thư 1 gốc, nhập 3 ngày trước · Chưa có danh sách thu hồi');
  });

  it('opens by key with a reason, and shows each check in words', () => {
    key('F3');
    key('F2');
    expect(wire.sent.at(-1)).toMatchObject({
      event: 'open',
      value: { visitId: 'visit-002', reason: 'Tiếp nhận tại quầy' },
    });
    answer({ ok: true, value: detail({ overall: 'suspicious' }) });
    expect(text()).toContain('046 148 999 917');
    expect(text()).toContain('Nữ · sinh 20/10/1948');
    expect(text()).toContain('Chưa qua: dữ liệu khác với bản nơi cấp đã ký');
    expect(text()).toContain('Chưa kết luận được: danh sách thu hồi đã cũ');
    expect(text()).toContain('Chip chưa qua phép kiểm dưới đây. Xem thẻ thật và hỏi lại');
    expect(text()).toContain('Kết quả kỹ thuật của máy đọc này, không thay cho kết quả xác thực của Bộ Công an.');
    expect(text()).not.toMatch(/giả/i);
  });

  it('tells of an appointment, by its time and department', () => {
    key('F2');
    answer({ ok: true, value: detail() });
    expect(text()).not.toContain('Lịch hẹn');
    answer({ ok: true, value: detail({ appointment: { time: '08:30', departmentName: 'Tim mạch' } }) });
    expect(text()).toContain('Lịch hẹn hôm nay lúc 08:30, Tim mạch');
  });

  it('records the same-face answer by key, and lets go of the photo', () => {
    key('F2');
    answer({ ok: true, value: detail() });
    expect(document.querySelector('img')?.getAttribute('src')).toBe('blob:face');
    key('F6');
    expect(wire.sent.at(-1)).toMatchObject({ event: 'same-face', value: { visitId: 'visit-001', answer: 'same' } });
    answer({
      ok: true,
      value: detail({ photo: null, sameFace: { answer: 'same', at: '2026-09-15T00:45:00.000Z', by: 'Cán bộ quầy 1' } }),
    });
    expect(document.querySelector('img')).toBeNull();
    expect(revoked).toEqual(['blob:face']);
    expect(text()).toContain('Giống, Cán bộ quầy 1 ghi lúc 07:45');
  });

  it('insurance in the clerk’s voice: what the gateway said, what to do, asked again, a subject confirmed', () => {
    const clerkInsurance: NonNullable<ArrivalDetail['clerkInsurance']> = {
      view: { state: 'mismatch', field: 'name' },
      code: '060',
      since: '2026-09-15T00:41:53.000Z',
      uncertain: false,
      card: {
        ...{ number: 'HT3467948999917', bhxhNumber: '7948999917', registeredAt: '01999', from: '2024-01-01' },
        ...{ until: '2027-12-31', region: null, fiveYearsOn: '2029-01-01', issuer: null, note: 'Sai họ tên' },
      },
      ratePercent: 95,
      coPaid: 1_250_000,
      alerts: [{ kind: 'open-stay', where: '79010', at: '2026-09-10 08:15' }],
      proposal: {
        ...{ subject: '1.1', subjectName: 'Đúng nơi đăng ký', visitType: '01', visitTypeName: 'Khám bệnh' },
        reason: 'registered-here',
      },
      subjects: [
        { code: '1.1', name: 'Đúng nơi đăng ký' },
        { code: '9', name: 'Không BHYT' },
      ],
      confirmed: null,
    };
    key('F2');
    answer({ ok: true, value: detail({ insurance: 'mismatch', clerkInsurance }) });
    expect(text()).toContain('Chưa khớp thẻ căn cước');
    expect(text()).toContain('TK1-TS');
    expect(text()).toContain('Còn đợt khám chưa kết thúc tại 79010, từ 2026-09-10 08:15');
    expect(text()).toContain('1.250.000 đ');
    expect(text()).toContain('01/01/2024 – 31/12/2027');
    expect(text()).toContain('Máy đề nghị 1.1: Thẻ đăng ký khám ban đầu tại đây');
    const input = document.querySelector<HTMLInputElement>('form input');
    if (input === null) throw new Error('no input');
    input.value = ' ht3 46 79-48999917';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    document.querySelector<HTMLButtonElement>('form button')?.click();
    flushSync();
    expect(wire.sent.at(-1)).toMatchObject({
      event: 'look-up-again',
      value: { visitId: 'visit-001', number: 'HT3467948999917' },
    });
    const valid = { state: 'valid', until: '2027-12-31', ratePercent: 95, daysLeft: 400 } as const;
    answer({
      ok: true,
      value: detail({ insurance: 'checking', clerkInsurance: { ...clerkInsurance, view: { state: 'checking' } } }),
    });
    // The answer comes later, as a row without data; the open visit asks for the rest.
    wire.hear('arrival', row('visit-001', { insurance: 'valid' }), 2);
    expect(wire.sent.at(-1)).toMatchObject({ event: 'see-insurance', value: { visitId: 'visit-001' } });
    answer({ ok: true, value: { ...clerkInsurance, view: valid, code: '000' } });
    expect(text()).toContain('Thẻ BHYT chính xác');
    const select = document.querySelector('select');
    if (select === null) throw new Error('no select');
    select.value = '9';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    flushSync();
    [...document.querySelectorAll('button')].find((button) => button.textContent.includes('Xác nhận'))?.click();
    expect(wire.sent.at(-1)).toMatchObject({ event: 'confirm-subject', value: { visitId: 'visit-001', subject: '9' } });
    wire.hear('arrival', row('visit-002', { insurance: 'pending' }), 3);
    expect(text()).toContain('BHYT: Chờ tra cứu lại');
  });

  it('a child without a card is written down from its birth certificate, and not before it is whole', () => {
    key('F2');
    const nobody = { fullName: null, personalNumber: null, birthDate: null, sex: null, overall: null, checks: null };
    const child = { guardian: 'Lê Mẫu Phụ', insuranceNumber: '7961234567' };
    answer({ ok: true, value: detail({ ...nobody, photo: null, child }) });
    expect(text()).toContain('đi cùng Lê Mẫu Phụ');
    const [name, birth, , , number] = [
      ...document.querySelectorAll<HTMLInputElement>('form[aria-labelledby="person-name"] input'),
    ];
    const type = (input: HTMLInputElement | undefined, value: string): void => {
      if (input === undefined) throw new Error('no input');
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const save = (): void => {
      [...document.querySelectorAll('button')].find((one) => one.textContent.includes('tra bảo hiểm'))?.click();
      flushSync();
    };
    expect(number?.value).toBe('7961234567');
    type(name, 'Rơ Châm H’Mi');
    type(birth, '31/02/2023');
    document.querySelector<HTMLInputElement>('input[value="female"]')?.click();
    const before = wire.sent.length;
    save();
    expect(wire.sent).toHaveLength(before);
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('Chưa đủ');
    type(birth, '1.2.2023');
    type(number, '001 323 000 123');
    save();
    expect(wire.sent.at(-1)).toMatchObject({
      event: 'name-person',
      value: {
        ...{ visitId: 'visit-001', fullName: 'Rơ Châm H’Mi', birthDate: '2023-02-01' },
        ...{ sex: 'female', number: '001323000123' },
      },
    });
    answer({ ok: true, value: detail({ ...nobody, fullName: 'Rơ Châm H’Mi', photo: null, child }) });
    expect(document.querySelector('form[aria-labelledby="person-name"]')).toBeNull();
  });

  it('a card whose chip did not answer: its printed code is where the officer begins, and is called unchecked', () => {
    key('F2');
    const nobody = { fullName: null, personalNumber: null, birthDate: null, sex: null, overall: null, checks: null };
    const printed = {
      fullName: 'Bùi Văn Mẫu',
      personalNumber: '001051999912',
      birthDate: '1951',
      sex: 'male',
    } as const;
    answer({ ok: true, value: detail({ ...nobody, photo: null, printed }) });
    const form = document.querySelector('form[aria-labelledby="person-name"]');
    expect(form?.textContent).toContain('chưa kiểm tra');
    const values = [...(form?.querySelectorAll<HTMLInputElement>('input:not([type="radio"])') ?? [])].map(
      (input) => input.value,
    );
    expect(values).toEqual(['Bùi Văn Mẫu', '1951', '001051999912']);
    expect(document.querySelector('h1')).toBeNull();
    [...document.querySelectorAll('button')].find((one) => one.textContent.includes('tra bảo hiểm'))?.click();
    flushSync();
    expect(wire.sent.at(-1)).toMatchObject({
      event: 'name-person',
      value: { visitId: 'visit-001', fullName: 'Bùi Văn Mẫu', birthDate: '1951', sex: 'male', number: '001051999912' },
    });
  });

  it('somebody without any card is written down from their papers', () => {
    key('F2');
    const nobody = { fullName: null, personalNumber: null, birthDate: null, sex: null, overall: null, checks: null };
    answer({ ok: true, value: detail({ ...nobody, photo: null }) });
    expect(document.querySelector('form[aria-labelledby="person-name"] h2')?.textContent).toContain('xem giấy tờ');
  });

  it('work items: oldest first and nameless; opened with a reason, what differs is underlined; closed with one', async () => {
    const settle = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      flushSync();
    };
    const press = async (name: string): Promise<void> => {
      [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === name)?.click();
      await settle();
    };
    await settle();
    expect(text()).toContain('Việc: 1');
    key('F10');
    await settle();
    expect(text()).toContain('Họ tên trên thẻ và BHYT chưa giống nhau');
    expect(text()).toContain('trước khi thu tiền');
    expect(text()).not.toContain('Hoa');
    await press('Nhận');
    expect(work.act.mock.lastCall).toEqual([{ act: 'take', id: 'item-0001' }]);
    await press('Mở');
    expect(work.open.mock.lastCall).toEqual(['item-0001', 'Xử lý dữ liệu chưa khớp']);
    expect(document.querySelector('u')?.textContent).toBe('Hoa');
    const input = document.querySelector<HTMLInputElement>('section form input');
    if (input === null) throw new Error('no input');
    input.value = 'Đã nộp TK1-TS';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await press('Đóng việc');
    expect(work.act.mock.lastCall).toEqual([{ act: 'close', id: 'item-0001', reason: 'Đã nộp TK1-TS' }]);
    work.act.mockResolvedValueOnce({ code: 'not-allowed' });
    await press('Nhận');
    expect(document.querySelector('[role="alert"]')?.textContent).not.toBe('');
    wire.hear('snapshot', snapshot({ role: 'postal-officer' }));
    expect(text()).not.toContain('Việc: 1');
  });

  it('closing or signing out forgets the person', async () => {
    key('F2');
    answer({ ok: true, value: detail() });
    key('Escape');
    expect(document.body.innerHTML).not.toContain('046 148');
    key('F2');
    answer({ ok: true, value: detail() });
    await desk.signOut();
    flushSync();
    expect(document.body.innerHTML).not.toMatch(/Khuyên|046 148|K\*\*\*/);
    expect(text()).toContain('Đăng nhập quầy');
  });

  it('a refusal is said in words with its remedy', () => {
    key('F2');
    answer({ ok: false, refusal: { code: 'not-allowed' } });
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('Nhờ quản trị viên cấp quyền');
  });

  it('kiosks that need somebody: station and screen, one key to take the call', () => {
    const since = new Date(Date.now() - 61_000).toISOString();
    wire.hear('distress', [
      { stationId: 'station-07', stationName: 'K07', screen: 'greeting', since, state: 'called' },
    ]);
    expect(text()).toContain('Máy K07 cần giúp');
    expect(text()).toContain('Màn hình “Chọn khoa”, đã 1 phút');
    key('F8');
    expect(wire.sent.at(-1)).toMatchObject({ event: 'help', value: { stationId: 'station-07', state: 'coming' } });
  });

  it('offline: says so, keeps the list, sends nothing', () => {
    wire.hear('disconnect');
    expect(text()).toContain('Mất kết nối máy chủ');
    const before = wire.sent.length;
    key('F2');
    expect(wire.sent).toHaveLength(before);
    expect(text()).toContain('B 001');
  });

  it('a session that has ended leads back to the sign-in', () => {
    wire.hear('connect_error', Object.assign(new Error('no'), { data: { code: 'sign-in-needed' } }));
    expect(text()).toContain('Đăng nhập quầy');
    expect(document.body.innerHTML).not.toContain('K***');
  });
});
