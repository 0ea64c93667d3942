import { describe, expect, it } from 'vitest';
import { projectFiles, read } from './source-files.ts';

/** Tables (texts, curves, vectors, people) are data in TypeScript's clothes: their length says nothing about their reasons. */
const tables = [/^fixtures\/(doc9303|people|portraits)\//, /^reader-daemon\/contract\/text\//, /curve-parameters\.ts$/];

const sizes = projectFiles(
  'reader-daemon/*.ts',
  'server/*.ts',
  'kiosk-ui/*.ts',
  'kiosk-ui/*.svelte',
  'fixtures/*.ts',
  'fixtures/*.mjs',
)
  .filter((path) => !tables.some((pattern) => pattern.test(path)))
  .map((path) => ({ path, lines: read(path).split('\n').length }))
  .sort((a, b) => a.lines - b.lines);
const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)]?.lines ?? 0;

describe('a file has one reason', () => {
  it('no source file is longer than 450 lines', () => {
    expect(sizes.filter(({ lines }) => lines > 450)).toEqual([]);
  });

  it('the median is at most 105 lines', () => {
    expect(sizes.length).toBeGreaterThan(20);
    expect(at(0.5)).toBeLessThanOrEqual(105);
  });
});
