import { describe, expect, it } from 'vitest';
import {
  cardAccessNumber,
  documentNumber,
  numberDisagrees,
  parsePersonalNumber,
  sexOf,
} from '@cccd-kiosk/cccd/personal-number';
import { currentProvince, registeredCodes, registeredProvince } from '@cccd-kiosk/cccd/provinces';
import { codeOf } from '../emrtd/code-of.ts';

describe('the personal number, PPP G YY NNNNNN', () => {
  it.each([
    ['001190999999', 'Hà Nội', 'F', 1990],
    ['079099999999', 'Hồ Chí Minh', 'M', 1999],
    ['092050999920', 'Cần Thơ', 'M', 1950],
    ['096205999999', 'Cà Mau', 'M', 2005],
    ['038399999999', 'Thanh Hóa', 'F', 2099],
    ['001400999999', 'Hà Nội', 'M', 2100],
  ])('%s', (number, province, sex, birthYear) => {
    const parsed = parsePersonalNumber(number);
    expect([parsed.registeredProvince?.name, parsed.sex, parsed.birthYear]).toEqual([province, sex, birthYear]);
  });

  it('an unknown code is a country or a code to come, never a refusal', () => {
    expect(parsePersonalNumber('999190999999')).toMatchObject({
      registeredProvince: undefined,
      currentProvince: undefined,
    });
  });

  it.each(['', '00119099999', '0011909999999', '00119099999A', '٠٠١١٩٠٩٩٩٩٩٩'])('refuses %j', (text) => {
    expect(codeOf(() => parsePersonalNumber(text))).toBe('malformed');
  });

  it('CAN and document number are its ends', () => {
    expect([cardAccessNumber('001190123456'), documentNumber('001190123456')]).toEqual(['123456', '190123456']);
  });

  it('disagreement with the card is named, not thrown', () => {
    const number = parsePersonalNumber('001190999999');
    expect(numberDisagrees(number, { sex: 'M', birthYear: 1991 })).toEqual(['sex', 'birthYear']);
    expect(numberDisagrees(number, { sex: 'F' })).toEqual([]);
  });

  it('sex as the card spells it', () => {
    expect(['Nam', 'NỮ', 'Nữ'.normalize('NFD'), 'Female'].map(sexOf)).toEqual(['M', 'F', 'F', undefined]);
  });
});

describe('provinces', () => {
  it('63 codes stand for 34 provinces since 1 July 2025', () => {
    expect(registeredCodes).toHaveLength(63);
    const current = registeredCodes.map((code) => currentProvince(code)?.code);
    expect(current).not.toContain(undefined);
    expect(new Set(current).size).toBe(34);
  });

  it.each([
    ['002', 'Hà Giang', 'Tuyên Quang'],
    ['017', 'Hòa Bình', 'Phú Thọ'],
    ['034', 'Thái Bình', 'Hưng Yên'],
    ['074', 'Bình Dương', 'Hồ Chí Minh'],
    ['095', 'Bạc Liêu', 'Cà Mau'],
    ['046', 'Thừa Thiên Huế', 'Huế'],
    ['001', 'Hà Nội', 'Hà Nội'],
  ])('%s was %s and is %s', (code, was, is) => {
    expect([registeredProvince(code)?.name, currentProvince(code)?.name]).toEqual([was, is]);
  });
});
