import { describe, expect, it } from 'vitest';
import { factOf, keepFields, tidyDate } from '@cccd-kiosk/server/src/forms/values/card-facts';
import { checkValue } from '@cccd-kiosk/server/src/forms/values/check-value';
import { dateInLine, dateInWords } from '@cccd-kiosk/server/src/forms/values/dates-in-words';
import { issuedBy, placesOfIssue } from '@cccd-kiosk/server/src/forms/values/place-of-issue';
import { splitName } from '@cccd-kiosk/server/src/forms/values/split-name';
import { formSchema, type FormField } from '@cccd-kiosk/server/src/forms/registry/form-schema';
import { household } from './test-forms.ts';

describe('dates', () => {
  it.each([
    ['15/02/1990', 'Ngày mười lăm tháng hai năm một nghìn chín trăm chín mươi'],
    ['01/04/2005', 'Ngày mùng một tháng tư năm hai nghìn không trăm linh năm'],
    ['21/12/2014', 'Ngày hai mươi mốt tháng mười hai năm hai nghìn không trăm mười bốn'],
    ['24/10/1955', 'Ngày hai mươi tư tháng mười năm một nghìn chín trăm năm mươi lăm'],
    ['30/11/2000', 'Ngày ba mươi tháng mười một năm hai nghìn'],
    ['1948', 'Năm một nghìn chín trăm bốn mươi tám'],
    ['00/00/1948', 'Năm một nghìn chín trăm bốn mươi tám'],
  ])('%s in words', (date, words) => {
    expect(dateInWords(date)).toBe(words);
  });
  it('beside a signature, and tidied', () => {
    expect(dateInLine('5/2/2026')).toBe('ngày 05 tháng 02 năm 2026');
    expect(tidyDate('00/00/1948')).toBe('1948');
    expect(tidyDate('Không thời hạn')).toBe('Không thời hạn');
  });
});

describe('names', () => {
  it.each([
    ['Nguyễn Thị Minh Khai', 'Nguyễn', 'Thị Minh', 'Khai'],
    ['Lý', '', '', 'Lý'],
    ["H'Blŭk Êban Niê Kđăm", "H'Blŭk", 'Êban Niê', 'Kđăm'],
    ['Trần Hưng', 'Trần', '', 'Hưng'],
    ['  Đỗ\u0301   Văn  A ', 'Đỗ\u0301', 'Văn', 'A'],
  ])('%s', (name, surname, middleName, givenName) => {
    expect(splitName(name)).toEqual({ surname: surname.normalize('NFC'), middleName, givenName });
  });
});

describe('where a card was issued', () => {
  it.each([
    ['30/06/2024', 'Cục Cảnh sát quản lý hành chính về trật tự xã hội'],
    ['01/07/2024', 'Bộ Công an'],
    ['31/12/2015', undefined],
    ['không rõ', undefined],
  ])('%s', (date, name) => {
    expect(issuedBy(date, placesOfIssue)?.name).toBe(name);
  });
  it('the identity paper is one line', () => {
    const kept = keepFields(
      { personalNumber: '046148000017', dateOfIssue: '5/8/2021' } as never,
      new Set(['personalNumber', 'dateOfIssue'] as const),
    );
    expect(factOf('identityPaper', kept, placesOfIssue)).toBe(
      'Căn cước công dân số 046148000017, Cục Cảnh sát quản lý hành chính về trật tự xã hội cấp ngày 05/08/2021',
    );
    expect(factOf('fullName', kept, placesOfIssue)).toBeUndefined();
  });
});

const fields = formSchema.parse(household).sections.flatMap((section) => section.fields);
const like = (type: FormField['type'], more: Partial<FormField> = {}): FormField => {
  const [first] = fields;
  if (first === undefined) throw new Error('no field');
  return { ...first, type, max: 100, choices: undefined, ...more };
};

describe('what is typed', () => {
  it.each<[FormField['type'], string, string]>([
    ['name', 'Nguye\u0302\u0303n  Va\u0306n\tA', 'Nguyễn Văn A'],
    ['name', 'a\u202Eb\u0007c', 'ab c'],
    ['text', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['long', 'một\r\nhai', 'một\nhai'],
    ['date', '1/2/2020', '01/02/2020'],
    ['date', '1948', '1948'],
    ['time', '7h05', '07:05'],
    ['phone', '+84 (912) 345-678', '+84912345678'],
    ['email', 'a@b.vn', 'a@b.vn'],
    ['count', '007', '7'],
    ['sex', 'Nữ', 'Nữ'],
    ['check', 'yes', 'yes'],
    ['personal-number', '046 148 000 017', '046148000017'],
    ['text', '   ', ''],
    ['text', 'Bán phở 🍜 👨‍👩‍👧', 'Bán phở 🍜 👨‍👩‍👧'],
    ['name', 'Nguyễn\u200b Văn\u00ad A\u2060', 'Nguyễn Văn A'],
    ['personal-number', '\u2066046148000017\u2069', '046148000017'],
    ['name', "H'Hen \u061cNiê\ufeff", "H'Hen Niê"],
    ['long', 'một\u2028hai\u0000ba', 'một hai ba'],
  ])('%s takes %j', (type, typed, value) => {
    expect(checkValue(like(type), typed)).toEqual({ value });
  });
  it.each<[FormField['type'], string]>([
    ['date', '31/02/2020'],
    ['date', 'hôm nay'],
    ['time', '25:00'],
    ['phone', '12'],
    ['email', 'a@b'],
    ['count', '-1'],
    ['sex', 'nữ'],
    ['personal-number', '123456789'],
    ['check', 'có'],
  ])('%s does not take %j', (type, typed) => {
    expect(checkValue(like(type), typed)).toEqual({ problem: 'out-of-shape' });
  });
  it('a choice is one of the printed ones, by its value', () => {
    const words = { vi: 'Có', en: 'Yes' };
    const field = like('choice', { choices: [{ value: 'yes', label: words }] });
    expect(checkValue(field, ' yes ')).toEqual({ value: 'yes' });
    expect(checkValue(field, 'Có')).toEqual({ problem: 'out-of-shape' });
  });
  it('a picture of several parts is one letter', () => {
    expect(checkValue(like('text', { max: 3 }), '👨‍👩‍👧👍🏽🇻🇳')).toEqual({ value: '👨‍👩‍👧👍🏽🇻🇳' });
    expect(checkValue(like('text', { max: 2 }), '👨‍👩‍👧👍🏽🇻🇳')).toEqual({ problem: 'too-long' });
  });
  it('a hundred letters are counted as people count them', () => {
    const letter = 'ễ'.normalize('NFD');
    expect(checkValue(like('name'), letter.repeat(100))).toEqual({ value: 'ễ'.repeat(100) });
    expect(checkValue(like('name'), letter.repeat(101))).toEqual({ problem: 'too-long' });
  });
});
