/** Real, public data: found through CCCD_CONFORMANCE_DATA, never part of the project. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plain, toHex } from '@cccd-kiosk/emrtd/bytes';
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

const folder = process.env['CCCD_CONFORMANCE_DATA'];
const file = (...path: string[]): Uint8Array => plain(readFileSync(join(folder ?? '', ...path)));
const germanList = 'DE_ML_2024-08-07.ml';
const has = (path: string): boolean => folder !== undefined && existsSync(join(folder, path));
const tests = 7;
if (!has(germanList) || !has('bsi2008')) process.stdout.write(`conformance data absent: ${tests} tests skipped\n`);

describe.skipIf(!has(germanList))('the German master list of 2024-08-07', () => {
  const list = has(germanList) ? file(germanList) : new Uint8Array(0);

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

  it('the 13 that are not usable have an RSA exponent below 65537', () => {
    const { unusable, usable } = accountForCsca(list, germanList);
    expect(usable).toBe(528);
    expect(new Set(unusable.map(({ reason }) => reason))).toEqual(new Set(['weak-key']));
  });

  it('becomes a trust store', () => {
    const { store, report } = loadTrustAnchors([{ name: germanList, bytes: list }]);
    expect(store.certificates).toHaveLength(528);
    expect(report[0]?.items).toHaveLength(541);
    const vietnamese = store.certificates.filter(({ subject }) => subject.country === 'VN');
    expect(vietnamese.map(({ subject }) => subject.text)).toEqual([expect.stringContaining('CSCA ePassport Vietnam')]);
  });
});

describe.skipIf(!has(germanList))('its link certificates', () => {
  it('348 roots; 132 of the others are linked to one, and all but one of the rest have a root of the same key', () => {
    const { store } = loadTrustAnchors([{ name: germanList, bytes: file(germanList) }]);
    const pool = linkPool(store);
    const others = store.certificates.filter((each) => !store.isAnchor(each));
    const unlinked = others.filter((each) => pathToAnchor(each, pool) === undefined);
    const rootKeys = new Set(store.certificates.filter(store.isAnchor).map((each) => toHex(each.publicKeyInfo)));
    const lonely = unlinked.filter((each) => !rootKeys.has(toHex(each.publicKeyInfo)));
    expect([store.certificates.length, others.length, unlinked.length, lonely.length]).toEqual([528, 180, 48, 1]);
  });
});

describe.skipIf(!has('bsi2008'))('the BSI specimen of 2008', () => {
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
});
