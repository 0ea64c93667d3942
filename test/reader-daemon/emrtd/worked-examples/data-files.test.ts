/** The public collection of examples, found through CCCD_CONFORMANCE_DATA: no value of it is compared by nothing. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromHex } from '@cccd-kiosk/emrtd/bytes';
import { dataFile, hasDataFiles, typedFiles, valuesOf } from './data-files.ts';
import { rowsOf, vectorLists } from './data-lists.ts';
import { workedExamples } from './examples.ts';
import { leavesOf, type Given } from './worked-example.ts';

describe.skipIf(!hasDataFiles)('the files of worked examples', () => {
  it.each(typedFiles)('$file: every value stands in the table, and equal', ({ file, table, naming }) => {
    const leaves = leavesOf(table);
    const values = [...valuesOf(dataFile(file))].map(([name, value]) => [naming(name), value] as const);
    expect(values.length).toBeGreaterThan(10);
    const due = Object.fromEntries(values);
    expect(Object.fromEntries(values.map(([name]) => [name, leaves.get(name)]))).toEqual(due);
  });

  it('and every table is one whose every value is compared', () => {
    const compared = new Set(workedExamples.map(({ table }) => table));
    const tables = typedFiles.flatMap(({ table }) => ('examples' in table ? (table.examples as object[]) : [table]));
    for (const table of tables) expect(compared).toContain(table);
    expect(compared.size).toBe(tables.length);
  });
});

describe.skipIf(!hasDataFiles)('the files of vectors in lists', () => {
  it.each(vectorLists)('$file, $list: every value of every row is computed', (vectors) => {
    const rows = rowsOf(vectors);
    expect(rows.length).toBeGreaterThan(0);
    for (const [i, row] of rows.entries()) {
      const { given: names, words = [], compute } = vectors.rule(row);
      const values = valuesOf(row);
      const used = new Set<string>();
      const text = (name: string): string => {
        const value = values.get(name);
        if (value === undefined || !names.includes(name)) throw new RangeError(`${name} is not given`);
        used.add(name);
        return value;
      };
      const given: Given = { text, octets: (name) => fromHex(text(name)), number: (name) => BigInt(`0x${text(name)}`) };
      const computed = Object.fromEntries(Object.entries(compute(given)).map(([name, value]) => [name, String(value)]));
      const due = [...values].filter(([name]) => !names.includes(name) && !words.includes(name));
      expect(computed, `row ${i}`).toEqual(Object.fromEntries(due));
      expect([...used].sort(), `row ${i}`).toEqual([...names].sort());
    }
  });

  it('no file is left', () => {
    const files = readdirSync(join(process.env['CCCD_CONFORMANCE_DATA'] ?? '', 'doc9303'));
    const known = new Set([...typedFiles, ...vectorLists].map(({ file }) => `${file}.json`));
    expect([...known].sort()).toEqual(files.filter((file) => file.endsWith('.json')).sort());
  });
});
