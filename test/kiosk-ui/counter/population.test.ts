import type { ArrivalDetail, CounterSnapshot } from '@cccd-kiosk/contract/counter';
import type { PopulationAsk, PopulationOutcome } from '@cccd-kiosk/contract/population';
import Counter from '@cccd-kiosk/kiosk-ui/src/counter/Counter.svelte';
import type { PopulationApi } from '@cccd-kiosk/kiosk-ui/src/counter/population-api';
import { formsApi } from '@cccd-kiosk/kiosk-ui/src/forms/forms-api';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CounterSocket } from '../../../kiosk-ui/src/counter/desk.svelte.ts';
import { Desk } from '../../../kiosk-ui/src/counter/desk.svelte.ts';

const detail = (more: Partial<ArrivalDetail> = {}): ArrivalDetail => ({
  ...{ visitId: 'visit-001', number: 'B 001', also: [], maskedName: 'Trần Thị H***', departmentName: 'Một cửa' },
  ...{ arrivedAt: '2026-09-15T00:41:00.000Z', overall: 'genuine', priority: false, desk: false, opened: true },
  ...{ insurance: null, fullName: 'Trần Thị Hòa', personalNumber: '046148999917', birthDate: '1948-10-20' },
  ...{ sex: 'female', checks: {}, basis: 'proven', access: 'PACE', readAt: '2026-09-15T00:41:52.000Z' },
  ...{
    offline: false,
    clerkInsurance: null,
    child: null,
    companion: null,
    appointment: null,
    printed: null,
    photo: null,
    sameFace: null,
  },
  mayAskPopulation: true,
  ...more,
});
const snapshot: CounterSnapshot = {
  ...{ site: 'Bưu điện', simulation: true, officer: 'Cán bộ một cửa 1', role: 'reception', arrivals: [], distress: [] },
  trust: { anchors: 1, crlAgeDays: 0, importedAgeDays: 0 },
  offset: 1,
};
const at = '2026-09-15T00:45:00.000Z';
const found: PopulationOutcome = {
  code: 'found',
  at,
  fields: [
    {
      ...{ field: 'full-name', state: 'differs', relation: 'accent-only' },
      chip: [{ text: 'Trần Thị Hòa', differs: false }],
      population: [
        { text: 'Trần Thị ', differs: false },
        { text: 'Hoa', differs: true },
      ],
    },
    { field: 'birth-date', state: 'agrees' },
    {
      ...{ field: 'sex', state: 'differs', relation: 'different' },
      chip: [{ text: 'female', differs: false }],
      population: [{ text: 'male', differs: true }],
    },
    { field: 'personal-number', state: 'not-told' },
  ],
};

