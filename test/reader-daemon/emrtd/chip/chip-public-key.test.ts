/** Keys that a chip states for itself, at the edges of what is a key (9303-11 §9.5 and §9.6). */
import { describe, expect, it } from 'vitest';
import { concat, fromHex, leftPad, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { agreementPublicKey, chipPublicKey } from '@cccd-kiosk/emrtd/chip/chip-public-key';
import { curves } from '@cccd-kiosk/emrtd/crypto/curves';
import { dhGroups } from '@cccd-kiosk/emrtd/crypto/dh-groups';
import { domains, domainByParameterId } from '@cccd-kiosk/emrtd/crypto/domains';
import { writeBitString, writeInteger, writeNull, writeOid, writeSequence } from '@cccd-kiosk/emrtd/der-write';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { codeOf } from '../code-of.ts';

const standardized = (id: number, bits: Uint8Array): Uint8Array =>
  writeSequence(writeSequence(writeOid(oids.standardizedDomainParameters), writeInteger(id)), bits);
const [group] = dhGroups;
const domain = domainByParameterId(0);
if (!group || !domain) throw new Error('group');
const good = domain.keyPairFromPrivate(0x1234_5678n).publicKey;

describe('a value modulo a prime', () => {
  const read = (octets: Uint8Array) => agreementPublicKey(standardized(0, writeBitString(octets)));

  it('as an INTEGER (RFC 3279 §2.3.3), and bare where the parameters are standardized', () => {
    expect(read(writeInteger(good)).publicKey).toEqual(good);
    expect(read(good)).toEqual({ domain, publicKey: good });
  });

  it('an INTEGER without leading zeros comes out as long as the prime', () => {
    const small = leftPad(uintToBytes(group.g, group.fieldLength), group.fieldLength);
    expect(read(writeInteger(small)).publicKey).toHaveLength(group.fieldLength);
  });

  it.each([
    ['0', writeInteger(0)],
    ['−1', fromHex('0201FF')],
    ['1', writeInteger(1)],
    ['p − 1', writeInteger(group.p - 1n)],
    ['p', writeInteger(group.p)],
    ['p + 1', writeInteger(group.p + 1n)],
    ['2, outside the subgroup', writeInteger(2)],
    ['nothing at all', new Uint8Array(0)],
    ['bare zeros', new Uint8Array(group.fieldLength)],
    ['bare and an octet too long', concat(Uint8Array.of(0), good)],
  ])('%s is no key', (_, octets) => {
    expect(codeOf(() => read(octets))).toBe('bad-key');
  });

  it('octets behind the INTEGER: malformed', () => {
    expect(codeOf(() => read(concat(writeInteger(good), Uint8Array.of(0))))).toBe('malformed');
  });

  it('is none on a curve', () => {
    expect(codeOf(() => chipPublicKey(standardized(0, writeBitString(good))))).toBe('unsupported');
  });
});

describe.each(curves)('a point of $name', (curve) => {
  const own = domainByParameterId(curve.parameterId);
  if (own === undefined) throw new Error('curve');
  const point = own.keyPairFromPrivate(7n).publicKey;
  const length = curve.fieldLength;
  const read = (octets: Uint8Array) => agreementPublicKey(standardized(curve.parameterId, writeBitString(octets)));

  it('is read as it is', () => {
    expect(read(point)).toEqual({ domain: own, publicKey: point });
  });

  it('the opposite point is another key, on the curve as well', () => {
    const y = point.slice(1 + length).reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
    const opposite = concat(point.slice(0, 1 + length), uintToBytes(curve.p - y, length));
    expect(read(opposite).publicKey).toEqual(opposite);
  });

  it.each([
    ['the neutral element', () => Uint8Array.of(0)],
    ['nothing', () => new Uint8Array(0)],
    ['compressed', () => concat(Uint8Array.of(2), point.slice(1, 1 + length))],
    ['an octet short', () => point.slice(0, -1)],
    ['an octet long', () => concat(point, Uint8Array.of(0))],
    ['zeros', () => concat(Uint8Array.of(4), new Uint8Array(2 * length))],
    [
      'a coordinate at the prime',
      () => concat(Uint8Array.of(4), uintToBytes(curve.p, length), point.slice(1 + length)),
    ],
    ['one bit off the curve', () => point.map((octet, i) => (i === 2 * length ? octet ^ 1 : octet))],
  ])('%s is no key', (_, octets) => {
    expect(codeOf(() => read(octets()))).toBe('bad-key');
  });
});

describe('the frame around a key', () => {
  const point = domains.find(({ parameterId }) => parameterId === 13)?.keyPairFromPrivate(7n).publicKey;
  if (point === undefined) throw new Error('domain');

  it.each([
    ['bits that are no whole octets', standardized(13, writeBitString(point, 1)), 'malformed'],
    ['no bits', standardized(13, writeNull()), 'malformed'],
    ['something behind the bits', writeSequence(algorithm(13), writeBitString(point), writeNull()), 'malformed'],
    ['parameters that nobody has standardized', standardized(7, writeBitString(point)), 'unsupported'],
    ['parameters behind the last', standardized(19, writeBitString(point)), 'unsupported'],
    [
      'parameters left out',
      writeSequence(writeSequence(writeOid(oids.ecPublicKey)), writeBitString(point)),
      'malformed',
    ],
    [
      'another algorithm',
      writeSequence(writeSequence(writeOid(oids.rsaEncryption)), writeBitString(point)),
      'unsupported',
    ],
    ['octets behind it all', concat(standardized(13, writeBitString(point)), Uint8Array.of(0)), 'malformed'],
  ])('%s', (_, spki, code) => {
    expect(codeOf(() => agreementPublicKey(spki))).toBe(code);
  });

  function algorithm(id: number): Uint8Array {
    return writeSequence(writeOid(oids.standardizedDomainParameters), writeInteger(id));
  }
});
