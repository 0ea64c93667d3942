import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { workedExamples } from './examples.ts';
import { renderVectors } from './vectors-table.ts';
import { compare, leavesOf, type WorkedExample } from './worked-example.ts';

describe.each(workedExamples)('$source: $title', (example) => {
  it('every value of the example is computed from what is given, and equal', async () => {
    const leaves = leavesOf(example.table);
    const { computed } = await compare(example);
    const due = Object.fromEntries([...computed.keys()].map((name) => [name, leaves.get(name)]));
    expect(Object.fromEntries([...computed].map(([name, { value }]) => [name, value]))).toEqual(due);
  });

  it('no value is left that nothing compares, and nothing is given that nothing uses', async () => {
    const { computed, used } = await compare(example);
    const { given, words = [], table } = example;
    expect([...computed.keys(), ...given, ...words].sort()).toEqual([...leavesOf(table).keys()].sort());
    expect([...used].sort()).toEqual([...given].sort());
  });
});

describe('the proof itself', () => {
  const example: WorkedExample = {
    source: '',
    title: '',
    table: { a: '01', b: '02', list: [{ name: 'x', c: '03' }] },
    given: ['a'],
    compute: (given) => Promise.resolve([{ by: 'x', values: { b: given.text('b') } }]),
  };

  it('a value cannot be compared with itself', async () => {
    await expect(compare(example)).rejects.toThrow(RangeError);
  });

  it('a value cannot be computed twice', async () => {
    const once = { by: 'x', values: { b: '02' } };
    const twice: WorkedExample = { ...example, compute: () => Promise.resolve([once, once]) };
    await expect(compare(twice)).rejects.toThrow(RangeError);
  });

  it('every leaf of a table has a name', () => {
    expect([...leavesOf(example.table)]).toEqual([
      ['a', '01'],
      ['b', '02'],
      ['list.0.c', '03'],
    ]);
  });
});

it('docs/vectors.md is what these tests compare', async () => {
  expect(readFileSync('docs/vectors.md', 'utf8')).toBe(await renderVectors());
});
