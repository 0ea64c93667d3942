import { describe, expect, it } from 'vitest';
import type { ReaderStatus } from '@cccd-kiosk/reader-daemon/src/readers/reader-source';
import { SeveralCards, severalRules } from '@cccd-kiosk/reader-daemon/src/readers/several-cards';

const idCard = Uint8Array.of(0x3b, 0x88);
const bankCard = Uint8Array.of(0x3b, 0x8a);
const status = (more: Partial<ReaderStatus> = {}): ReaderStatus => ({
  ...{ name: 'A', card: 'present', atr: idCard, insertion: 1, inUse: false },
  ...more,
});
const empty = (more: Partial<ReaderStatus> = {}): ReaderStatus =>
  status({ card: 'absent', atr: new Uint8Array(), ...more });

describe('a reader that names one card at a time', () => {
  const flicker = (several: SeveralCards, steps: readonly (readonly [number, ReaderStatus])[]): string[] =>
    steps.map(([at, each]) => several.see([each], at)[0]?.card ?? '');
  const there = status({ insertion: 1 });
  const other = status({ insertion: 2, atr: bankCard });
  const back = status({ insertion: 3 });

  it('two kinds in turn, the tray never empty: two cards, until one has been alone for a while', () => {
    const several = new SeveralCards(false);
    expect(
      flicker(several, [
        [0, there],
        [400, other],
        [800, back],
      ]),
    ).toEqual(['present', 'present', 'several']);
    expect(several.calmAt()).toBe(800 + severalRules.calmMs);
    expect(several.see([status({ insertion: 4, atr: bankCard })], 1200)[0]?.card).toBe('several');
    expect(several.calmAt()).toBe(1200 + severalRules.calmMs);
    expect(several.see([status({ insertion: 4, atr: bankCard })], 1200 + severalRules.calmMs)[0]?.card).toBe('present');
    expect(several.calmAt()).toBeUndefined();
  });

  it.each<[string, readonly (readonly [number, ReaderStatus])[]]>([
    [
      'the tray was empty between',
      [
        [0, there],
        [200, empty()],
        [400, other],
        [600, empty()],
        [800, back],
      ],
    ],
    [
      'slower than two cards flicker',
      [
        [0, there],
        [2000, other],
        [4000, back],
      ],
    ],
    [
      'one kind, laid badly',
      [
        [0, there],
        [300, status({ insertion: 2 })],
        [600, back],
      ],
    ],
    [
      'one card in another’s place',
      [
        [0, there],
        [300, other],
      ],
    ],
    [
      'said again',
      [
        [0, there],
        [10, there],
        [20, there],
      ],
    ],
  ])('%s: one card', (_what, steps) => {
    expect(flicker(new SeveralCards(false), steps)).not.toContain('several');
  });

  it('all taken away: forgotten', () => {
    const several = new SeveralCards(false);
    flicker(several, [
      [0, there],
      [100, other],
      [200, back],
      [300, empty()],
    ]);
    expect(several.calmAt()).toBeUndefined();
    expect(several.see([status({ insertion: 4 })], 400)[0]?.card).toBe('present');
  });
});

describe('two readers', () => {
  const both = [status(), status({ name: 'B', card: 'mute' }), empty({ name: 'C' })];
  const cards = (oneTray: boolean) => new SeveralCards(oneTray).see(both, 0).map(({ card }) => card);
  it('of two trays are two people’s', () => {
    expect(cards(false)).toEqual(['present', 'mute', 'absent']);
  });
  it('of one tray have a card too many between them', () => {
    expect(cards(true)).toEqual(['several', 'several', 'absent']);
  });
  it('of which one is empty are one card', () => {
    expect(new SeveralCards(true).see([status(), empty({ name: 'C' })], 0)[0]?.card).toBe('present');
  });
});

it('what a reader says of itself is believed', () => {
  expect(new SeveralCards(false).see([status({ card: 'several' })], 0)[0]?.card).toBe('several');
});
