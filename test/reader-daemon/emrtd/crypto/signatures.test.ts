import { constants, createPrivateKey, generateKeyPairSync, privateEncrypt, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, plain, toHex, uintToBytes, utf8 } from '@cccd-kiosk/emrtd/bytes';
import { curves } from '@cccd-kiosk/emrtd/crypto/curves';
import { opensslCurveName } from '@cccd-kiosk/emrtd/crypto/ec';
import { verifyEcdsa } from '@cccd-kiosk/emrtd/crypto/ecdsa';
import { hash, hashNames, opensslHashName, type HashName } from '@cccd-kiosk/emrtd/crypto/hash';
import { openIso9796, recoverIso9796 } from '@cccd-kiosk/emrtd/crypto/iso9796';
import {
  rsaComplement,
  rsaPublicKey,
  rsaPublicOperation,
  verifyRsaPkcs1,
  verifyRsaPss,
  smallestIssuerExponent,
} from '@cccd-kiosk/emrtd/crypto/rsa';
import { encodedPssMatches } from '@cccd-kiosk/emrtd/crypto/pss';
import { activeAuthentication } from '@cccd-kiosk/fixtures/doc9303/active-authentication';

const message = utf8('what was signed');
const octets = (base64url: string | undefined): Uint8Array => plain(Buffer.from(base64url ?? '', 'base64url'));
const flipped = (signature: Uint8Array, at: number): Uint8Array =>
  signature.map((octet, i) => (i === at ? octet ^ 1 : octet));

describe.each(curves)('TR-03111 §4.2 ECDSA on $name', (curve) => {
  const pair = generateKeyPairSync('ec', { namedCurve: opensslCurveName(curve) });
  const spki = plain(pair.publicKey.export({ format: 'der', type: 'spki' }));
  const publicKey = spki.slice(-(1 + 2 * curve.fieldLength));

  it.each(hashNames)('%s, DER and plain', (name) => {
    for (const encoding of ['der', 'plain'] as const) {
      const dsaEncoding = encoding === 'der' ? 'der' : 'ieee-p1363';
      const signature = plain(sign(opensslHashName(name), message, { key: pair.privateKey, dsaEncoding }));
      const given = { curve, publicKey, hash: name, message, signature, encoding };
      expect(verifyEcdsa(given)).toBe(true);
      expect(verifyEcdsa({ ...given, message: utf8('another') })).toBe(false);
      expect(verifyEcdsa({ ...given, signature: flipped(signature, signature.length - 1) })).toBe(false);
      expect(verifyEcdsa({ ...given, signature: signature.slice(1) })).toBe(false);
      expect(verifyEcdsa({ ...given, signature: new Uint8Array(signature.length) })).toBe(false);
      expect(verifyEcdsa({ ...given, signature: new Uint8Array(0) })).toBe(false);
    }
  });

  it('refuses a key off the curve', () => {
    const given = { curve, hash: 'SHA-256', message, signature: new Uint8Array(8), encoding: 'der' } as const;
    expect(() => verifyEcdsa({ ...given, publicKey: flipped(publicKey, publicKey.length - 1) })).toThrow(
      expect.objectContaining({ code: 'bad-key' }),
    );
  });
});

const rsaPair = (modulusLength: number, publicExponent = 65537) => {
  const pair = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  const jwk = pair.publicKey.export({ format: 'jwk' });
  return { ...pair, n: octets(jwk.n), e: octets(jwk.e) };
};

