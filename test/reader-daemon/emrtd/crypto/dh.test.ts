import { describe, expect, it } from 'vitest';
import { bytesToBigInt, fromHex, leftPad, toHex, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { decodePublicValue, dhGenerator, modularPower, modularProduct } from '@cccd-kiosk/emrtd/crypto/dh';
import { dhGroupByParameterId, dhGroups, matchExplicitGroup } from '@cccd-kiosk/emrtd/crypto/dh-groups';
import { domainByParameterId, domains, matchDomain } from '@cccd-kiosk/emrtd/crypto/domains';
import { dhExamples } from '@cccd-kiosk/fixtures/doc9303/dh';
import { codeOf } from '../code-of.ts';

describe.each(dhExamples)('$source', ({ parameterId, xA, yA, xB, yB, z }) => {
  const group = dhGroupByParameterId(parameterId);
  const domain = domainByParameterId(parameterId);
  if (group === undefined || domain === undefined) throw new Error('group');
  const [a, b] = [xA, xB].map((x) => domain.keyPairFromPrivate(bytesToBigInt(fromHex(x))));

  it('public values and shared secret, from both sides', () => {
    expect([a, b].map((pair) => pair && toHex(pair.publicKey))).toEqual([yA, yB]);
    expect(toHex(domain.sharedSecret(bytesToBigInt(fromHex(xA)), fromHex(yB)))).toBe(z);
    expect(toHex(domain.sharedSecret(bytesToBigInt(fromHex(xB)), fromHex(yA)))).toBe(z);
  });

  it('the generator has order q', () => {
    const inverse = modularPower(group, dhGenerator(group), group.q - 1n);
    expect((bytesToBigInt(inverse) * group.g) % group.p).toBe(1n);
    expect((group.p - 1n) % group.q).toBe(0n);
  });

  it('RFC 2631 §2.1.5: a public value is in range and in the subgroup', () => {
    expect(toHex(decodePublicValue(group, fromHex(yA)))).toBe(yA);
    // Outside the range; of order 2; −y of order 2q; 2, not in the subgroup; and what is no value at all.
    const { p, fieldLength } = group;
    for (const y of [0n, 1n, p - 1n, p, p - bytesToBigInt(fromHex(yA)), 2n])
      expect(codeOf(() => decodePublicValue(group, uintToBytes(y, fieldLength)))).toBe('bad-key');
    for (const octets of [new Uint8Array(0), fromHex(`00${yA}`)])
      expect(codeOf(() => decodePublicValue(group, octets))).toBe('bad-key');
  });

  it('9303-11 §9.4.1: the shortest form of a value is read', () => {
    // A value whose first octet is zero, found by counting.
    let k = 2n;
    while (domain.keyPairFromPrivate(k).publicKey[0] !== 0) k++;
    const whole = domain.keyPairFromPrivate(k).publicKey;
    expect(decodePublicValue(group, whole.slice(1))).toEqual(whole);
    // The terminal draws again rather than sending one.
    const draws = [k - 1n, 5n].map((value) => leftPad(uintToBytes(value, 8), group.orderLength + 16));
    expect(domain.generateKeyPair(() => draws.shift() ?? new Uint8Array(0))).toEqual(domain.keyPairFromPrivate(6n));
  });

  it('powers and products that generate nothing', () => {
    const g = dhGenerator(group);
    const inverse = modularPower(group, g, group.q - 1n);
    expect(codeOf(() => modularPower(group, g, group.q))).toBe('bad-key');
    expect(codeOf(() => modularPower(group, g, 0n))).toBe('bad-key');
    expect(codeOf(() => modularProduct(group, g, inverse))).toBe('bad-key');
    expect(codeOf(() => domain.addToGenerator(1n, inverse))).toBe('bad-key');
    expect(codeOf(() => domain.encodeNumber(1n))).toBe('bad-key');
  });

  it('explicit parameters match number for number', () => {
    const { p, g, q } = group;
    expect(matchExplicitGroup({ p, g, q })).toBe(group);
    expect(matchExplicitGroup({ p, g })).toBe(group);
    for (const other of [
      { p: p + 2n, g },
      { p, g: g + 1n },
      { p, g, q: q + 2n },
    ])
      expect(matchExplicitGroup(other)).toBeUndefined();
  });
});

describe('9303-11 §9.5.1: the table of standardized domain parameters', () => {
  it('ids 0 to 2 and 8 to 18', () => {
    expect(domains.map(({ parameterId }) => parameterId)).toEqual([0, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
    expect(dhGroups.map(({ fieldLength, orderLength }) => [fieldLength * 8, orderLength * 8])).toEqual([
      [1024, 160],
      [2048, 224],
      [2048, 256],
    ]);
  });

  it.each(domains)('$name: both sides of an agreement, and a mapped generator', (domain) => {
    const [a, b] = [domain.keyPairFromPrivate(0x1234_5678n), domain.keyPairFromPrivate(0x9abc_def0n)];
    const z = domain.sharedSecret(a.privateKey, b.publicKey);
    expect(domain.sharedSecret(b.privateKey, a.publicKey)).toEqual(z);
    expect(domain.decode(a.publicKey)).toEqual(a.publicKey);
    const base = domain.addToGenerator(7n, domain.multiply(a.privateKey, b.publicKey));
    const [c, d] = [domain.keyPairFromPrivate(3n, base), domain.keyPairFromPrivate(5n, base)];
    expect(domain.sharedSecret(3n, d.publicKey)).toEqual(domain.sharedSecret(5n, c.publicKey));
    expect(domain.compress(a.publicKey)).toHaveLength(domain.agreement === 'DH' ? 20 : (a.publicKey.length - 1) / 2);
    expect(matchDomain({ kind: 'standardized', parameterId: domain.parameterId })).toBe(domain);
  });
});
