import { describe, expect, it } from 'vitest';
import {
  dateMatchesMrz,
  formatDate,
  isoDate,
  noExpiry,
  parseCompactDate,
  parseMrzDate,
  parseSlashDate,
  sameDate,
  toMrzDate,
} from '@cccd-kiosk/cccd/dates';
import { codeOf } from '../emrtd/code-of.ts';
import { fuzzText } from '../emrtd/mutations.ts';

const today = new Date('2026-11-22T00:00:00Z');

describe('dates on the card', () => {
  it.each([
    ['15/02/1990', '1990-02-15', '900215'],
    ['5/2/1990', '1990-02-05', '900205'],
    ['29/02/2000', '2000-02-29', '000229'],
    ['00/00/1950', '1950', '50<<<<'],
    ['00/03/1950', '1950-03', '5003<<'],
    ['03/1950', '1950-03', '5003<<'],
    ['1950', '1950', '50<<<<'],
    [' 15-02-1990 ', '1990-02-15', '900215'],
  ])('%s', (text, iso, mrz) => {
    const date = parseSlashDate(text);
    expect([isoDate(date), toMrzDate(date)]).toEqual([iso, mrz]);
  });

  it.each(['29/02/1900', '31/04/2020', '15/00/1990', '15/13/1990', '32/01/1990', '1/1/90', 'Không thời hạn', ''])(
    'never was, or is none: %s',
    (text) => {
      expect(codeOf(() => parseSlashDate(text))).toBe('malformed');
    },
  );

  it('ddmmyyyy of the QR code', () => {
    expect(isoDate(parseCompactDate('15021990'))).toBe('1990-02-15');
    expect(isoDate(parseCompactDate('00001950'))).toBe('1950');
    expect(codeOf(() => parseCompactDate('1502199'))).toBe('malformed');
  });

  it.each([
    ['900215', 'birth', '1990-02-15'],
    ['250101', 'birth', '2025-01-01'],
    ['261122', 'birth', '2026-11-22'],
    ['261123', 'birth', '1926-11-23'],
    ['50<<<<', 'birth', '1950'],
    ['500000', 'birth', '1950'],
    ['300215', 'expiry', '2030-02-15'],
    ['651231', 'expiry', '2065-12-31'],
  ] as const)('YYMMDD %s as %s', (text, kind, iso) => {
    expect(isoDate(parseMrzDate(text, kind, today))).toBe(iso);
  });

  it('no expiry is no day in 1999 or 2099', () => {
    expect(codeOf(() => parseMrzDate(noExpiry, 'expiry', today))).toBe('malformed');
  });

  it.each([
    ['1950', '50<<<<', true],
    ['1950', '500000', true],
    ['00/03/1950', '500300', true],
    ['15/02/1990', '900215', true],
    ['15/02/1990', '900216', false],
    ['10/10/2000', '001010', true],
    ['1950', '500101', false],
  ])('%s and %s in a zone: %s', (text, mrz, due) => {
    expect(dateMatchesMrz(parseSlashDate(text), mrz)).toBe(due);
  });

  it('for people: as much as is known', () => {
    expect(['15/2/1990', '00/02/1990', '1990'].map((text) => formatDate(parseSlashDate(text)))).toEqual([
      '15/02/1990',
      '02/1990',
      '1990',
    ]);
    expect(sameDate(parseSlashDate('1950'), parseSlashDate('01/01/1950'))).toBe(false);
  });

  it('whatever the text, parsing ends', () => {
    fuzzText(parseSlashDate, ['15/02/1990']);
    fuzzText((text) => parseMrzDate(text, 'birth', today), ['900215', '50<<<<']);
  });
});