describe('RFC 8017', () => {
  const pair = rsaPair(2048);
  const odd = rsaPair(1025);
  const key = rsaPublicKey(pair.n, pair.e);
  const badKey = expect.objectContaining({ code: 'bad-key' });

  it('keys: exponent from 65537, odd numbers, 1024 to 8192 bits', () => {
    expect(key).toMatchObject({ length: 256, bits: 2048 });
    expect(rsaPublicKey(concat(Uint8Array.of(0), pair.n), concat(Uint8Array.of(0), pair.e)).bits).toBe(2048);
    for (const exponent of ['', '01', '03', '11', 'FFFF', '010000', '0100000000000000000001'])
      expect(() => rsaPublicKey(pair.n, fromHex(exponent))).toThrow(badKey);
    for (const exponent of ['', '00', '01', '02', '04', '0100000000000000000001'])
      expect(() => rsaPublicKey(pair.n, fromHex(exponent), smallestIssuerExponent)).toThrow(badKey);
    for (const modulus of ['', '00', 'FF', 'FF'.repeat(127), 'FF'.repeat(1025), 'FF'.repeat(127) + 'FE'])
      expect(() => rsaPublicKey(fromHex(modulus), pair.e)).toThrow(badKey);
  });

  it.each(hashNames)('§8.2 PKCS #1 v1.5 with %s', (name) => {
    const signature = plain(sign(opensslHashName(name), message, pair.privateKey));
    expect(verifyRsaPkcs1(key, name, message, signature)).toBe(true);
    expect(verifyRsaPkcs1(key, name, utf8('another'), signature)).toBe(false);
    expect(verifyRsaPkcs1(key, name, message, flipped(signature, 9))).toBe(false);
    expect(verifyRsaPkcs1(key, name, message, concat(Uint8Array.of(0), signature))).toBe(false);
    expect(verifyRsaPkcs1(key, name, message, new Uint8Array(256).fill(0xff))).toBe(false);
  });

  it('§8.2.2: garbage behind the digest is refused', () => {
    const info = concat(fromHex('3031300D060960864801650304020105000420'), hash('SHA-256', message));
    const encoded = concat(fromHex('0001'), new Uint8Array(8).fill(0xff), Uint8Array.of(0), info);
    const forged = concat(encoded, new Uint8Array(256 - encoded.length));
    const signature = plain(privateEncrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, forged));
    expect(verifyRsaPkcs1(key, 'SHA-256', message, signature)).toBe(false);
  });

  it('§8.2.2 with an exponent of 3: a cube root over a good beginning needs no key, and is refused', () => {
    const weak = rsaPair(3072, 3);
    const issuer = rsaPublicKey(weak.n, weak.e, smallestIssuerExponent);
    expect(verifyRsaPkcs1(issuer, 'SHA-256', message, plain(sign('sha256', message, weak.privateKey)))).toBe(true);
    const info = concat(fromHex('3031300D060960864801650304020105000420'), hash('SHA-256', message));
    const beginning = concat(fromHex('0001'), new Uint8Array(8).fill(0xff), Uint8Array.of(0), info);
    const free = BigInt((384 - beginning.length) * 8);
    const least = BigInt(`0x${toHex(beginning)}`) << free;
    let root = 1n << BigInt(Math.ceil(least.toString(2).length / 3));
    for (let step = root; step > 0n; step >>= 1n) if ((root - step) ** 3n >= least) root -= step;
    const forged = uintToBytes(root, 384);
    // It does what a careless reader looks at: the block begins rightly, padding, algorithm and digest.
    expect(rsaPublicOperation(issuer, forged).slice(0, beginning.length)).toEqual(beginning);
    expect(verifyRsaPkcs1(issuer, 'SHA-256', message, forged)).toBe(false);
  });

  const salts = [0, 20, 32, 64];
  it.each(hashNames.flatMap((name) => salts.map((saltLength) => ({ name, saltLength }))))(
    '§8.1 PSS: $name, salt of $saltLength octets',
    ({ name, saltLength }) => {
      for (const { privateKey, n, e } of [pair, odd]) {
        const own = rsaPublicKey(n, e);
        const room = Math.ceil((own.bits - 1) / 8) >= saltLength + 2 + hash(name).length;
        if (!room) continue;
        const padding = constants.RSA_PKCS1_PSS_PADDING;
        const signature = plain(sign(opensslHashName(name), message, { key: privateKey, padding, saltLength }));
        const parameters = { hash: name, mgfHash: name, saltLength };
        expect(verifyRsaPss(own, parameters, message, signature)).toBe(true);
        expect(verifyRsaPss(own, { ...parameters, saltLength: saltLength + 1 }, message, signature)).toBe(false);
        expect(verifyRsaPss(own, parameters, utf8('another'), signature)).toBe(false);
        const opened = rsaPublicOperation(own, signature);
        expect(encodedPssMatches(opened, own.bits - 1, hash(name, message), parameters)).toBe(true);
        const spoilt = flipped(opened, opened.length - 40);
        expect(encodedPssMatches(spoilt, own.bits - 1, hash(name, message), parameters)).toBe(false);
      }
    },
  );

  it('§8.1 PSS: another hash for the mask', () => {
    const mixed = generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha256',
      mgf1HashAlgorithm: 'sha1',
    });
    const der = mixed.privateKey.export({ format: 'der', type: 'pkcs8' });
    const signature = plain(
      sign('sha256', message, {
        key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: 32,
      }),
    );
    const spki = plain(mixed.publicKey.export({ format: 'der', type: 'spki' }));
    const at = toHex(spki).indexOf('02820101') / 2 + 5;
    const own = rsaPublicKey(spki.slice(at, at + 256), fromHex('010001'));
    expect(verifyRsaPss(own, { hash: 'SHA-256', mgfHash: 'SHA-1', saltLength: 32 }, message, signature)).toBe(true);
    expect(verifyRsaPss(own, { hash: 'SHA-256', mgfHash: 'SHA-256', saltLength: 32 }, message, signature)).toBe(false);
    expect(verifyRsaPss(own, { hash: 'SHA-256', mgfHash: 'SHA-1', saltLength: 31 }, message, signature)).toBe(false);
    expect(verifyRsaPss(own, { hash: 'SHA-256', mgfHash: 'SHA-1', saltLength: -1 }, message, signature)).toBe(false);
  });

  it('§5.1: an input not below the modulus is malformed', () => {
    const malformed = expect.objectContaining({ code: 'malformed' });
    expect(() => rsaPublicOperation(key, key.modulus)).toThrow(malformed);
    expect(() => rsaPublicOperation(key, new Uint8Array(255))).toThrow(malformed);
    expect(rsaPublicOperation(key, uintToBytes(1, 256))).toEqual(uintToBytes(1, 256));
  });
});