describe('the population service at the counter', () => {
  let component: object;
  let desk: Desk;
  let hear: (event: string, ...values: unknown[]) => void;
  let open: (value: ArrivalDetail) => void;
  let resolve: (value: Awaited<ReturnType<PopulationApi['ask']>>) => void;
  const ask = vi.fn<PopulationApi['ask']>(() => new Promise((done) => (resolve = done)));
  const text = (): string => document.body.textContent ?? '';
  const button = () =>
    [...document.querySelectorAll('button')].find((one) => one.textContent.includes('Đối chiếu CSDL'));
  const press = (): void => {
    button()?.click();
    flushSync();
  };
  const told = async (answer: Awaited<ReturnType<PopulationApi['ask']>>): Promise<void> => {
    resolve(answer);
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    flushSync();
  };

  beforeEach(async () => {
    ask.mockClear();
    document.body.replaceChildren();
    Element.prototype.scrollIntoView = () => undefined;
    const listeners = new Map<string, (...values: never[]) => void>();
    let acknowledge: (answer: unknown) => void = () => undefined;
    const socket = {
      on: (event: string, listener: (...values: never[]) => void) => listeners.set(event, listener),
      ...{ connect: () => undefined, disconnect: () => undefined },
      emit: (_event: string, _value: unknown, ack: (answer: unknown) => void) => (acknowledge = ack),
    };
    hear = (event, ...values) => {
      listeners.get(event)?.(...(values as never[]));
      flushSync();
    };
    open = (value) => {
      desk.open(value.visitId);
      acknowledge({ ok: true, value });
      flushSync();
    };
    const nobody = { session: () => Promise.resolve('Cán bộ'), signIn: () => Promise.reject(new Error()) };
    const work = {
      ...{ list: () => Promise.resolve([]), open: () => Promise.resolve({ code: 'unknown' }) },
      ...{ act: () => Promise.resolve(null), form: () => Promise.resolve({ code: 'unknown' }) },
    };
    const staff = { ...nobody, signOut: () => Promise.resolve() };
    desk = new Desk(socket as unknown as CounterSocket, staff, work, formsApi, { ask });
    component = mount(Counter, { target: document.body, props: { desk } });
    await desk.start();
    hear('connect');
    hear('snapshot', snapshot);
  });
  afterEach(() => {
    vi.useRealTimers();
    return unmount(component);
  });

  it('is there only where the server says that this officer may ask about this person', () => {
    expect(button()).toBeUndefined();
    open(detail({ mayAskPopulation: false }));
    expect(button()).toBeUndefined();
    desk.askPopulation('reception');
    expect(ask).not.toHaveBeenCalled();
    open(detail());
    expect(button()).toBeDefined();
    expect(text()).toContain('Mỗi lần hỏi được ghi lại');
  });

  it('asks once, shows the wait from half a second on, then every field in words', async () => {
    vi.useFakeTimers();
    open(detail());
    press();
    press();
    expect(ask).toHaveBeenCalledTimes(1);
    expect(ask).toHaveBeenCalledWith({ visitId: 'visit-001', reason: 'card-in-hand' } satisfies PopulationAsk);
    vi.advanceTimersByTime(450);
    flushSync();
    expect(text()).not.toContain('Đang hỏi CSDL dân cư');
    vi.advanceTimersByTime(100);
    flushSync();
    expect(text()).toContain('Đang hỏi CSDL dân cư');
    await told(found);
    expect(text()).not.toContain('Đang hỏi CSDL dân cư');
    const rows = [...document.querySelectorAll('.outcome li')].map((row) =>
      row.textContent.replace(/\s+/g, ' ').trim(),
    );
    expect(rows).toEqual([
      'Họ tên Trên chip Trần Thị Hòa CSDL dân cư ghi Trần Thị Hoa',
      'Ngày sinh Khớp với chip',
      'Giới tính Trên chip Nữ CSDL dân cư ghi Nam',
      'Số định danh Trả lời không có mục này',
    ]);
    expect([...document.querySelectorAll('.outcome u')].map((one) => one.textContent)).toEqual(['Hoa', 'Nam']);
  });

  it('another reason wants its words', () => {
    open(detail());
    const select = document.querySelector<HTMLSelectElement>('section[aria-labelledby="population"] select');
    if (select === null) throw new Error('no select');
    select.value = 'other';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    flushSync();
    press();
    expect(ask).not.toHaveBeenCalled();
    const note = document.querySelector<HTMLInputElement>('section[aria-labelledby="population"] input');
    if (note === null) throw new Error('no input');
    note.value = ' Người dân yêu cầu ';
    note.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    press();
    expect(ask).toHaveBeenCalledWith({ visitId: 'visit-001', reason: 'other', note: 'Người dân yêu cầu' });
  });

  it.each([
    [{ code: 'no-match', at, fields: [] }, 'chưa có người khớp', 'Mã no-match'],
    [{ code: 'timed-out', at, fields: [] }, 'chưa có trả lời đúng hạn', 'Mã timed-out'],
    [{ refusal: 'officer-not-bound' }, 'chưa gắn với số định danh của cán bộ', 'Mã officer-not-bound'],
  ] as const)('%j is a clear sentence with its code', async (answer, sentence, code) => {
    open(detail());
    press();
    await told(answer);
    expect(text()).toContain(sentence);
    expect(text()).toContain(code);
    expect(document.querySelectorAll('.outcome li')).toHaveLength(0);
  });

  it('an answer about somebody who was closed is shown to nobody', async () => {
    open(detail());
    press();
    desk.close();
    open(detail({ visitId: 'visit-002', fullName: 'Lê Văn Mẫu' }));
    await told(found);
    expect(text()).not.toContain('Trần Thị Hoa');
    expect(desk.population.busy).toBe(false);
  });
});
