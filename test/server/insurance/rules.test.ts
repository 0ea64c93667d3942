import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ratePercent } from '@cccd-kiosk/server/src/insurance/rules/benefit';
import { propose, type Coming } from '@cccd-kiosk/server/src/insurance/rules/propose';
import { loadRuleTables } from '@cccd-kiosk/server/src/insurance/rules/tables';
import { leftToFiveYear, thresholds } from '@cccd-kiosk/server/src/insurance/rules/thresholds';
import { facilitySchema } from '@cccd-kiosk/server/src/insurance/settings';
import { StartError } from '@cccd-kiosk/server/src/start-error';

const tables = loadRuleTables();
const today = '2026-11-26';

describe('tables by date', () => {
  it.each([
    ['2025-12-31', 95],
    ['2026-01-01', 100],
  ])('a near-poor card (CN3) on %s: %d %%', (day, rate) => {
    expect(ratePercent('CN3010123456789', tables, day)).toBe(rate);
  });

  it.each([
    ['DN4010123456789', 80],
    ['HT3010123456789', 95],
    ['TE1010123456789', 100],
    ['QN5010123456789', 100],
    ['ZZ4010123456789', 80],
    ['0123456789', null],
    ['046148999917', null],
    [null, null],
  ])('%s: %s', (number, rate) => {
    expect(ratePercent(number, tables, today)).toBe(rate);
  });

  it('27 subjects of QĐ 3276, 10 and from August 2026 16 kinds of visit', () => {
    expect(tables.on('patient-subjects', today).rows.length).toBe(27);
    expect(tables.on('visit-types', '2026-07-31').rows.length).toBe(10);
    expect(tables.on('visit-types', '2026-08-01').rows.length).toBe(16);
    for (const { source } of [tables.on('patient-subjects', today), tables.on('thresholds', today)])
      expect(source).not.toBe('');
  });

  it('thresholds follow the base salary', () => {
    expect(thresholds(tables, '2026-06-30')).toEqual({ oneVisit: 351_000, fiveYear: 14_040_000 });
    expect(thresholds(tables, '2026-07-01')).toEqual({ oneVisit: 379_500, fiveYear: 15_180_000 });
    // Half of the six months paid before the rise: three months of the new salary are left.
    const paid = { beforeRise: 7_020_000, sinceRise: 590_000, rise: '2026-07-01' };
    expect(leftToFiveYear(tables, paid, today)).toBe(3 * 2_530_000 - 590_000);
    expect(leftToFiveYear(tables, { ...paid, sinceRise: 99_000_000 }, today)).toBe(0);
  });
});

describe('what kind of visit is proposed', () => {
  const house = (level: string, formerLevel: string, score: number | null = null) =>
    facilitySchema.parse({ code: '01999', level, formerLevel, score, affiliatedCodes: ['01888'] });
  const elsewhere: Coming = { insured: true, registeredAt: '79010' };
  it.each<[string, Coming, ReturnType<typeof house>, string]>([
    ['nobody insured', { insured: false, registeredAt: null }, house('basic', 'district'), '9'],
    ['registered here', { insured: true, registeredAt: '01999' }, house('specialised', 'central'), '1.1'],
    ['registered at an affiliate', { insured: true, registeredAt: '01888' }, house('basic', 'district'), '1.1'],
    ['initial level', elsewhere, house('initial', 'commune'), '1.2'],
    ['basic, 49 points', elsewhere, house('basic', 'province', 49), '1.12'],
    ['basic, 50 points', elsewhere, house('basic', 'province', 50), '1.13'],
    ['basic, 70 points, was provincial', elsewhere, house('basic', 'province', 70), '1.14'],
    ['basic, not graded, was of a district', elsewhere, house('basic', 'district'), '3.3'],
    ['specialised, was central', elsewhere, house('specialised', 'central'), '3.1'],
    ['specialised, was provincial', elsewhere, house('specialised', 'province'), '1.18'],
    ['unknown place of registration', { insured: true, registeredAt: null }, house('initial', 'commune'), '1.2'],
  ])('%s: %4$s', (_what, coming, facility, subject) => {
    const proposal = propose(coming, facility, tables, today);
    expect(proposal.subject).toBe(subject);
    expect(proposal.subjectName).not.toBe('');
    expect(proposal).toMatchObject({ visitType: '01', visitTypeName: 'Khám bệnh' });
  });
});

describe('a site’s own tables', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cccd-kiosk-rules-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const shipped = fileURLToPath(new URL('../../../server/rules', import.meta.url));
  const changed = (change: (table: { versions: Record<string, unknown>[] }) => void): string => {
    cpSync(shipped, folder, { recursive: true });
    const path = join(folder, 'thresholds.json');
    const table = JSON.parse(readFileSync(path, 'utf8')) as { versions: Record<string, unknown>[] };
    change(table);
    writeFileSync(path, JSON.stringify(table));
    return folder;
  };

  it('an ended one is told by name, and still used', () => {
    const own = loadRuleTables(changed(({ versions }) => versions.pop()));
    expect(own.expired('2026-06-30')).toEqual([]);
    expect(own.expired(today)).toEqual(['thresholds']);
    expect(thresholds(own, today).fiveYear).toBe(14_040_000);
    expect(tables.expired(today)).toEqual([]);
  });

  it.each<[string, (table: { versions: Record<string, unknown>[] }) => void, RegExp]>([
    [
      'a row of another form',
      ({ versions }) => ((versions[0] ?? {})['rows'] = [{ baseSalary: '2' }]),
      /versions\.0\.rows\.0/,
    ],
    ['versions that overlap', ({ versions }) => ((versions[0] ?? {})['until'] = '2026-12-31'), /versions\.1/],
    ['an end before the start', ({ versions }) => ((versions[0] ?? {})['until'] = '2020-01-01'), /versions\.0/],
    ['no source', ({ versions }) => delete (versions[0] ?? {})['source'], /versions\.0\.source/],
  ])('%s is refused with its place', (_what, change, place) => {
    const read = () => loadRuleTables(changed(change));
    expect(read).toThrow(StartError);
    expect(read).toThrow(place);
  });
});
