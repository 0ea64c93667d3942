import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { decodeOid, encodeOid, oidName, oids } from '@cccd-kiosk/emrtd/oid';
import { codeOf } from './code-of.ts';

describe('object identifiers, X.690 §8.19', () => {
  it.each([
    ['28D316010008', '1.0.10646.1.0.8'],
    ['04007F00070202040202', '0.4.0.127.0.7.2.2.4.2.2'],
    ['678108010101', '2.23.136.1.1.1'],
    ['2A864886F70D010702', '1.2.840.113549.1.7.2'],
    ['8837', '2.999'],
  ])('%s is %s', (hex, dotted) => {
    expect(decodeOid(fromHex(hex))).toBe(dotted);
    expect(toHex(encodeOid(dotted))).toBe(hex);
  });

  it('an arc of 2³² + x never reads as x', () => {
    // sha256WithRSAEncryption, its last arc 2³² + 11
    expect(decodeOid(fromHex('2A864886F70D0101 908080800B'))).toBe('1.2.840.113549.1.1.4294967307');
    expect(oidName('1.2.840.113549.1.1.4294967307')).not.toBe('sha256WithRsa');
  });

  it.each([
    ['nothing', '', 'malformed'],
    ['an arc cut short', '2A86', 'malformed'],
    ['an arc with a leading zero', '2A8001', 'malformed'],
    ['65 octets', '2A' + '01'.repeat(64), 'limit'],
  ])('refuses %s', (_, hex, code) => {
    expect(codeOf(() => decodeOid(fromHex(hex)))).toBe(code);
  });

  it('every name stands for one identifier', () => {
    const dotted = Object.values(oids);
    expect(new Set(dotted).size).toBe(dotted.length);
    for (const [name, value] of Object.entries(oids)) expect(oidName(value)).toBe(name);
  });

  it('what is written is read again', () => {
    const arcs = fc.array(fc.bigInt({ min: 0n, max: 1n << 64n }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.nat({ max: 1 }), fc.nat({ max: 39 }), arcs, (first, second, rest) => {
        const dotted = [first, second, ...rest].join('.');
        expect(decodeOid(encodeOid(dotted))).toBe(dotted);
      }),
      { numRuns: 200 },
    );
  });
});
