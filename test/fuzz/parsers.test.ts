import { describe, expect, it } from 'vitest';
import { toHex } from '@cccd-kiosk/emrtd/bytes';
import { projectFiles } from '../habits/source-files.ts';
import { parsers } from './parsers.ts';
import { runTarget } from './run-target.ts';
import { firstSeed, runs } from './seeded.ts';
import { keptCases, mintedSeeds } from './seeds.ts';

const minted = await mintedSeeds();

describe('every parser, on what was kept and on mutations of it', () => {
  it.each(Object.entries(parsers))('%s', { timeout: 600_000 }, (name, target) => {
    const seeds = [...(minted.get(name) ?? []), ...keptCases(name)];
    expect(seeds.length).toBeGreaterThan(0);
    const { findings } = runTarget(target, seeds, { runs: seeds.length + runs(2000), seed: firstSeed });
    expect(findings.map(({ what, detail, bytes }) => `${what}: ${detail} ${toHex(bytes)}`)).toEqual([]);
  });

  it('good files of the simulated cards are accepted', () => {
    for (const name of [
      'com',
      'sod',
      'card-access',
      'dg1',
      'dg2',
      'dg13',
      'dg14',
      'dg15',
      'certificate',
      'cvca',
      'cv-certificate',
      'qr',
    ] as const)
      for (const seed of minted.get(name) ?? []) expect(() => parsers[name]?.(seed), name).not.toThrow();
  });

  it('the corpus has a file for no target that is gone', () => {
    const kept = projectFiles('test/fuzz/corpus/*.hex').map((path) => path.replace(/^.*\/|\.hex$/g, ''));
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.filter((name) => parsers[name] === undefined)).toEqual([]);
  });
});
