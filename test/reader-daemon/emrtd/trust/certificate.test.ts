import { describe, expect, it } from 'vitest';
import { ascii, concat, fromHex } from '@cccd-kiosk/emrtd/bytes';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { readDer } from '@cccd-kiosk/emrtd/der';
import { readAlgorithm } from '@cccd-kiosk/emrtd/der-algorithm';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { mayIssue, parseCertificate, verifySignedBy } from '@cccd-kiosk/emrtd/trust/certificate';
import { countryMatches } from '@cccd-kiosk/emrtd/trust/countries';
import { parseName, sameDistinguishedName } from '@cccd-kiosk/emrtd/trust/distinguished-name';
import { publicKey } from '@cccd-kiosk/emrtd/trust/public-key';
import { signatureScheme } from '@cccd-kiosk/emrtd/trust/signature-scheme';
import { codeOf } from '../code-of.ts';
import { certificate, ecKey, extension, keyIdentifier, name, rsaKey } from './mint.ts';

const key = ecKey('brainpoolP384r1', 'sha384');
const subject = name('UT', 'Test');
const parse = (more: readonly Uint8Array[]) => parseCertificate(certificate({ subject, key, more, ca: true }));

describe('certificates, RFC 5280 §4.1 and 9303-12 §7.1', () => {
  it('keeps the octets and reads what passive authentication needs', () => {
    const url = ascii('http://pkd.example.invalid/a');
    const general = write.writeContextPrimitive(6, url);
    const parsed = parse([
      extension(
        oids.crlDistributionPoints,
        write.writeSequence(write.writeSequence(write.writeContext(0, write.writeContext(0, general)))),
      ),
      extension(
        oids.authorityInfoAccess,
        write.writeSequence(write.writeSequence(write.writeOid(oids.caIssuers), general)),
      ),
      extension(
        oids.documentTypeList,
        write.writeSequence(write.writeInteger(0), write.writeSet(write.writePrintableString('I'))),
      ),
      extension('2.5.29.18', write.writeSequence(), true),
    ]);
    expect(parsed.extensions).toMatchObject({
      subjectKeyIdentifier: keyIdentifier(key),
      authorityKeyIdentifier: keyIdentifier(key),
      isCa: true,
      crlUrls: ['http://pkd.example.invalid/a'],
      issuerUrls: ['http://pkd.example.invalid/a'],
      documentTypes: ['I'],
      unknownCritical: [],
    });
    expect([parsed.version, parsed.serialNumber, parsed.subject.country]).toEqual([3, 1n, 'UT']);
    expect(verifySignedBy(parsed, parsed)).toBe('verified');
  });

  it('an extension that only informs may be broken; one that decides may not', () => {
    expect(parse([extension(oids.crlDistributionPoints, fromHex('0101'))]).extensions.crlUrls).toBeUndefined();
    expect(codeOf(() => parse([extension(oids.privateKeyUsagePeriod, fromHex('0500'))]))).toBe('malformed');
  });

  it.each([
    ['an extension twice', () => parse([extension(oids.keyUsage, write.writeNamedBits([0]))])],
    [
      'two signature algorithms',
      () => {
        const bytes = certificate({ subject, key });
        const other = ecKey('brainpoolP384r1', 'sha256').algorithm;
        const [content, , signature] = [...readDerParts(bytes)];
        return parseCertificate(write.writeSequence(content ?? bytes, other, signature ?? bytes));
      },
    ],
    ['octets behind', () => parseCertificate(concat(certificate({ subject, key }), fromHex('00')))],
  ])('refuses %s', (_, call) => {
    expect(codeOf(call)).toBe('malformed');
  });

  it('32 KB are enough', () => {
    expect(codeOf(() => parseCertificate(new Uint8Array(0x8001)))).toBe('limit');
  });

  it('may issue: by key usage and basic constraints, and where neither says so', () => {
    const issuing = (plan: { ca?: boolean; usage?: number[] }) =>
      mayIssue(parseCertificate(certificate({ subject, key, ...plan })));
    expect([issuing({ ca: true }), issuing({ ca: true, usage: [0] }), issuing({ usage: [5] }), issuing({})]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

function readDerParts(bytes: Uint8Array): Uint8Array[] {
  return [...childrenOf(bytes)];
}

function* childrenOf(bytes: Uint8Array): Generator<Uint8Array> {
  const { value } = readDer(bytes);
  for (let at = 0; at < value.length;) {
    const length = (value[at + 1] ?? 0) < 0x80 ? 2 + (value[at + 1] ?? 0) : longLength(value, at);
    yield value.subarray(at, at + length);
    at += length;
  }
}

function longLength(value: Uint8Array, at: number): number {
  const count = (value[at + 1] ?? 0) & 0x7f;
  return 2 + count + value.subarray(at + 2, at + 2 + count).reduce((sum, octet) => sum * 256 + octet, 0);
}

describe('names, RFC 5280 §7.1', () => {
  const same = (a: Uint8Array, b: Uint8Array): boolean =>
    sameDistinguishedName(parseName(readDer(a)), parseName(readDer(b)));

  it.each([
    ['string types', name('UT', 'CSCA'), name('UT', 'CSCA', write.writeUtf8String), true],
    ['letter case and blanks', name('ut', 'csca  one '), name('UT', 'CSCA One'), true],
    ['another value', name('UT', 'CSCA'), name('UT', 'CSCB'), false],
    ['another country', name('UT', 'CSCA'), name('VN', 'CSCA'), false],
    ['a part less', name('UT', 'CSCA'), write.writeSequence(), false],
  ])('%s', (_, a, b, due) => {
    expect(same(a, b)).toBe(due);
  });

  it('a value cannot pose as two attributes', () => {
    expect(same(name('UT', 'A", "2.5.4.3'), name('UT', 'A'))).toBe(false);
  });
});

describe('keys, 9303-12 §4.4', () => {
  it.each([
    ['RSA-2048', rsaKey(2048)],
    ['brainpoolP384r1', key],
    ['secp521r1 (explicit)', ecKey('secp521r1', 'sha512', 'explicit')],
  ])('%s', (due, { spki }) => {
    const found = publicKey(spki);
    expect('key' in found && found.key.name).toBe(due);
  });

  it.each([
    [
      'explicit parameters with another generator',
      () => changed(ecKey('brainpoolP256r1', 'sha256', 'explicit').spki, 'generator'),
      'unknown-curve',
    ],
    [
      'explicit parameters with another cofactor',
      () => changed(ecKey('brainpoolP256r1', 'sha256', 'explicit').spki, 'cofactor'),
      'unknown-curve',
    ],
    ['a curve outside the standard', () => ecKey('secp256k1').spki, 'unknown-curve'],
    ['an even exponent', () => rsaWith(65538), 'weak-key'],
    ['an exponent of 1', () => rsaWith(1), 'weak-key'],
    ['garbage', () => fromHex('3000'), 'malformed'],
  ])('refuses %s', (_, spki, problem) => {
    expect(publicKey(spki())).toMatchObject({ problem });
  });

  function rsaWith(exponent: number): Uint8Array {
    const modulus = new Uint8Array(256).fill(0xff);
    const numbers = write.writeSequence(write.writeInteger(modulus), write.writeInteger(exponent));
    return write.writeSequence(
      write.writeSequence(write.writeOid(oids.rsaEncryption), write.writeNull()),
      write.writeBitString(numbers),
    );
  }

  /** Explicit parameters with one number changed. */
  function changed(spki: Uint8Array, what: 'generator' | 'cofactor'): Uint8Array {
    const hex = Buffer.from(spki).toString('hex');
    const [from, to] = what === 'generator' ? ['8bd2aeb9cb7e57cb', '8bd2aeb9cb7e57cc'] : ['56a7020101', '56a7020102'];
    expect(hex).toContain(from);
    return fromHex(hex.replace(from, to));
  }
});

describe('signature algorithms, 9303-12 §4.4', () => {
  const scheme = (oid: string, parameters?: Uint8Array, digest?: string) =>
    signatureScheme(
      readAlgorithm(readDer(write.writeSequence(write.writeOid(oid), ...(parameters ? [parameters] : [])))),
      digest === undefined ? undefined : readAlgorithm(readDer(write.writeSequence(write.writeOid(digest)))),
    );

  it.each([
    [oids.ecdsaWithSha256, undefined, undefined, { kind: 'ecdsa', hash: 'SHA-256', encoding: 'der' }],
    ['0.4.0.127.0.7.1.1.4.1.3', undefined, undefined, { kind: 'ecdsa', hash: 'SHA-256', encoding: 'plain' }],
    [oids.sha1WithRsa, write.writeNull(), undefined, { kind: 'rsa-pkcs1', hash: 'SHA-1' }],
    [oids.rsaEncryption, write.writeNull(), oids.sha384, { kind: 'rsa-pkcs1', hash: 'SHA-384' }],
    [oids.ecPublicKey, undefined, oids.sha384, { kind: 'ecdsa', hash: 'SHA-384', encoding: 'der' }],
    [
      oids.rsaPss,
      write.writeSequence(write.writeContext(3, write.writeInteger(1))),
      undefined,
      { kind: 'rsa-pss', hash: 'SHA-1', mgfHash: 'SHA-1', saltLength: 20 },
    ],
    [oids.rsaPss, undefined, undefined, { kind: 'rsa-pss', hash: 'SHA-1', mgfHash: 'SHA-1', saltLength: 20 }],
    [
      oids.rsaPss,
      write.writeSequence(write.writeContext(2, write.writeInteger(32))),
      undefined,
      { kind: 'rsa-pss', hash: 'SHA-1', mgfHash: 'SHA-1', saltLength: 32 },
    ],
  ])('%s', (oid, parameters, digest, due) => {
    expect(scheme(oid, parameters, digest)).toEqual(due);
  });

  it.each([
    ['MD5', oids.md5WithRsa, undefined],
    ['rsaEncryption without a digest', oids.rsaEncryption, undefined],
    ['an elliptic-curve key without a digest', oids.ecPublicKey, undefined],
    ['a last arc of 2³² + 11, which is not sha256WithRSA', '1.2.840.113549.1.1.4294967307', undefined],
    ['PSS with a trailer of its own', oids.rsaPss, write.writeSequence(write.writeContext(3, write.writeInteger(2)))],
    [
      'PSS with another mask',
      oids.rsaPss,
      write.writeSequence(write.writeContext(1, write.writeSequence(write.writeOid('1.2.3')))),
    ],
  ])('refuses %s', (_, oid, parameters) => {
    expect(codeOf(() => scheme(oid, parameters))).toBe('unsupported');
  });
});

describe('countries, 9303-3 §5', () => {
  it.each([
    ['VN', 'VNM', true],
    ['DE', 'D', true],
    ['GB', 'GBR', true],
    ['KS', 'RKS', true],
    ['EU', 'EUE', true],
    ['HK', 'CHN', true],
    ['VN', 'LAO', false],
    ['DE', 'DNK', false],
    ['UTO', 'UTO', true],
    ['QQ', 'VNM', undefined],
  ])('%s may sign %s: %s', (country, state, due) => {
    expect(countryMatches(country, state)).toBe(due);
  });
});
