import { problemCodes, refusalCodes } from '@cccd-kiosk/contract/error-codes';
import { insuranceCodes } from '@cccd-kiosk/contract/insurance-codes';
import { populationCodes } from '@cccd-kiosk/contract/population';
import { catalogue, entries } from '@cccd-kiosk/contract/text/catalogue';
import { checkName, checkOutcome } from '@cccd-kiosk/contract/text/checks';
import { fill } from '@cccd-kiosk/contract/text/language';
import { emrtdErrorCodes } from '@cccd-kiosk/emrtd/errors';
import { checkNames, failureReasons, inconclusiveReasons, overallVerdicts } from '@cccd-kiosk/emrtd/inspection/verdict';
import { describe, expect, it } from 'vitest';

const { people, staff } = catalogue;
const hasBoth = (words: { vi: string; en: string } | undefined): boolean =>
  words !== undefined && words.vi.length > 0 && words.en.length > 0;

describe('every code has its two sentences and a remedy', () => {
  it.each([
    ['problem', problemCodes, people.problems],
    ['refusal', refusalCodes, staff.refusals],
    ['card error', emrtdErrorCodes, staff.emrtdErrors],
    ['insurance answer', insuranceCodes, staff.insurance],
    ['population answer', populationCodes, staff.population],
  ] as const)('%s', (_what, codes, table) => {
    const rows = table as Readonly<Record<string, { vi: string; en: string; remedy: { vi: string; en: string } }>>;
    expect(codes.filter((code) => !hasBoth(rows[code]) || !hasBoth(rows[code]?.remedy))).toEqual([]);
    expect(Object.keys(rows).sort()).toEqual([...codes].sort());
  });

  it.each([
    ['check', checkNames, staff.checks],
    ['failure', failureReasons, staff.failures],
    ['inconclusive reason', inconclusiveReasons, staff.inconclusive],
    ['verdict', overallVerdicts, staff.overall],
  ] as const)('every %s has words for staff', (_what, names, table) => {
    const rows = table as Readonly<Record<string, { vi: string; en: string }>>;
    expect(names.filter((name) => !hasBoth(rows[name]))).toEqual([]);
    expect(Object.keys(rows).sort()).toEqual([...names].sort());
  });
});

describe('a check in words', () => {
  it.each([
    ['data-hashes', { status: 'passed' }, 'Dữ liệu đã đọc nguyên vẹn', 'Đã qua'],
    [
      'hash:DG2',
      { status: 'failed', reason: 'hash-mismatch' },
      'Tệp DG2 nguyên vẹn',
      'Chưa qua: dữ liệu khác với bản nơi cấp đã ký',
    ],
    [
      'revocation',
      { status: 'inconclusive', reason: 'stale-revocation-list' },
      'Danh sách thu hồi',
      'Chưa kết luận được: danh sách thu hồi đã cũ',
    ],
    ['of-tomorrow', { status: 'failed', reason: 'not-yet-named' }, 'of-tomorrow', 'Chưa qua: not-yet-named'],
    ['constructor', { status: 'toString' }, 'constructor', 'toString'],
  ])('%s %j', (name, check, named, outcome) => {
    expect(checkName(name, 'vi')).toBe(named);
    expect(checkOutcome(check, 'vi')).toBe(outcome);
  });
});

describe('holes', () => {
  it('both languages of a text have holes for the same values, forms of address apart', () => {
    const holes = (text: string): string[] =>
      [...text.matchAll(/\{(\w+)\}/g)]
        .map(([, name]) => name ?? '')
        .filter((name) => !/^xh$/i.test(name))
        .sort();
    const uneven = [...entries(people), ...entries(staff)].filter(
      ({ words }) => holes(words.vi).join() !== holes(words.en).join(),
    );
    expect(uneven).toEqual([]);
  });

  it('a hole without a value stays visible', () => {
    expect(fill('Phòng {room}, tầng {floor}', { room: '305' })).toBe('Phòng 305, tầng {floor}');
  });
});
