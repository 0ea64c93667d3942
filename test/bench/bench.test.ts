import { describe, expect, it } from 'vitest';
import { shipped } from '../server/forms/filled-forms.ts';
import { measureDocuments } from './documents.ts';
import { measureMathematics } from './mathematics.ts';
import { measureReading } from './measure-reading.ts';
import { percentile } from './percentile.ts';
import { scenarios } from './scenarios.ts';

describe('the targets of a reading', () => {
  // Host time is for `npm run bench` to show beside the floor; a test on a shared processor would only measure its neighbours.
  it('32 KB at once: at most 20 APDUs with a 20 KB portrait', async () => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new RangeError('no scenario');
    const measure = await measureReading(scenario, 0, 2);
    expect(measure.fileBytes).toBeGreaterThan(20_000);
    expect(measure.apdus).toBeLessThanOrEqual(20);
    expect(measure.hostMs.median).toBeGreaterThan(0);
    // Every phase has its part.
    const inPhases = Object.values(measure.phaseMs);
    expect(Math.min(...inPhases)).toBeGreaterThan(0);
    expect(measure.meanwhileMs.median).toBeGreaterThan(0);
    expect(measure.toFloor['848']).toBeGreaterThan(1);
    // The floor of the model halves with the bit rate; a 21 KB reading was worked out as 2.04 s at 106 kbit/s.
    expect(measure.floorMs['106']).toBeGreaterThan(2000);
    expect(measure.floorMs['106']).toBeLessThan(2400);
    expect(measure.floorMs['848']).toBeLessThan((measure.floorMs['424'] ?? 0) * 0.6);
  });

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s is genuine', async (_name, scenario) => {
    expect((await measureReading(scenario, 0, 1)).apdus).toBeGreaterThan(10);
  });
});

it('times each operation of the protocols', async () => {
  const operations = await measureMathematics(0, 1);
  expect(operations.length).toBeGreaterThan(30);
  expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length);
  for (const { name, ms } of operations) expect(ms.median, name).toBeGreaterThan(0);
});

it('makes every shipped form as PDF and as DOCX', async () => {
  const documents = await measureDocuments(0, 1);
  expect(documents).toHaveLength(2 * shipped.length);
  for (const { octets, name } of documents) expect(octets, name).toBeGreaterThan(5000);
});

describe('percentile', () => {
  it.each([
    [[5], 0.5, 5],
    [[4, 1, 3, 2], 0.5, 2],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95, 10],
    [[], 0.5, Number.NaN],
  ])('of %j at %d is %d', (sample, share, value) => {
    expect(percentile(sample, share)).toBe(value);
  });
});