describe('ISO/IEC 9796-2 scheme 1', () => {
  it('9303-11 App. F: the representative', () => {
    const { f, h, m1, rndIfd, m } = activeAuthentication;
    const recovered = recoverIso9796(fromHex(f));
    expect({ hash: recovered.hash, h: toHex(recovered.digest), m1: toHex(recovered.m1) }).toEqual({
      hash: 'SHA-1',
      h,
      m1,
    });
    expect(toHex(concat(recovered.m1, fromHex(rndIfd)))).toBe(m);
    expect(toHex(hash('SHA-1', fromHex(m)))).toBe(h);
  });

  const pair = rsaPair(1024);
  const key = rsaPublicKey(pair.n, pair.e);
  const open = (representative: Uint8Array): Uint8Array =>
    plain(privateEncrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, representative));
  const trailers: [HashName, string][] = [
    ['SHA-1', 'BC'],
    ['SHA-1', '33CC'],
    ['SHA-224', '38CC'],
    ['SHA-256', '34CC'],
    ['SHA-384', '36CC'],
    ['SHA-512', '35CC'],
  ];

  it.each(trailers)('%s with trailer %s, signature s and n − s', (name, trailer) => {
    const digest = hash(name, message);
    const tail = concat(digest, fromHex(trailer));
    const m1 = new Uint8Array(127 - tail.length).fill(0x5a);
    const signature = open(concat(Uint8Array.of(0x6a), m1, tail));
    const expected = { hash: name, digest, m1 };
    expect(openIso9796(key, signature)).toEqual(expected);
    expect(openIso9796(key, rsaComplement(key, signature))).toEqual(expected);
  });

  it('padding nibbles up to A in front of a short message', () => {
    const tail = concat(hash('SHA-1', message), Uint8Array.of(0xbc));
    const f = concat(fromHex('6BBBBBBA'), Uint8Array.of(1, 2), tail);
    expect(recoverIso9796(f).m1).toEqual(Uint8Array.of(1, 2));
  });

  it.each([
    ['no trailer', '6A' + '00'.repeat(40) + 'BB', 'malformed'],
    ['trailer of an unknown hash', '6A' + '00'.repeat(40) + '31CC', 'unsupported'],
    ['no room for the digest', '6A' + '00'.repeat(19) + 'BC', 'malformed'],
    ['no partial recovery in the header', '4A' + '00'.repeat(40) + 'BC', 'malformed'],
    ['padding without an end', '6B' + 'BB'.repeat(40) + 'BC', 'malformed'],
    ['nothing', '', 'malformed'],
  ])('%s', (_, f, code) => {
    expect(() => recoverIso9796(fromHex(f))).toThrow(expect.objectContaining({ code }));
  });
});
