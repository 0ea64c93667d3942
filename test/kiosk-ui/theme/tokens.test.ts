import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contrast, tokensOf } from './contrast.ts';

const css = readFileSync(join(import.meta.dirname, '../../../kiosk-ui/src/theme/tokens.css'), 'utf8');

/** Text on its ground, as the kiosk uses them. */
const text: [string, string][] = [
  ...['ink', 'ink-2', 'link'].flatMap((word): [string, string][] => [
    [word, 'paper'],
    [word, 'surface'],
  ]),
  ...['cham-tint', 'jade-tint', 'nghe-tint', 'slate-tint'].map((ground): [string, string] => ['ink', ground]),
  ['ink-2', 'sunk'],
  ['cham', 'surface'],
  ['cham', 'cham-tint'],
  ['number', 'surface'],
  ['number', 'paper'],
  ['jade', 'jade-tint'],
  ['jade', 'paper'],
  ['nghe', 'nghe-tint'],
  ['nghe', 'paper'],
  ['slate', 'slate-tint'],
  ['on-main', 'main'],
  ['on-main', 'main-pressed'],
  ['on-cham', 'cham'],
  ['surface', 'emergency'],
];
/** Edges of controls and marks that carry meaning, on their ground. */
const edges: [string, string][] = [
  ['control', 'surface'],
  ['control', 'paper'],
  ['control', 'sunk'],
  ['control', 'cham-tint'],
  ['cham', 'surface'],
  ['cham', 'paper'],
  ['mark-jade', 'surface'],
  ['mark-nghe', 'surface'],
  ['mark-slate', 'surface'],
  ['mark-slate', 'paper'],
  ['main', 'paper'],
];

describe.each(['paper', 'high'] as const)('theme %s', (theme) => {
  const tokens = tokensOf(css, theme);
  const colour = (name: string): string => {
    const value = theme === 'high' && name === 'surface' ? tokens.get('paper') : tokens.get(name);
    if (value === undefined || !/^#[0-9a-f]{6}$/.test(value)) throw new Error(`--${name} is no colour: ${value}`);
    return value;
  };

  it.each(text)('text %s on %s: at least 7:1', (word, ground) => {
    // In high contrast the emergency button keeps its own white.
    const ink = word === 'surface' ? '#ffffff' : colour(word);
    expect(contrast(ink, colour(ground))).toBeGreaterThanOrEqual(7);
  });

  it.each(edges)('edge %s on %s: at least 3:1', (edge, ground) => {
    expect(contrast(colour(edge), colour(ground))).toBeGreaterThanOrEqual(3);
  });
});

describe('the measure itself', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#12232b', '#f7f4ee', 14.7],
    ['#777777', '#ffffff', 4.48],
  ])('%s on %s', (ink, ground, ratio) => {
    expect(contrast(ink, ground)).toBeCloseTo(ratio, 1);
  });

  it('focus ring: ink on it, and the ring on the main button', () => {
    const tokens = tokensOf(css, 'paper');
    expect(contrast('#12232b', tokens.get('focus') ?? '')).toBeGreaterThanOrEqual(7);
    expect(contrast(tokens.get('cham') ?? '', tokens.get('focus') ?? '')).toBeGreaterThanOrEqual(3);
  });
});
