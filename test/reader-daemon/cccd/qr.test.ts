import { describe, expect, it } from 'vitest';
import { parseQr } from '@cccd-kiosk/cccd/qr';
import { codeOf } from '../emrtd/code-of.ts';
import { fuzzText } from '../emrtd/mutations.ts';

const of2021 = '001190999999|012345678|Nguyễn Thị Mẫu|15021990|Nữ|Số 1, Phường Mẫu, Hà Nội|01052021';
const of2024 = '001190999999||NGUYỄN THỊ MẪU|15021990|Nữ|Số 1, Phường Mẫu, Hà Nội|02072024||||';

describe('the QR code on the card', () => {
  it('2021: seven fields', () => {
    expect(parseQr(of2021)).toEqual({
      personalNumber: '001190999999',
      oldNumber: '012345678',
      fullName: 'Nguyễn Thị Mẫu',
      dateOfBirth: { year: 1990, month: 2, day: 15 },
      sex: 'Nữ',
      residence: 'Số 1, Phường Mẫu, Hà Nội',
      dateOfIssue: { year: 2021, month: 5, day: 1 },
      extra: [],
      repaired: false,
    });
  });

  it('2024: eleven fields, the last four as they are', () => {
    expect(parseQr(of2024)).toMatchObject({ oldNumber: null, extra: ['', '', '', ''], repaired: false });
    const child = of2024.replace('||||', '||Trần Mẫu Cha|Nguyễn Mẫu Mẹ|');
    expect(parseQr(child).extra).toEqual(['', 'Trần Mẫu Cha', 'Nguyễn Mẫu Mẹ', '']);
  });

  it.each([
    ['| typed as \\', of2021.replaceAll('|', '\\')],
    ['| typed as ~', of2021.replaceAll('|', '~')],
    ['full-width digits', of2021.replace('001190999999', '００１１９０９９９９９９')],
    ['UTF-8 handed over octet by octet', String.fromCharCode(...new TextEncoder().encode(of2021))],
    ['dots in a date', of2021.replace('15021990', '15.02.1990')],
  ])('mends: %s', (_, text) => {
    expect(parseQr(text)).toEqual({ ...parseQr(of2021), repaired: true });
  });

  it('a letter with a mark where a plain one belongs', () => {
    expect(parseQr(of2021.replace('012345678', 'ĐN4010123456789'))).toMatchObject({
      oldNumber: 'DN4010123456789',
      repaired: true,
    });
  });

  it.each([
    ['line ends and prefixes of the scanner', `\u0002${of2021}\r\n`],
    ['a byte order mark', `\ufeff${of2021}`],
  ])('takes off %s', (_, text) => {
    expect(parseQr(text)).toEqual(parseQr(of2021));
  });

  it('an unreadable date is absent, not wrong', () => {
    expect(parseQr(of2021.replace('15021990', '')).dateOfBirth).toBeNull();
    expect(parseQr(of2021.replace('15021990', '1990')).dateOfBirth).toEqual({ year: 1990, month: null, day: null });
  });

  it.each([
    ['six fields', of2021.split('|').slice(0, 6).join('|'), 'malformed'],
    ['an address on the web', 'https://example.invalid/a|b|c|d|e|f|g', 'malformed'],
    ['eleven digits', of2021.slice(1), 'malformed'],
    ['a day that never was', of2021.replace('15021990', '31021990'), 'malformed'],
    ['two thousand characters more', of2021 + 'x'.repeat(2_000), 'limit'],
  ])('refuses %s', (_, text, code) => {
    expect(codeOf(() => parseQr(text))).toBe(code);
  });

  it('whatever is scanned, parsing ends', () => {
    fuzzText(parseQr, [of2021, of2024], 600);
  });
});
