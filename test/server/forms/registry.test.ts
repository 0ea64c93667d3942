import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadRegistry } from '@cccd-kiosk/server/src/forms/registry/load-registry';
import { createRegistry } from '@cccd-kiosk/server/src/forms/registry/registry';
import { expired, household, slip, writeForms } from './test-forms.ts';

const folders: string[] = [];
const folderWith = (files: Record<string, unknown>): string => {
  const folder = writeForms(files);
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});
const text = JSON.stringify(household, null, 2);
/** Where a piece of the file stands, from 1. */
const lineOf = (file: string, piece: string): number => file.slice(0, file.indexOf(piece)).split('\n').length;

describe('a form with a mistake is refused with its place, and takes no other away', () => {
  const cases: [string, string, { path: string; reason: RegExp; piece: string }][] = [
    [
      'a comma is missing',
      text.replace('"version": "1",', '"version": "1"'),
      { path: '', reason: /./, piece: '"name"' },
    ],
    [
      'an unknown word',
      text.replace('"stamp"', '"stampp": 1,\n  "stamp"'),
      { path: 'stampp', reason: /[Uu]nrecognized/, piece: '"stampp"' },
    ],
    [
      'a source that is none',
      text.replace('chip.ethnicity', 'chip.shoeSize'),
      { path: 'sections.0.fields.4.source', reason: /no such source/, piece: 'chip.shoeSize' },
    ],
    [
      'two fields of one id',
      text.replace('"id": "phone"', '"id": "name"'),
      { path: 'sections.0.fields.5.id', reason: /another field/, piece: '' },
    ],
    [
      'a role that is not there',
      text.replace('"role": "head"', '"role": "boss"'),
      { path: 'sections.0.fields.6.role', reason: /not among the roles/, piece: '"boss"' },
    ],
    [
      'a type that is none',
      text.replace('"type": "long"', '"type": "essay"'),
      { path: 'sections.0.fields.8.type', reason: /./, piece: '"essay"' },
    ],
    [
      'an end without a successor',
      text.replace('"confidence": "L",', '"effectiveTo": "2030-01-01",\n  "confidence": "L",'),
      { path: 'effectiveTo', reason: /successor/, piece: '"2030-01-01"' },
    ],
    [
      'a condition on nothing',
      text.replace('"field": "wants-copy"', '"field": "nothing"'),
      { path: 'sections.0.fields.11.requiredWhen.field', reason: /no such field/, piece: '"nothing"' },
    ],
    [
      'a name a second time',
      text.replace('"version": "1",', '"version": "1",\n  "version": "2",'),
      { path: '', reason: /second time/, piece: '"version": "2"' },
    ],
    [
      'a day that is none',
      text.replace('2020-01-01', '2020-13-01'),
      { path: 'effectiveFrom', reason: /yyyy-mm-dd/, piece: '2020-13-01' },
    ],
  ];
  it.each(cases)('%s', (_name, file, { path, reason, piece }) => {
    const { forms, problems } = loadRegistry(folderWith({ 'household.json': file }));
    expect(forms.map(({ code }) => code).sort()).toEqual(['OLD', 'SLIP']);
    expect(problems[0]).toMatchObject({ file: 'household.json', path });
    expect(problems[0]?.reason).toMatch(reason);
    if (piece !== '') expect(problems[0]?.line).toBe(lineOf(file, piece));
    expect(problems[0]?.column).toBeGreaterThan(0);
  });

  it('a file that is not UTF-8, by its first letter that was lost; a byte order mark is no mistake', () => {
    const folder = folderWith({});
    const lines = `{\n  "code": "SLIP",\n  "version": "1",\n  "name": { "vi": "Phiếu nhỏ" }\n}`;
    writeFileSync(join(folder, 'slip.json'), Buffer.from(lines, 'latin1'));
    writeFileSync(join(folder, 'old.json'), `\ufeff${JSON.stringify(expired)}`);
    const { forms, problems } = loadRegistry(folder);
    expect(forms.map(({ code }) => code).sort()).toEqual(['HOUSEHOLD', 'OLD']);
    expect(problems).toEqual([
      { file: 'slip.json', line: 4, column: 23, path: '', reason: expect.stringContaining('UTF-8') as string },
    ]);
  });

  it.each(['services.json', 'portals/test.json'])('a mistake in %s takes no form away', (file) => {
    const { forms, problems } = loadRegistry(folderWith({ [file]: '{\n  "nothing": 1\n}' }));
    expect(forms).toHaveLength(3);
    expect(new Set(problems.map((problem) => problem.file))).toEqual(new Set([file]));
    expect(problems.map(({ path, line }) => [path, line])).toContainEqual(['nothing', 2]);
  });

  it('two files of one form: the second is refused by the first’s name', () => {
    const { problems } = loadRegistry(folderWith({ 'zz.json': slip }));
    expect(problems).toEqual([
      expect.objectContaining({ file: 'zz.json', reason: 'SLIP 1 stands in slip.json already' }),
    ]);
  });

  it('a folder that is not there has no forms, and says so', () => {
    expect(loadRegistry('/nowhere/at/all')).toMatchObject({ forms: [], problems: [{ file: 'services.json' }] });
  });
});

describe('editing a form', () => {
  it('is seen without a restart', () => {
    const folder = folderWith({});
    let now = 0;
    const registry = createRegistry(
      folder,
      () => '2026-01-01',
      () => now,
    );
    expect(registry.current('SLIP').name.vi).toBe('Phiếu nhỏ');
    const path = join(folder, 'slip.json');
    writeFileSync(path, JSON.stringify({ ...slip, name: { vi: 'Phiếu mới', en: 'New slip' } }));
    utimesSync(path, 1, 1);
    expect(registry.current('SLIP').name.vi).toBe('Phiếu nhỏ');
    now = 2000;
    expect(registry.current('SLIP').name.vi).toBe('Phiếu mới');
    writeFileSync(path, '{');
    now = 4000;
    expect(() => registry.current('SLIP')).toThrow('not-found');
    expect(registry.problems()).toEqual([expect.objectContaining({ file: 'slip.json', line: 1 })]);
  });
});
