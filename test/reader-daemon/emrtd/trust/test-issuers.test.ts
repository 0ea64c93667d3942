/** The key of the simulated cards' issuer is public: what it has signed must never come out genuine. */
import { describe, expect, it } from 'vitest';
import { equal } from '@cccd-kiosk/emrtd/bytes';
import { parseCertificate } from '@cccd-kiosk/emrtd/trust/certificate';
import { passiveAuthentication } from '@cccd-kiosk/emrtd/trust/passive-authentication';
import { comesFromTestIssuer, isTestIssuer, testIssuerKeys } from '@cccd-kiosk/emrtd/trust/test-issuers';
import { createTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { testCsca } from '@cccd-kiosk/fixtures/issuer/authority';
import { signatureAlgorithm, signDer } from '@cccd-kiosk/fixtures/issuer/key';
import { cscaKey, cscaName, files, signerCertificate, signerKey, sod } from './country.ts';
import { certificate, ecKey, name, type Key } from './mint.ts';

const [pinned = new Uint8Array(0)] = testIssuerKeys;
const issuer = parseCertificate(testCsca.certificate);
/** The test issuer's key, for whoever wants to sign with it: anybody can. */
const testKey: Key = {
  spki: pinned,
  algorithm: signatureAlgorithm('sha384'),
  sign: (message) => signDer(testCsca.key, 'sha384', message),
};
const testName = issuer.subject.bytes;

describe('what comes from the test issuer', () => {
  const strangerKey = ecKey('secp384r1', 'sha384');
  const subject = name('VN', 'Somebody');

  it.each([
    ['its own certificate', testCsca.certificate, true, true],
    [
      'its key in a certificate of somebody else’s making',
      certificate({ subject, key: testKey, issuer: cscaName, issuerKey: cscaKey }),
      true,
      true,
    ],
    [
      'another key that it has signed, under whatever name',
      certificate({ subject, key: strangerKey, issuer: cscaName, issuerKey: testKey }),
      false,
      true,
    ],
    ['somebody else', certificate({ subject, key: strangerKey, issuer: cscaName, issuerKey: cscaKey }), false, false],
    [
      'an authority of its name and another key',
      certificate({ subject: testName, key: strangerKey, ca: true }),
      false,
      false,
    ],
  ])('%s', (_, bytes, isIssuer, comesFrom) => {
    const parsed = parseCertificate(bytes);
    expect([isTestIssuer(parsed), comesFromTestIssuer(parsed)]).toEqual([isIssuer, comesFrom]);
  });

  it('the whole key is pinned, not a part of it', () => {
    expect(equal(pinned, issuer.publicKeyInfo)).toBe(true);
    for (const at of [0, 24, pinned.length - 1]) {
      const spki = pinned.map((octet, i) => (i === at ? octet ^ 1 : octet));
      expect(isTestIssuer({ ...issuer, publicKeyInfo: spki })).toBe(false);
    }
  });
});

describe('a forger with the public key, and a store that holds the test issuer outside a simulation', () => {
  const now = new Date('2026-03-01T00:00:00Z');
  const key = ecKey('secp384r1', 'sha384');
  const own = certificate({ subject: testName, key, issuerKey: testKey, ca: true, serial: 9 });
  const judge = (object: Uint8Array, simulation: boolean) => {
    const trust = createTrustStore({ certificates: [issuer] });
    const input = { sod: object, files, trust, now, simulation, issuingState: 'VNM' };
    const { checks, boundDataGroups } = passiveAuthentication(input);
    return [checks['signer-certificate'], boundDataGroups.size];
  };
  const subject = name('VN', 'Document Signer');
  const direct = sod({
    issuer: testName,
    certificate: signerCertificate({ subject, issuer: testName, issuerKey: testKey }),
  });
  /** A key of the forger's, which a link certificate of the test issuer's makes an authority's. */
  const linked = sod({
    issuer: testName,
    certificate: signerCertificate({ subject, issuer: testName, issuerKey: key }),
    moreCertificates: [own],
  });

  it.each([
    ['a signer of the test issuer’s', direct],
    ['a signer of an authority that the test issuer vouches for, brought along', linked],
  ])('%s: passes in a simulation only', (_, object) => {
    expect(judge(object, true)).toEqual([{ status: 'passed' }, files.size]);
    expect(judge(object, false)).toEqual([{ status: 'failed', reason: 'test-issuer' }, 0]);
  });

  it('the signer’s key itself being the test issuer’s fails, whoever signed', () => {
    const signed = sod({ key: testKey, certificate: signerCertificate({ key: testKey }) });
    expect(judge(signed, false)).toEqual([{ status: 'failed', reason: 'test-issuer' }, 0]);
    expect(signerKey.spki).not.toEqual(pinned);
  });
});
