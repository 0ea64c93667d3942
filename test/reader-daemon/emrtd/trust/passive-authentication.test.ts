import { beforeAll, describe, expect, it } from 'vitest';
import * as write from '@cccd-kiosk/emrtd/der-write';
import type { DataGroupNumber } from '@cccd-kiosk/emrtd/lds/files';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { passiveAuthentication, type PassiveAuthenticationInput } from '@cccd-kiosk/emrtd/trust/passive-authentication';
import { emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { cardFiles, testTrust } from '@cccd-kiosk/fixtures/world';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { fuzz } from '../mutations.ts';
import {
  csca,
  cscaKey,
  cscaName,
  files,
  securityObject,
  signerCertificate,
  signerKey,
  signerPlan,
  sod,
  store,
} from './country.ts';
import { certificate, ecKey, extension, name, pssKey, revocationList, rsaKey, type Plan } from './mint.ts';

const now = new Date('2026-03-01T00:00:00Z');

const run = (input: Partial<PassiveAuthenticationInput> = {}) =>
  passiveAuthentication({ sod: sod(), files, trust: store(), now, simulation: false, issuingState: 'UTO', ...input });

/** `passed`, or `status reason`. */
function say(checks: ReturnType<typeof run>['checks'], check: keyof typeof checks): string {
  const found = checks[check];
  return found && 'reason' in found ? `${found.status} ${found.reason}` : (found?.status ?? 'absent');
}

const signedWith = (plan: Partial<Plan>) => run({ sod: sod({ certificate: signerCertificate(plan) }) });

describe('passive authentication, 9303-11 §5.1', () => {
  it('a good object passes in every respect, and binds what was read', () => {
    const { checks, boundDataGroups, signer, csca: issuer } = run();
    expect(Object.fromEntries(Object.keys(checks).map((name) => [name, say(checks, name as 'revocation')]))).toEqual({
      'sod-signature': 'passed',
      'signer-certificate': 'passed',
      'signer-validity': 'passed',
      revocation: 'inconclusive no-revocation-list',
      'issuing-country': 'passed',
      'data-hashes': 'passed',
      'hash:DG1': 'passed',
      'hash:DG2': 'passed',
      'hash:DG14': 'passed',
    });
    expect([...boundDataGroups]).toEqual([1, 2, 14]);
    expect(signer).toMatchObject({ subject: 'C=UT, CN=Document Signer 1', serialNumber: '4D', key: 'brainpoolP384r1' });
    expect(issuer?.subject.text).toBe('C=UT, CN=CSCA Utopia');
  });

  describe('the signature over the object', () => {
    it.each([
      ['ECDSA with the hash shorter than the curve', signerPlan(signerKey)],
      ['ECDSA with the hash longer than the curve', signerPlan(ecKey('brainpoolP224r1', 'sha512'))],
      ['ECDSA with explicit parameters', signerPlan(ecKey('brainpoolP256r1', 'sha1', 'explicit'))],
      ['RSA PKCS #1 v1.5', signerPlan(rsaKey())],
      [
        'rsaEncryption, the hash named by digestAlgorithm',
        {
          ...signerPlan(rsaKey()),
          signatureAlgorithm: write.writeSequence(write.writeOid(oids.rsaEncryption), write.writeNull()),
        },
      ],
      ['RSASSA-PSS with parameters', signerPlan(pssKey('sha256', 32))],
      ['RSASSA-PSS whose defaults are SHA-1 and 20', signerPlan(pssKey('sha1', 20, false))],
      ['digestAlgorithm of its own', { digest: 'sha512' as const }],
      ['the signer named by key identifier', { byKeyIdentifier: true }],
      ['attributes that are not in DER order', { unsortedAttributes: true }],
      ['BER with indefinite lengths and content in pieces', { indefinite: true }],
      ['no signed attributes', { signedAttributes: false }],
    ])('passes: %s', (_, plan) => {
      expect(say(run({ sod: sod(plan) }).checks, 'sod-signature')).toBe('passed');
    });

    it('RSASSA-PSS with a salt of another length than stated fails', () => {
      const key = pssKey('sha256', 32);
      const stated = { ...key, algorithm: pssKey('sha256', 20).algorithm };
      expect(
        say(run({ sod: sod({ ...signerPlan(key), signatureAlgorithm: stated.algorithm }) }).checks, 'sod-signature'),
      ).toBe('failed signature-invalid');
    });

    it('another key fails', () => {
      const { checks, boundDataGroups } = run({ sod: sod({ key: ecKey() }) });
      expect(say(checks, 'sod-signature')).toBe('failed signature-invalid');
      expect(say(checks, 'signer-validity')).toBe('inconclusive passive-authentication-open');
      expect(boundDataGroups.size).toBe(0);
    });

    it.each([['a modulus of 512 bits', rsaKey(512, 'sha256')]])('a signer with %s is weak', (_, key) => {
      const { checks } = run({ sod: sod(signerPlan(key)) });
      expect([say(checks, 'sod-signature'), say(checks, 'signer-certificate')]).toEqual([
        'failed weak-key',
        'failed weak-key',
      ]);
    });

    it('a signer with an exponent of 3, as Korea and Hong Kong have them, is one like any other', () => {
      const { checks } = run({ sod: sod(signerPlan(rsaKey(3072, 'sha256', 3))) });
      expect([say(checks, 'sod-signature'), say(checks, 'signer-certificate')]).toEqual(['passed', 'passed']);
    });

    it('a point off its curve is weak', () => {
      const spki = signerKey.spki.with(signerKey.spki.length - 1, (signerKey.spki.at(-1) ?? 0) ^ 1);
      const { checks } = signedWith({ key: { ...signerKey, spki } });
      expect(say(checks, 'sod-signature')).toBe('failed weak-key');
    });
  });

  describe('the signer’s certificate, 9303-12 §5 and §7.1', () => {
    const other = ecKey('secp384r1', 'sha384');
    const impostor = certificate({ subject: cscaName, key: other, ca: true });

    it.each([
      ['nobody is trusted', () => run({ trust: emptyTrustStore }), 'inconclusive no-trust-store'],
      [
        'an authority of the same name and another key',
        () => run({ trust: store([impostor]) }),
        'inconclusive unknown-issuer',
      ],
      [
        'another authority',
        () => run({ trust: store([certificate({ subject: name('UT', 'Other'), key: other, ca: true })]) }),
        'inconclusive unknown-issuer',
      ],
      [
        'the key it points to did not sign it',
        () => signedWith({ issuerKey: { ...cscaKey, sign: other.sign } }),
        'failed issuer-signature-invalid',
      ],
      ['not for signing', () => signedWith({ usage: [6] }), 'failed not-a-signer'],
      ['an authority itself', () => signedWith({ ca: true, usage: [0, 5] }), 'failed not-a-signer'],
      [
        'a signer of master lists',
        () =>
          signedWith({
            more: [
              extension(oids.extendedKeyUsage, write.writeSequence(write.writeOid(oids.cscaMasterListSigningKey))),
            ],
          }),
        'failed not-a-signer',
      ],
      [
        'a critical extension nobody knows',
        () => signedWith({ more: [extension('1.2.3.4', write.writeNull(), true)] }),
        'inconclusive unsupported',
      ],
      [
        'a critical extension of its issuer’s that nobody knows',
        () =>
          run({
            trust: store([
              certificate({
                subject: cscaName,
                key: cscaKey,
                ca: true,
                usage: [5, 6],
                more: [extension('1.2.3.4', write.writeNull(), true)],
              }),
            ]),
          }),
        'inconclusive unsupported',
      ],
      [
        'an issuer that may not issue',
        () => run({ trust: store([certificate({ subject: cscaName, key: cscaKey, ca: true, usage: [6] })]) }),
        'failed not-an-issuer',
      ],
      [
        'issued before its issuer began',
        () => signedWith({ notBefore: '2019-01-01' }),
        'failed issuer-outside-validity',
      ],
      ['no pointer to the key', () => signedWith({ authorityKeyIdentifier: false }), 'passed'],
      [
        'the issuer’s name in another string type',
        () =>
          run({
            sod: sod({ certificate: signerCertificate({ issuer: name('UT', 'csca  utopia', write.writeUtf8String) }) }),
          }),
        'passed',
      ],
      ['among several of one name', () => run({ trust: store([impostor, csca]) }), 'passed'],
      [
        'an authority with a link certificate of another validity',
        () =>
          run({
            trust: store([
              certificate({
                subject: cscaName,
                key: cscaKey,
                issuerKey: other,
                ca: true,
                notAfter: '2019-01-01',
                notBefore: '2018-01-01',
              }),
              csca,
            ]),
          }),
        'passed',
      ],
    ])('%s', (_, judged, due) => {
      expect(say(judged().checks, 'signer-certificate')).toBe(due);
    });

    it('an unknown issuer binds nothing', () => {
      expect(run({ trust: store([impostor]) }).boundDataGroups.size).toBe(0);
    });

    it('a certificate that only the object itself vouches for is not trusted', () => {
      const { checks } = run({ trust: store([signerCertificate()]) });
      expect(say(checks, 'signer-certificate')).toBe('inconclusive no-trust-store');
    });
  });

  describe('validity when it signed, 9303-12 §5', () => {
    const usage = extension(
      oids.privateKeyUsagePeriod,
      write.writeSequence(
        write.writeContextPrimitive(0, new TextEncoder().encode('20250101000000Z')),
        write.writeContextPrimitive(1, new TextEncoder().encode('20250401000000Z')),
      ),
    );

    it.each([
      ['expired today, valid then', () => signedWith({ notAfter: '2025-12-31' }), 'passed'],
      ['expired then', () => signedWith({ notAfter: '2025-05-31' }), 'failed signer-outside-validity'],
      ['not yet valid then', () => signedWith({ notBefore: '2025-06-02' }), 'failed signer-outside-validity'],
      ['the private key’s time was over', () => signedWith({ more: [usage] }), 'failed signer-outside-validity'],
      [
        'within the private key’s time',
        () =>
          run({
            sod: sod({
              certificate: signerCertificate({ more: [usage] }),
              signingTime: new Date('2025-03-31T00:00:00Z'),
            }),
          }),
        'passed',
      ],
      ['no signing time', () => run({ sod: sod({}, false) }), 'inconclusive no-signing-time'],
      [
        'a signing time without signed attributes says nothing',
        () => run({ sod: sod({ signedAttributes: false }) }),
        'inconclusive no-signing-time',
      ],
    ])('%s', (_, judged, due) => {
      expect(say(judged().checks, 'signer-validity')).toBe(due);
    });
  });

  describe('revocation', () => {
    const fresh = { issuer: cscaName, key: cscaKey, nextUpdate: '2026-06-01' };
    it.each([
      ['no list', [], 'inconclusive no-revocation-list'],
      ['a fresh list without the signer', [fresh], 'passed'],
      ['a fresh list with the signer', [{ ...fresh, serials: [5, 77] }], 'failed signer-revoked'],
      ['a fresh list with the issuer', [{ ...fresh, serials: [1] }], 'failed signer-revoked'],
      [
        'a stale list without the signer',
        [{ ...fresh, nextUpdate: '2026-02-28' }],
        'inconclusive stale-revocation-list',
      ],
      [
        'a stale list with the signer: what is revoked stays so',
        [{ ...fresh, nextUpdate: '2026-02-28', serials: [77] }],
        'failed signer-revoked',
      ],
      [
        'a stale list beside a fresh one',
        [
          { ...fresh, nextUpdate: '2025-02-01' },
          { ...fresh, thisUpdate: '2026-02-01' },
        ],
        'passed',
      ],
      [
        'a list somebody else signed',
        [{ ...fresh, key: ecKey(), serials: [77] }],
        'inconclusive unverified-revocation-list',
      ],
      ['a list without an end', [{ issuer: cscaName, key: cscaKey }], 'passed'],
      ['another authority’s list', [{ ...fresh, issuer: name('UT', 'Other') }], 'inconclusive no-revocation-list'],
    ])('%s', (_, plans, due) => {
      expect(say(run({ trust: store([csca], plans.map(revocationList)) }).checks, 'revocation')).toBe(due);
    });
  });

  describe('issuing country, 9303-3 §5', () => {
    it.each([
      ['UTO', 'passed'],
      ['VNM', 'failed country-mismatch'],
      [undefined, 'inconclusive file-not-read'],
    ])('%s', (issuingState, due) => {
      const zone = issuingState === undefined ? {} : { issuingState };
      const { checks } = passiveAuthentication({ sod: sod(), files, trust: store(), now, simulation: false, ...zone });
      expect(say(checks, 'issuing-country')).toBe(due);
    });

    it('signer and authority of two countries', () => {
      const { checks } = signedWith({ subject: name('VN', 'Document Signer 1') });
      expect(say(checks, 'issuing-country')).toBe('failed country-mismatch');
    });
  });

  describe('hashes of the data groups', () => {
    const hashes = (given: ReadonlyMap<DataGroupNumber, Uint8Array>) => run({ files: given });

    it('one octet off fails, and is not bound', () => {
      const { checks, boundDataGroups } = hashes(new Map([...files, [2, Uint8Array.of(0x62, 2, 2, 3)]]));
      expect([say(checks, 'hash:DG2'), say(checks, 'data-hashes')]).toEqual([
        'failed hash-mismatch',
        'failed hash-mismatch',
      ]);
      expect(boundDataGroups.has(2)).toBe(false);
    });

    it('an octet behind the file’s own length is not the file', () => {
      const { checks } = hashes(new Map([...files, [1, Uint8Array.of(0x61, 2, 1, 1, 0)]]));
      expect(say(checks, 'hash:DG1')).toBe('failed hash-mismatch');
    });

    it('read but not signed fails; signed but not read was not attempted', () => {
      const { checks, boundDataGroups } = hashes(
        new Map([...files].filter(([n]) => n !== 2).concat([[15, Uint8Array.of(1)]])),
      );
      expect([say(checks, 'hash:DG15'), say(checks, 'hash:DG2'), say(checks, 'data-hashes')]).toEqual([
        'failed not-in-sod',
        'not-attempted',
        'failed not-in-sod',
      ]);
      expect([...boundDataGroups]).toEqual([1, 14]);
    });

    it('nothing read leaves the hashes open', () => {
      expect(say(hashes(new Map()).checks, 'data-hashes')).toBe('not-attempted');
    });

    it('a list in SHA-1 is followed', () => {
      const { checks } = run({ sod: sod({ content: securityObject(files, 'sha1') }) });
      expect(say(checks, 'data-hashes')).toBe('passed');
    });
  });

  it.each([
    ['not read', undefined, 'inconclusive file-not-read'],
    ['garbage', Uint8Array.of(1, 2, 3), 'inconclusive malformed'],
    ['another content type', sod({ contentType: oids.data }), 'inconclusive unsupported'],
  ])('an object that is %s leaves everything open', (_, bytes, due) => {
    const { checks, boundDataGroups } = run({ sod: bytes });
    for (const check of ['sod-signature', 'signer-certificate', 'signer-validity', 'data-hashes'] as const)
      expect(say(checks, check)).toBe(due);
    expect(boundDataGroups.size).toBe(0);
  });
});

describe('the simulated issuer', () => {
  let object: Uint8Array | undefined;
  beforeAll(async () => {
    object = (await cardFiles({ person: '04-mau' })).get('EF_SOD');
  });
  const { store: testStore } = loadTrustAnchors(testTrust());
  const judge = (trust: typeof testStore, simulation: boolean) =>
    say(run({ sod: object, files: new Map(), trust, simulation, issuingState: 'VNM' }).checks, 'signer-certificate');

  it('passes in a simulation that trusts it', () => {
    expect(judge(testStore, true)).toBe('passed');
    expect(judge(emptyTrustStore, true)).toBe('inconclusive no-trust-store');
  });

  it('fails with a reason of its own outside, whatever the trust store holds', () => {
    for (const trust of [testStore, emptyTrustStore, store()]) expect(judge(trust, false)).toBe('failed test-issuer');
  });

  it('whatever a card says, an answer comes', () => {
    const bytes = object ?? new Uint8Array(0);
    fuzz((mutated) => run({ sod: mutated, files: new Map(), trust: testStore, simulation: true }), [bytes], 200);
  });
});
