import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import {
  children,
  der,
  fields,
  readBitString,
  readBoolean,
  readDer,
  readInteger,
  readNamedBits,
  readSmallInteger,
} from '@cccd-kiosk/emrtd/der';
import { readString, readTime } from '@cccd-kiosk/emrtd/der-text';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { codeOf } from './code-of.ts';
import { fuzz } from './mutations.ts';

const element = (hex: string) => readDer(fromHex(hex));

describe('DER, X.690 §10', () => {
  it.each([
    ['length 81 where 7F suffices', '04 81 01 00'],
    ['length 82 where 81 suffices', '04 82 0001 00'],
    ['octets behind the element', '05 00 00'],
    ['indefinite length', '30 80 0000'],
  ])('§10.1 refuses %s', (_, hex) => {
    expect(codeOf(() => element(hex))).toBe('malformed');
  });

  it.each([
    ['02 01 00', 0n],
    ['02 01 7F', 127n],
    ['02 02 0080', 128n],
    ['02 01 80', -128n],
    ['02 01 FF', -1n],
    ['02 09 00FFFFFFFFFFFFFFFF', 0xffff_ffff_ffff_ffffn],
  ])('§8.3 INTEGER %s', (hex, value) => {
    expect(readInteger(element(hex))).toBe(value);
  });

  it.each(['02 00', '02 02 0001', '02 02 FF80', '04 01 00'])('§8.3 refuses %s as an INTEGER', (hex) => {
    expect(codeOf(() => readInteger(element(hex)))).toBe('malformed');
  });

  it('small numbers are 0 to 2³¹ − 1', () => {
    expect(readSmallInteger(element('02 04 7FFFFFFF'))).toBe(0x7fff_ffff);
    expect(codeOf(() => readSmallInteger(element('02 05 0080000000')))).toBe('malformed');
    expect(codeOf(() => readSmallInteger(element('02 01 FF')))).toBe('malformed');
  });

  it('§8.2 BOOLEAN', () => {
    expect([readBoolean(element('01 01 FF')), readBoolean(element('01 01 00'))]).toEqual([true, false]);
    expect(codeOf(() => readBoolean(element('01 00')))).toBe('malformed');
  });

  it('§8.6 BIT STRING, and the bits of a named list', () => {
    expect(readBitString(element('03 02 07 80'))).toEqual({ unusedBits: 7, octets: fromHex('80') });
    expect([...readNamedBits(element('03 02 01 06'))]).toEqual([5, 6]);
    expect(codeOf(() => readBitString(element('03 01 01')))).toBe('malformed');
    expect(codeOf(() => readBitString(element('03 02 08 80')))).toBe('malformed');
  });

  it.each([
    ['UTF8String', '0C 04 C490C490', 'ĐĐ'],
    ['PrintableString', '13 02 564E', 'VN'],
    ['PrintableString with ISO 8859-1 in it, as issuers write', '13 02 C94E', 'ÉN'],
    ['BMPString', '1E 04 01100041', 'ĐA'],
    ['UniversalString', '1C 04 00000041', 'A'],
    ['IA5String', '16 01 40', '@'],
  ])('§8.23 %s', (_, hex, text) => {
    expect(readString(element(hex))).toBe(text);
  });

  it.each(['0C 01 C4', '1E 01 00', '1E 02 D800', '1C 04 00110000', '02 01 00'])('refuses %s as text', (hex) => {
    expect(codeOf(() => readString(element(hex)))).toBe('malformed');
  });

  it.each([
    ['170D 3439313233313233353935395A', '2049-12-31T23:59:59.000Z'],
    ['170D 3530303130313030303030305A', '1950-01-01T00:00:00.000Z'],
    ['180F 32303536303130313030303030305A', '2056-01-01T00:00:00.000Z'],
    ['170B 323130313031303030305A', '2021-01-01T00:00:00.000Z'],
    ['1711 3038303132393031303030302B30313030', '2008-01-29T00:00:00.000Z'],
  ])('§8.25 and §8.26, times: %s', (hex, iso) => {
    expect(readTime(element(hex)).toISOString()).toBe(iso);
  });

  it.each([
    ['30 February', '170D 3231303233303030303030305A'],
    ['four-digit year in UTCTime', '170F 32303536303130313030303030305A'],
    ['no zone', '170C 323130313031303030303030'],
  ])('refuses as a time: %s', (_, hex) => {
    expect(codeOf(() => readTime(element(hex)))).toBe('malformed');
  });

  it('walks a SEQUENCE from left to right and to its end', () => {
    const item = fields(element('30 08 020101 800100 0500'));
    expect(readInteger(item.next())).toBe(1n);
    expect(item.optional(0x81)).toBeUndefined();
    expect(item.optional(0x80, 0x81)?.tag).toBe(0x80);
    expect(codeOf(() => item.end())).toBe('malformed');
    expect(item.next(der.null).tag).toBe(der.null);
    item.end();
    expect(codeOf(() => item.next())).toBe('malformed');
  });

  it('writers and readers agree', () => {
    const set = write.writeSetOf(write.writeInteger(300), write.writeInteger(5), write.writeOctetString(fromHex('00')));
    expect(children(readDer(set)).map(({ bytes }) => toHex(bytes))).toEqual(['020105', '0202012C', '040100']);
    expect(toHex(write.writeInteger(fromHex('0000FF')))).toBe('020200FF');
    expect(toHex(write.writeInteger(0n))).toBe('020100');
    expect(toHex(write.writeNamedBits([5, 6]))).toBe('03020106');
    expect(toHex(write.writeNamedBits([]))).toBe('030100');
    for (const year of [2049, 2050]) {
      const time = new Date(Date.UTC(year, 0, 31, 12, 30, 1));
      expect(readTime(readDer(write.writeTime(time)))).toEqual(time);
    }
  });

  it('whatever the octets, reading ends and names its reason', () => {
    const readers = [readInteger, readTime, readString, readBitString, children];
    for (const read of readers)
      fuzz(
        (bytes) => read(readDer(bytes)),
        [fromHex('170D3439313233313233353935395A'), fromHex('300802010180010005 00')],
        100,
      );
  });
});
