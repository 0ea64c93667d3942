import { describe, expect, it } from 'vitest';
import { ascii, fromHex } from '@cccd-kiosk/emrtd/bytes';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { readDer } from '@cccd-kiosk/emrtd/der';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { parseExtensions } from '@cccd-kiosk/emrtd/trust/extensions';
import { codeOf } from '../code-of.ts';
import { extension } from './mint.ts';

const parse = (...all: Uint8Array[]) => parseExtensions(readDer(write.writeSequence(...all)));
const uri = (text: string): Uint8Array => write.writeContextPrimitive(6, ascii(text));
const many = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => extension(`1.2.3.${i}`, write.writeNull()));

describe('how many and how often', () => {
  it('sixty-four extensions are read, one more is not', () => {
    expect(parse(...many(64)).unknownCritical).toEqual([]);
    expect(codeOf(() => parse(...many(65)))).toBe('limit');
  });

  it.each([
    ['twice the same, known', oids.subjectKeyIdentifier, write.writeOctetString(fromHex('01'))],
    ['twice the same, unknown', '1.2.3.4', write.writeNull()],
  ])('%s: malformed', (_, oid, value) => {
    expect(codeOf(() => parse(extension(oid, value), extension(oid, value)))).toBe('malformed');
  });

  it('an element behind the value: malformed', () => {
    const long = write.writeSequence(write.writeOid('1.2.3'), write.writeOctetString(fromHex('0500')), fromHex('0500'));
    expect(codeOf(() => parse(long))).toBe('malformed');
  });
});

describe('RFC 5280 §4.2: what is critical and not understood', () => {
  it.each([
    ['unknown and critical', extension('1.2.3.4', write.writeNull(), true), ['1.2.3.4']],
    ['unknown, said not to be critical', spelt('1.2.3.4', false), []],
    ['unknown', extension('1.2.3.4', write.writeNull()), []],
    ['a policy (2.5.29)', extension('2.5.29.32', write.writeSequence(), true), []],
    ['of ICAO', extension('2.23.136.1.1.6.9', write.writeNull(), true), []],
    ['of ICAO, but of another branch', extension('2.23.136.1.1.7', write.writeNull(), true), ['2.23.136.1.1.7']],
    ['2.5.290 is not 2.5.29', extension('2.5.290.1', write.writeNull(), true), ['2.5.290.1']],
    ['1.2.5.29 neither', extension('1.2.5.29.1', write.writeNull(), true), ['1.2.5.29.1']],
    ['a difference list', extension('2.5.29.27', write.writeInteger(1), true), ['2.5.29.27']],
    ['a list of some', extension('2.5.29.28', write.writeSequence(), true), ['2.5.29.28']],
    ['known and critical', extension(oids.keyUsage, write.writeNamedBits([0]), true), []],
  ])('%s', (_, one, due) => {
    expect(parse(one).unknownCritical).toEqual(due);
  });

  function spelt(oid: string, critical: boolean): Uint8Array {
    return write.writeSequence(
      write.writeOid(oid),
      write.writeBoolean(critical),
      write.writeOctetString(fromHex('0500')),
    );
  }
});

describe('values', () => {
  it.each([
    ['an authority', write.writeSequence(write.writeBoolean(true)), true],
    ['no authority, said', write.writeSequence(write.writeBoolean(false)), false],
    ['no authority, by default', write.writeSequence(), false],
    ['no authority, a path length alone', write.writeSequence(write.writeInteger(0)), false],
  ])('basicConstraints: %s', (_, value, due) => {
    expect(parse(extension(oids.basicConstraints, value)).isCa).toBe(due);
  });

  it('privateKeyUsagePeriod: either end alone', () => {
    const end = (n: number): Uint8Array => write.writeContextPrimitive(n, ascii('20250101000000Z'));
    const period = (...ends: Uint8Array[]) =>
      parse(extension(oids.privateKeyUsagePeriod, write.writeSequence(...ends))).privateKeyUsage;
    const at = new Date('2025-01-01');
    expect(period(end(0))).toEqual({ notBefore: at });
    expect(period(end(1))).toEqual({ notAfter: at });
    expect(period(end(0), end(1))).toEqual({ notBefore: at, notAfter: at });
  });

  it('authorityKeyIdentifier without a key identifier says nothing', () => {
    const named = write.writeSequence(write.writeContextPrimitive(2, fromHex('01')));
    expect(parse(extension(oids.authorityKeyIdentifier, named)).authorityKeyIdentifier).toBeUndefined();
  });

  it('of addresses, those that are addresses', () => {
    const other = write.writeContextPrimitive(2, ascii('pkd.example.invalid'));
    const points = [
      write.writeSequence(write.writeContext(0, write.writeContext(0, other, uri('http://a.invalid')))),
      write.writeSequence(write.writeContext(0, write.writeContext(1))),
      write.writeSequence(),
    ];
    expect(parse(extension(oids.crlDistributionPoints, write.writeSequence(...points))).crlUrls).toEqual([
      'http://a.invalid',
    ]);
    const access = [
      write.writeSequence(write.writeOid(oids.caIssuers), uri('http://b.invalid')),
      write.writeSequence(write.writeOid(oids.caIssuers), other),
      write.writeSequence(write.writeOid('1.3.6.1.5.5.7.48.1'), uri('http://ocsp.invalid')),
    ];
    expect(parse(extension(oids.authorityInfoAccess, write.writeSequence(...access))).issuerUrls).toEqual([
      'http://b.invalid',
    ]);
    const long = extension(
      oids.authorityInfoAccess,
      write.writeSequence(write.writeSequence(write.writeOid(oids.caIssuers), uri('h'.repeat(3000)))),
    );
    expect(parse(long).issuerUrls?.[0]).toHaveLength(2048);
  });

  it.each([
    ['documentTypeList', oids.documentTypeList, false],
    ['crlDistributionPoints', oids.crlDistributionPoints, false],
    ['authorityInfoAccess', oids.authorityInfoAccess, false],
    ['basicConstraints', oids.basicConstraints, true],
    ['keyUsage', oids.keyUsage, true],
    ['extendedKeyUsage', oids.extendedKeyUsage, true],
    ['authorityKeyIdentifier', oids.authorityKeyIdentifier, true],
    ['subjectKeyIdentifier', oids.subjectKeyIdentifier, true],
  ])('%s out of form', (_, oid, decides) => {
    expect(codeOf(() => parse(extension(oid, fromHex('0201'))))).toBe(decides ? 'malformed' : undefined);
    expect(codeOf(() => parse(extension(oid, fromHex('020101'))))).toBe(decides ? 'malformed' : undefined);
  });
});
