import Cards from '@cccd-kiosk/kiosk-ui/src/cards/Cards.svelte';
import type { DevApi, DevReader, DevState } from '@cccd-kiosk/kiosk-ui/src/cards/dev-api';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Table, fold } from '../../../kiosk-ui/src/cards/table.svelte.ts';

const reader: DevReader = { name: 'Đầu đọc ảo K07', station: 'K07', personId: null, fault: null, state: 'empty' };

const world: DevState = {
  simulation: true,
  seed: '20260915',
  people: [
    {
      id: '01',
      name: 'Công Tằng Tôn Nữ Thị Phương Khuyên',
      number: '046148999917',
      note: 'Thẻ tốt',
      expected: 'genuine',
    },
    { id: '03', name: "H'Blŭk Êban Niê Kđăm", number: '066190999908', note: 'Chữ Ê-đê', expected: 'genuine' },
  ],
  faults: [
    { name: 'bad-hash-dg2', what: 'Ảnh bị đổi', expected: 'suspicious' },
    { name: 'mute', what: 'Thẻ im lặng', expected: 'unreadable' },
  ],
  readers: [reader],
  trace: [{ ms: 210, header: '00 A4 02 0C …', sw: '9000', what: 'EF.CardAccess' }],
  links: { kiosk: '/kiosk/#pair=ABCD2345', counter: '/counter/', counterAccount: 'quay1', counterPassword: 'x' },
};

describe('the table of cards', () => {
  let tell: (state: DevState) => void = () => undefined;
  const api = {
    state: () => Promise.resolve(world),
    lay: vi.fn<DevApi['lay']>(() => Promise.resolve()),
    layBeside: vi.fn<DevApi['layBeside']>(() => Promise.resolve()),
    lift: vi.fn<DevApi['lift']>(() => Promise.resolve()),
    reset: vi.fn<DevApi['reset']>(() => Promise.resolve()),
    setStandIn: vi.fn<DevApi['setStandIn']>(() => Promise.resolve()),
    watch(onState: (state: DevState) => void, onConnected: (connected: boolean) => void) {
      tell = onState;
      onConnected(true);
      return () => undefined;
    },
  };
  let table: Table;
  let component: object;
  const click = async (selector: string): Promise<void> => {
    document.querySelector<HTMLElement>(selector)?.click();
    await Promise.resolve();
    flushSync();
  };

  beforeEach(() => {
    document.body.replaceChildren();
    Element.prototype.scrollTo = () => undefined;
    vi.clearAllMocks();
    table = new Table(api);
    table.start();
    component = mount(Cards, { target: document.body, props: { table } });
    tell(world);
    flushSync();
  });
  afterEach(() => unmount(component));

  it('lays another card beside the one that lies there, where the reader can show it', async () => {
    expect(document.querySelector('.beside')).toBeNull();
    tell({ ...world, readers: [{ ...reader, personId: '01', beside: false }] });
    flushSync();
    await click('.beside');
    expect(api.layBeside.mock.calls).toEqual([['Đầu đọc ảo K07', true]]);
  });

  it('takes a stand-in away with one click, and counts what reached it', async () => {
    const standIns = [
      { name: 'insurance-gateway', moods: ['up', 'down'], mood: 'up', heard: { questions: 3, checkIns: 2 } },
      { name: 'hospital', moods: ['up', 'down'], mood: null, heard: { messages: 7 } },
      { name: 'population', moods: ['up', 'down'], mood: 'down', heard: { questions: 1 } },
    ] as const;
    tell({ ...world, standIns });
    flushSync();
    const groups = [...document.querySelectorAll('[role="radiogroup"][aria-labelledby^="stand-in"]')];
    const chosen = (group: Element): (string | undefined)[] =>
      [...group.querySelectorAll('[aria-checked="true"]')].map((one) => one.textContent?.trim());
    expect(groups.map(chosen)).toEqual([['Hoạt động'], [], ['Mất kết nối']]);
    const text = document.body.textContent ?? '';
    expect(text).toContain('Đã nhận 3 lượt tra cứu, 2 hồ sơ check-in');
    expect(text).toContain('Đã nhận 7 bản tin');
    await click('[aria-labelledby="stand-in-population"] button:first-child');
    expect(api.setStandIn.mock.calls).toEqual([['population', 'up']]);
  });

  it('lays a person’s card with the chosen fault, the QR scanned or withheld', async () => {
    await click('[data-fault="bad-hash-dg2"]');
    await click('input[type="checkbox"]');
    await click('[data-person="01"] button');
    expect(api.lay.mock.calls).toEqual([
      [{ reader: 'Đầu đọc ảo K07', personId: '01', fault: 'bad-hash-dg2', scanQr: false }],
    ]);
    expect(document.querySelector('[data-person="01"]')?.textContent).toContain('Cần xem lại');
  });

  it('lifts what lies there', async () => {
    tell({ ...world, readers: [{ ...reader, personId: '03', state: 'done', times: { verdict: 4120 } }] });
    flushSync();
    expect(document.body.textContent).toContain('4,12');
    expect(document.body.textContent).toContain('999908');
    await click('[data-person="03"] button');
    expect(api.lift.mock.calls).toEqual([['Đầu đọc ảo K07']]);
  });

  it('finds people without marks', () => {
    table.search = 'eban kdam';
    flushSync();
    expect(document.querySelectorAll('[data-person]')).toHaveLength(1);
    expect(fold('Đỗ Ữ')).toBe('do u');
  });

  it('says that everything is made up, and where to click', () => {
    expect(document.body.textContent).toContain('MÔ PHỎNG');
    expect(document.querySelector('a[target="kiosk"]')?.getAttribute('href')).toBe('/kiosk/#pair=ABCD2345');
    expect(document.body.textContent).toContain('EF.CardAccess');
  });
});
