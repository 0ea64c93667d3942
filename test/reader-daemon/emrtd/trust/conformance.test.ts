/** Real, public data: found through CCCD_CONFORMANCE_DATA, never part of the project. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toHex } from '@cccd-kiosk/emrtd/bytes';
import { parseDg1 } from '@cccd-kiosk/emrtd/lds/dg1';
import { parseDg11 } from '@cccd-kiosk/emrtd/lds/dg11';
import { parseDg12 } from '@cccd-kiosk/emrtd/lds/dg12';
import { parseDg14 } from '@cccd-kiosk/emrtd/lds/dg14';
import { parseDg15 } from '@cccd-kiosk/emrtd/lds/dg15';
import { parseCom } from '@cccd-kiosk/emrtd/lds/ef-com';
import type { DataGroupNumber } from '@cccd-kiosk/emrtd/lds/files';
import { parseSubjectPublicKeyInfo } from '@cccd-kiosk/emrtd/lds/subject-public-key-info';
import { accountForCsca } from '@cccd-kiosk/emrtd/trust/account';
import { linkPool, pathToAnchor } from '@cccd-kiosk/emrtd/trust/link-certificate';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { passiveAuthentication } from '@cccd-kiosk/emrtd/trust/passive-authentication';
import { isSelfIssued, parseCertificate, verifySignedBy } from '@cccd-kiosk/emrtd/trust/certificate';
import { openTrustFile } from '@cccd-kiosk/emrtd/trust/trust-file';
import { conformanceFile, germanList, hasConformanceData, judgeSpecimen } from './conformance-data.ts';
import { renderConformance } from './conformance-table.ts';
import { disposeOf } from './dispositions.ts';

const file = conformanceFile;
const tests = 11;
if (!hasConformanceData) process.stdout.write(`conformance data absent: ${tests} tests skipped\n`);

describe.skipIf(!hasConformanceData)('the German master list of 2024-08-07', () => {
  const list = hasConformanceData ? file(germanList) : new Uint8Array(0);

  it('all 541 certificates are accounted for, and its signer is verified', () => {
    const account = accountForCsca(list, germanList);
    const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);
    expect(account.total).toBe(541);
    expect(account.usable + account.unusable.length).toBe(541);
    expect([sum(account.countries), sum(account.algorithms), sum(account.keys)]).toEqual([541, 541, account.usable]);
    expect(account.signer).toMatchObject({
      subject: 'C=DE, O=bund, OU=bsi, serialNumber=0038, CN=CSCA Master List Signer',
      outcome: 'verified',
      issuer: 'C=DE, O=bund, OU=bsi, CN=csca-germany',
      issuerInList: true,
    });
  });

  it('every key can be used, small exponents included', () => {
    const { unusable, usable } = accountForCsca(list, germanList);
    expect(usable).toBe(541);
    expect(unusable).toEqual([]);
  });

  it('every one is used or left with one reason', () => {
    const disposed = disposeOf(germanList, list);
    const counts: Record<string, number> = {};
    for (const { disposition } of disposed) counts[disposition] = (counts[disposition] ?? 0) + 1;
    expect(counts).toEqual({
      anchor: 358,
      linked: 136,
      'name-changed': 35,
      'outside-validity': 5,
      'other-key': 5,
      'no-issuer': 2,
    });
    expect(disposed).toHaveLength(541);
  });

  it('OpenSSL reads the same of each: number, validity, key, and whether it signs itself', () => {
    const hex = (value: bigint): string => value.toString(16).toUpperCase();
    let selfSigned = 0;
    for (const bytes of openTrustFile(list).certificates) {
      const [ours, theirs] = [parseCertificate(bytes), new X509Certificate(bytes)];
      expect(hex(ours.serialNumber)).toBe(theirs.serialNumber.replace(/^(-?)0+(?=.)/, '$1'));
      const validity = [ours.notBefore, ours.notAfter].map((time) => time.getTime());
      expect([Date.parse(theirs.validFrom), Date.parse(theirs.validTo)]).toEqual(validity);
      if (!isSelfIssued(ours)) continue;
      const outcome = verifySignedBy(ours, ours);
      // Keys that are refused here are not there.
      if (outcome !== 'weak-key') expect(theirs.verify(theirs.publicKey)).toBe(outcome === 'verified');
      if (outcome === 'verified') selfSigned++;
    }
    expect(selfSigned).toBe(358);
  });

  it('becomes a trust store', () => {
    const { store, report } = loadTrustAnchors([{ name: germanList, bytes: list }]);
    expect(store.certificates).toHaveLength(541);
    expect(report[0]?.items).toHaveLength(541);
    const vietnamese = store.certificates.filter(({ subject }) => subject.country === 'VN');
    expect(vietnamese.map(({ subject }) => subject.text)).toEqual([expect.stringContaining('CSCA ePassport Vietnam')]);
  });
});

describe.skipIf(!hasConformanceData)('its link certificates', () => {
  it('358 roots; 136 of the others are linked to one, and all but one of the rest have a root of the same key', () => {
    const { store } = loadTrustAnchors([{ name: germanList, bytes: file(germanList) }]);
    const pool = linkPool(store);
    const others = store.certificates.filter((each) => !store.isAnchor(each));
    const unlinked = others.filter((each) => pathToAnchor(each, pool) === undefined);
    const rootKeys = new Set(store.certificates.filter(store.isAnchor).map((each) => toHex(each.publicKeyInfo)));
    const lonely = unlinked.filter((each) => !rootKeys.has(toHex(each.publicKeyInfo)));
    expect([store.certificates.length, others.length, unlinked.length, lonely.length]).toEqual([541, 183, 47, 1]);
  });
});

describe.skipIf(!hasConformanceData)('the BSI specimen of 2008', () => {
  const read = (name: string): Uint8Array => file('bsi2008', `EF_${name}.bin`);
  const groups = [1, 11, 12, 14, 15] as const;

  it('its files parse', () => {
    expect(parseCom(read('COM')).dataGroups).toEqual([1, 2, 3, 14]);
    expect(parseDg1(read('DG1')).mrz).toMatchObject({ format: 'TD3', issuingState: 'D', valid: true });
    expect(parseDg14(read('DG14')).chipAuthenticationInfos).toEqual([{ oid: '0.4.0.127.0.7.2.2.3.2.1', version: 1 }]);
    expect(parseDg11(read('DG11'))).toMatchObject({ personalNumber: '123', dateOfBirth: '19700101', custody: 'TEST' });
    expect(parseDg12(read('DG12'))).toMatchObject({ dateOfIssue: '20240101', personalisedAt: '20240101123059' });
    expect(parseSubjectPublicKeyInfo(parseDg15(read('DG15')).publicKey)).toMatchObject({ kind: 'rsa' });
  });

  const judged = () => {
    const files = new Map<DataGroupNumber, Uint8Array>(groups.map((n) => [n, read(`DG${n}`)]));
    const { store } = loadTrustAnchors([{ name: germanList, bytes: file(germanList) }]);
    const now = new Date('2026-01-01T00:00:00Z');
    return passiveAuthentication({ sod: read('SOD'), files, trust: store, now, simulation: false, issuingState: 'D' });
  };

  it('every part is judged with its reason', () => {
    expect(judged().checks).toEqual({
      'sod-signature': { status: 'passed' },
      'signer-certificate': { status: 'inconclusive', reason: 'unknown-issuer' },
      'signer-validity': { status: 'inconclusive', reason: 'no-signing-time' },
      revocation: { status: 'inconclusive', reason: 'no-revocation-list' },
      'issuing-country': { status: 'passed' },
      'data-hashes': { status: 'failed', reason: 'not-in-sod', detail: 'DG11' },
      'hash:DG1': { status: 'passed' },
      'hash:DG2': { status: 'not-attempted' },
      'hash:DG3': { status: 'not-attempted' },
      'hash:DG11': { status: 'failed', reason: 'not-in-sod', detail: 'DG11' },
      'hash:DG12': { status: 'failed', reason: 'not-in-sod', detail: 'DG12' },
      'hash:DG14': { status: 'passed' },
      'hash:DG15': { status: 'failed', reason: 'not-in-sod', detail: 'DG15' },
    });
  });

  it('the chip’s keys are not bound', () => {
    const { boundDataGroups, signer } = judged();
    expect(boundDataGroups.size).toBe(0);
    expect(signer).toMatchObject({ country: 'DE', key: 'brainpoolP224r1 (explicit)', signedAt: undefined });
  });

  it('the whole inspection: suspicious, and no proof of the chip counts', () => {
    const { verdict, offered } = judgeSpecimen();
    expect(verdict.overall).toBe('suspicious');
    expect(verdict.checks).toMatchObject({
      ...judged().checks,
      'protection-stripped': { status: 'passed' },
      'active-authentication': { status: 'inconclusive', reason: 'key-not-bound' },
      'chip-authentication': { status: 'inconclusive', reason: 'key-not-bound' },
      'chip-authentication-mapping': { status: 'not-offered' },
      'files-agree': { status: 'not-offered' },
      'printed-data': { status: 'not-attempted' },
    });
    expect(Object.keys(verdict.checks)).toHaveLength(19);
    expect(offered).toMatchObject({ signedDataGroups: [1, 2, 3, 14], pace: [], activeAuthentication: true });
  });
});

describe.skipIf(!hasConformanceData)('docs/conformance.md', () => {
  it('is what the data say', async () => {
    expect(readFileSync('docs/conformance.md', 'utf8')).toBe(await renderConformance());
  });
});
