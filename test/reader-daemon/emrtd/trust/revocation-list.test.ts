import { describe, expect, it } from 'vitest';
import { fromHex } from '@cccd-kiosk/emrtd/bytes';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { parseCertificate } from '@cccd-kiosk/emrtd/trust/certificate';
import { revocationOf } from '@cccd-kiosk/emrtd/trust/revocation';
import { isGenuineListOf, isListOf, isStale, parseRevocationList } from '@cccd-kiosk/emrtd/trust/revocation-list';
import { createTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { codeOf } from '../code-of.ts';
import { csca, cscaKey, cscaName, signerCertificate } from './country.ts';
import { certificate, ecKey, extension, keyIdentifier, name, revocationList } from './mint.ts';

type ListPlan = Partial<Parameters<typeof revocationList>[0]>;
const made = (plan: ListPlan = {}): Uint8Array => revocationList({ issuer: cscaName, key: cscaKey, ...plan });
const read = (plan: ListPlan = {}) => parseRevocationList(made(plan));
const time = write.writeTime(new Date('2024-01-01'));
const row = (...fields: Uint8Array[]): Uint8Array => write.writeSequence(...fields);
const authorityKey = (octets: Uint8Array): Uint8Array =>
  extension(oids.authorityKeyIdentifier, write.writeSequence(write.writeContextPrimitive(0, octets)));
const issuer = parseCertificate(csca);

describe('RFC 5280 §5.1: a revocation list', () => {
  it('value by value', () => {
    const list = read({ serials: [5, 77], nextUpdate: '2026-06-01', more: [authorityKey(fromHex('0102'))] });
    expect([...list.revoked]).toEqual([
      [5n, new Date('2024-01-01')],
      [77n, new Date('2024-01-01')],
    ]);
    expect([list.thisUpdate, list.nextUpdate]).toEqual([new Date('2025-01-01'), new Date('2026-06-01')]);
    expect(list.extensions.authorityKeyIdentifier).toEqual(fromHex('0102'));
  });

  it('numbers of any size, negative ones as some issuers write them, reasons beside them', () => {
    const long = fromHex('7F'.repeat(20));
    const late = fromHex(`180F${Buffer.from('20510101000000Z').toString('hex')}`);
    const reason = write.writeSequence(extension('2.5.29.21', fromHex('0A0101')));
    const rows = [
      row(write.writeInteger(long), time),
      row(fromHex('0201FF'), time, reason),
      row(write.writeInteger(3), late),
    ];
    const { revoked } = read({ rows });
    expect([...revoked.keys()]).toEqual([BigInt(`0x${'7F'.repeat(20)}`), -1n, 3n]);
    expect(revoked.get(3n)).toEqual(new Date('2051-01-01'));
  });

  it.each([
    ['version 1, stated', { version: 0 }, undefined],
    ['version 3', { version: 2 }, 'unsupported'],
    ['two signature algorithms', { innerAlgorithm: ecKey('secp384r1', 'sha256').algorithm }, 'malformed'],
    ['a row without a time', { rows: [row(write.writeInteger(5))] }, 'malformed'],
    ['a row whose time is none', { rows: [row(write.writeInteger(5), write.writeInteger(5))] }, 'malformed'],
    ['a row without anything', { rows: [row()] }, 'malformed'],
    ['a row whose number is none', { rows: [row(time, time)] }, 'malformed'],
    ['a good row before a bad one', { rows: [row(write.writeInteger(5), time), row()] }, 'malformed'],
  ])('%s', (_, plan, code) => {
    expect(codeOf(() => read(plan))).toBe(code);
  });

  it('four megabytes are enough', () => {
    expect(codeOf(() => parseRevocationList(new Uint8Array(0x40_0000)))).toBe('malformed');
    expect(codeOf(() => parseRevocationList(new Uint8Array(0x40_0001)))).toBe('limit');
  });
});

describe('whose list it is', () => {
  const other = parseCertificate(certificate({ subject: name('UT', 'Other'), key: ecKey(), ca: true }));

  it('by key identifier where both have one, whatever the name', () => {
    const own = read({ issuer: name('UT', 'Renamed'), more: [authorityKey(keyIdentifier(cscaKey))] });
    expect([isListOf(own, issuer), isListOf(own, other)]).toEqual([true, false]);
    expect(isListOf(read({ more: [authorityKey(fromHex('0102'))] }), issuer)).toBe(false);
  });

  it('by name otherwise', () => {
    expect([isListOf(read(), issuer), isListOf(read(), other)]).toEqual([true, false]);
  });

  it.each([
    ['signed by the issuer', {}, csca, true],
    ['signed by another', { key: ecKey() }, csca, false],
    ['by an issuer that may sign certificates only', {}, authority([5]), false],
    ['by an issuer that may sign lists only', {}, authority([6]), true],
    ['with an extension that informs', { more: [extension('1.2.3.4', write.writeNull())] }, csca, true],
    ['with a critical one that nobody knows', { more: [extension('1.2.3.4', write.writeNull(), true)] }, csca, false],
    [
      'a difference to another list (§5.2.4)',
      { more: [extension('2.5.29.27', write.writeInteger(1), true)] },
      csca,
      false,
    ],
    [
      'for some certificates only (§5.2.5)',
      { more: [extension(oids.issuingDistributionPoint, write.writeSequence(), true)] },
      csca,
      false,
    ],
    ['numbered, as all of them are', { more: [extension(oids.crlNumber, write.writeInteger(7), true)] }, csca, true],
  ])('%s', (_, plan, by, due) => {
    expect(isGenuineListOf(read(plan), parseCertificate(by))).toBe(due);
  });

  function authority(usage: number[]): Uint8Array {
    return certificate({ subject: cscaName, key: cscaKey, ca: true, usage });
  }

  it('an issuer that says nothing of its key’s use may sign lists', () => {
    const { keyUsage, ...extensions } = issuer.extensions;
    expect(keyUsage).toBeDefined();
    expect(isGenuineListOf(read(), { ...issuer, extensions })).toBe(true);
  });

  it('a list that leaves some out does not clear a signer', () => {
    const partial = read({ nextUpdate: '2026-06-01', more: [extension('2.5.29.27', write.writeInteger(1), true)] });
    const store = createTrustStore({ certificates: [issuer], crls: [partial] });
    const check = revocationOf(parseCertificate(signerCertificate()), [issuer], store, new Date('2026-03-01'));
    expect(check).toEqual({ status: 'inconclusive', reason: 'unverified-revocation-list' });
  });
});

it('a list is stale behind the day of the next, not on it; without such a day never', () => {
  const due = new Date('2026-06-01');
  const list = read({ nextUpdate: '2026-06-01' });
  expect([isStale(list, due), isStale(list, new Date(due.getTime() + 1)), isStale(read(), due)]).toEqual([
    false,
    true,
    false,
  ]);
});
