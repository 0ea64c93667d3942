import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { describe, expect, it } from 'vitest';
import { bytesToBigInt, concat, fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import {
  curveByOid,
  curveByParameterId,
  curves,
  matchExplicitCurve,
  type Curve,
} from '@cccd-kiosk/emrtd/crypto/curves';
import {
  addPoints,
  decodePoint,
  encodePoint,
  generateKeyPair,
  generator,
  isOnCurve,
  keyPairFromPrivate,
  multiply,
  sharedX,
} from '@cccd-kiosk/emrtd/crypto/ec';
import { ecdhExamples } from '@cccd-kiosk/fixtures/doc9303/ecdh';

const nistNames: Record<string, string> = {
  'P-192': 'secp192r1',
  'P-224': 'secp224r1',
  'P-256': 'secp256r1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};
const named = (name: string): Curve => {
  const wanted = nistNames[name] ?? name;
  const curve = curves.find((candidate) => candidate.name === wanted);
  if (curve === undefined) throw new Error(name);
  return curve;
};
const badKey = expect.objectContaining({ code: 'bad-key' });
/** The second opinion: double-and-add in script. */
const noble = ({ p, a, b, n, h, gx: Gx, gy: Gy }: Curve) => weierstrass({ p, a, b, n, h, Gx, Gy });

describe('9303-11 §9.5.1 standardized curves', () => {
  it('are the ids 8 to 18', () => {
    expect(curves.map((curve) => curve.parameterId)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
    expect(curveByParameterId(7)).toBeUndefined();
    expect(curveByParameterId(19)).toBeUndefined();
    expect(curveByOid('1.3.36.3.3.2.8.1.1.7')?.parameterId).toBe(13);
  });

  it.each(curves)('$name: generator on the curve, of order n', (curve) => {
    expect(isOnCurve(curve, generator(curve))).toBe(true);
    expect(() => addPoints(curve, multiply(curve, curve.n - 1n, generator(curve)), generator(curve))).toThrow(badKey);
  });
});

describe.each(curves)('$name arithmetic', (curve) => {
  const scalars = [1n, 2n, 3n, curve.n - 1n, curve.n - 2n, curve.n / 3n, curve.p % curve.n];
  const base = multiply(curve, 7n, generator(curve));

  it('multiplies as double-and-add does, whatever the base', () => {
    const point = noble(curve).fromAffine(base);
    for (const k of scalars) {
      expect(multiply(curve, k, base)).toEqual(point.multiply(k).toAffine());
      expect(multiply(curve, k, generator(curve))).toEqual(noble(curve).BASE.multiply(k).toAffine());
    }
  });

  it('agrees on x of the product, with private keys of 1 to n − 1 alone', () => {
    for (const k of scalars)
      expect(bytesToBigInt(sharedX(curve, k, base))).toBe(noble(curve).fromAffine(base).multiply(k).toAffine().x);
    for (const k of [0n, -1n, curve.n, curve.n + 1n]) expect(() => sharedX(curve, k, base)).toThrow(badKey);
  });

  it('adds: distributive, doubling included, infinity refused', () => {
    const g = generator(curve);
    expect(addPoints(curve, g, g)).toEqual(multiply(curve, 2n, g));
    expect(addPoints(curve, base, multiply(curve, 5n, g))).toEqual(multiply(curve, 12n, g));
    expect(() => addPoints(curve, base, { x: base.x, y: curve.p - base.y })).toThrow(badKey);
    expect(() => multiply(curve, curve.n, base)).toThrow(badKey);
  });

  it('decodes what it encodes and nothing else', () => {
    const encoded = encodePoint(curve, base);
    expect(decodePoint(curve, encoded)).toEqual(base);
    const off = encoded.slice();
    off[off.length - 1] = (off.at(-1) ?? 0) ^ 1;
    const compressed = concat(Uint8Array.of(0x02), encoded.slice(1, 1 + curve.fieldLength));
    for (const wrong of [off, compressed, encoded.slice(0, -1), concat(encoded, encoded), Uint8Array.of(0)])
      expect(() => decodePoint(curve, wrong)).toThrow(badKey);
    expect(() => sharedX(curve, 5n, { x: base.x, y: base.y ^ 1n })).toThrow(badKey);
  });

  it('draws private keys below the order, each random octet counting', () => {
    const ones = generateKeyPair(curve, (length) => new Uint8Array(length).fill(0xff));
    expect(ones.privateKey > 0n && ones.privateKey < curve.n).toBe(true);
    const zero = generateKeyPair(curve, (length) => new Uint8Array(length));
    expect(zero.privateKey).toBe(1n);
    expect(zero.publicKey).toEqual(generator(curve));
  });
});

describe('ECDH data', () => {
  it.each(ecdhExamples)('$source, $curve', (example) => {
    const curve = named(example.curve);
    const [a, b] = [example.dA, example.dB].map((d) => bytesToBigInt(fromHex(d)));
    if (a === undefined || b === undefined) throw new Error('example');
    const [qA, qB] = [example.qA, example.qB].map((q) => decodePoint(curve, fromHex(q)));
    expect([keyPairFromPrivate(curve, a).publicKey, keyPairFromPrivate(curve, b).publicKey]).toEqual([qA, qB]);
    if (qA === undefined || qB === undefined) throw new Error('example');
    expect(toHex(sharedX(curve, a, qB))).toBe(example.z);
    expect(toHex(sharedX(curve, b, qA))).toBe(example.z);
  });
});

describe('explicit parameters', () => {
  const explicit = (curve: Curve) => ({
    p: curve.p,
    a: curve.a,
    b: curve.b,
    n: curve.n,
    h: curve.h,
    generator: encodePoint(curve, generator(curve)),
  });

  it.each(curves)('$name is recognised, with compressed generator and without cofactor, too', (curve) => {
    const { h: _, ...given } = explicit(curve);
    expect(matchExplicitCurve(explicit(curve))).toBe(curve);
    const compressed = concat(
      Uint8Array.of(curve.gy % 2n === 0n ? 0x02 : 0x03),
      given.generator.slice(1, 1 + curve.fieldLength),
    );
    expect(matchExplicitCurve({ ...given, generator: compressed })).toBe(curve);
    const otherSign = concat(Uint8Array.of(curve.gy % 2n === 0n ? 0x03 : 0x02), compressed.slice(1));
    expect(matchExplicitCurve({ ...given, generator: otherSign })).toBeUndefined();
  });

  it.each(curves)('$name with a generator of the sender’s own, or any other number changed, is no curve', (curve) => {
    const given = explicit(curve);
    const other = encodePoint(curve, multiply(curve, 2n, generator(curve)));
    for (const change of [{ generator: other }, { p: given.p + 2n }, { a: 1n }, { b: 1n }, { n: 7n }, { h: 4n }])
      expect(matchExplicitCurve({ ...given, ...change })).toBeUndefined();
  });
});
