import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { encodeTlv, findTlv, readOneTlv, readTlv, readTlvHeader, readTlvs } from '@cccd-kiosk/emrtd/tlv';
import { codeOf } from './code-of.ts';

describe('BER-TLV, ISO/IEC 7816-4 §5.2.2', () => {
  it.each([
    ['one-octet tag, short length', '5C 02 61 75', 0x5c, 2, 2],
    ['two-octet tag', '5F1F 03 414243', 0x5f1f, 3, 3],
    ['three-octet tag', '7F8101 00', 0x7f8101, 4, 0],
    ['length 81', '04 81 80', 0x04, 3, 128],
    ['length 82', '75 82 4E20', 0x75, 4, 20_000],
    ['length 83', '30 83 0C9A8B', 0x30, 5, 825_995],
    ['length 84', '30 84 00000005', 0x30, 6, 5],
  ])('header: %s', (_, hex, tag, headerLength, length) => {
    expect(readTlvHeader(fromHex(hex))).toEqual({ tag, headerLength, length });
  });

  it.each([
    ['nothing', '', 'malformed'],
    ['zero tag', '00 00', 'malformed'],
    ['tag cut short', '7F', 'malformed'],
    ['tag number with a leading zero', '7F80 00', 'malformed'],
    ['tag of four octets', '7F818101 00', 'limit'],
    ['no length', '30', 'malformed'],
    ['indefinite length', '30 80 0000', 'malformed'],
    ['length cut short', '30 82 01', 'malformed'],
    ['length of 4 GB', '6D 84 FFFFFFFF', 'limit'],
    ['length field of five octets', '30 85 0000000001', 'limit'],
    ['value cut short', '30 05 0102', 'malformed'],
  ])('refuses: %s', (_, hex, code) => {
    expect(codeOf(() => readTlv(fromHex(hex)))).toBe(code);
  });

  it('reads siblings exactly and finds one by its tag', () => {
    const items = readTlvs(fromHex('5F01 04 30313037 5C 01 61'));
    expect(items.map(({ tag }) => tag)).toEqual([0x5f01, 0x5c]);
    expect(toHex(findTlv(items, 0x5c)?.bytes ?? new Uint8Array())).toBe('5C0161');
    expect(codeOf(() => readTlvs(fromHex('5C0161 5C')))).toBe('malformed');
  });

  it('one element, and nothing behind it', () => {
    expect(readOneTlv(fromHex('6E 00'), 0x6e).value).toHaveLength(0);
    expect(codeOf(() => readOneTlv(fromHex('6E 00 00')))).toBe('malformed');
    expect(codeOf(() => readOneTlv(fromHex('6E 00'), 0x6f))).toBe('malformed');
  });

  it('100,000 levels of nesting cost one look', () => {
    const deep = concat(...Array.from({ length: 25_000 }, () => fromHex('30 82 FFFF')));
    expect(codeOf(() => readTlvs(deep))).toBe('malformed');
  });

  it('stops at 65,536 siblings', () => {
    const many = new Uint8Array(2 * 70_000).map((_, i) => (i % 2 === 0 ? 0x04 : 0));
    expect(codeOf(() => readTlvs(many))).toBe('limit');
  });

  it('what is written is read again, with the shortest length', () => {
    const tag = fc.constantFrom(0x30, 0x5c, 0x5f1f, 0x7f61, 0x7f8101);
    fc.assert(
      fc.property(tag, fc.uint8Array({ maxLength: 70_000, size: 'max' }), (written, value) => {
        const bytes = encodeTlv(written, value);
        const { tlv, next } = readTlv(bytes);
        expect([tlv.tag, next, tlv.value.length]).toEqual([written, bytes.length, value.length]);
        expect(toHex(tlv.value)).toBe(toHex(value));
      }),
      { numRuns: 60 },
    );
  });
});
