/** How long and how many: what is at a limit is read, what is beyond it is not. */
import { describe, expect, it } from 'vitest';
import { readDer } from '@cccd-kiosk/emrtd/der';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { parseCertificate, splitSigned } from '@cccd-kiosk/emrtd/trust/certificate';
import { parseName } from '@cccd-kiosk/emrtd/trust/distinguished-name';
import { parseMasterList } from '@cccd-kiosk/emrtd/trust/master-list';
import { passiveAuthentication } from '@cccd-kiosk/emrtd/trust/passive-authentication';
import { openTrustFile } from '@cccd-kiosk/emrtd/trust/trust-file';
import { certificateUse } from '@cccd-kiosk/emrtd/trust/usable-certificate';
import { codeOf } from '../code-of.ts';
import { csca, cscaKey, cscaName, files, signerCertificate, sod, store } from './country.ts';
import { certificate, ecKey, extension, message, name, rsaKey } from './mint.ts';

const now = new Date('2026-03-01T00:00:00Z');
const judge = (object: Uint8Array) =>
  passiveAuthentication({ sod: object, files, trust: store(), now, simulation: false, issuingState: 'UTO' });

describe('certificates', () => {
  it('32 KB are looked at, an octet more is not', () => {
    expect(codeOf(() => parseCertificate(new Uint8Array(0x8000)))).toBe('malformed');
    expect(codeOf(() => parseCertificate(new Uint8Array(0x8001)))).toBe('limit');
    expect(certificateUse(new Uint8Array(0x8001))).toEqual({ usable: false, reason: 'too-long' });
    const long = certificate({
      subject: cscaName,
      key: cscaKey,
      ca: true,
      more: [extension('1.2.3', write.writeOctetString(new Uint8Array(0x7000)))],
    });
    expect(parseCertificate(long).bytes).toHaveLength(long.length);
  });

  it('versions 1 to 3', () => {
    const version = (n: number): Uint8Array => {
      const hex = Buffer.from(certificate({ subject: cscaName, key: ecKey() })).toString('hex');
      const number = n < 0 ? 'a0030201ff' : `a00302010${n}`;
      return Uint8Array.from(Buffer.from(hex.replace('a003020102', number), 'hex'));
    };
    expect([0, 1, 2].map((n) => parseCertificate(version(n)).version)).toEqual([1, 2, 3]);
    expect([-1, 3].map((n) => codeOf(() => parseCertificate(version(n))))).toEqual(['malformed', 'malformed']);
  });

  it('a signature is whole octets', () => {
    const algorithm = ecKey().algorithm;
    const signed = (unused: number): Uint8Array =>
      write.writeSequence(write.writeSequence(), algorithm, write.writeBitString(Uint8Array.of(0), unused));
    expect(codeOf(() => splitSigned(signed(0)))).toBeUndefined();
    expect(codeOf(() => splitSigned(signed(1)))).toBe('malformed');
  });

  it('keys that cannot be used, each with its reason', () => {
    const use = (key: ReturnType<typeof ecKey>): unknown =>
      certificateUse(certificate({ subject: cscaName, key, issuerKey: cscaKey }));
    const other = write.writeSequence(
      write.writeSequence(write.writeOid('1.2.840.10040.4.1')),
      write.writeBitString(Uint8Array.of(1)),
    );
    expect(use(ecKey('secp256k1'))).toMatchObject({ usable: false, reason: 'unknown-curve' });
    expect(use({ ...ecKey(), spki: other })).toMatchObject({ usable: false, reason: 'unsupported-key' });
    expect(use(rsaKey(768))).toMatchObject({ usable: false, reason: 'weak-key' });
    expect(use(ecKey())).toMatchObject({ usable: true, key: 'brainpoolP384r1' });
  });
});

describe('names', () => {
  const attribute = (type: string, value: Uint8Array): Uint8Array =>
    write.writeSet(write.writeSequence(write.writeOid(type), value));
  const many = (count: number): Uint8Array =>
    write.writeSequence(...Array.from({ length: count }, () => attribute(oids.commonName, write.writeUtf8String('a'))));

  it('32 attributes are read, one more is not', () => {
    expect(parseName(readDer(many(32))).attributes).toHaveLength(32);
    expect(codeOf(() => parseName(readDer(many(33))))).toBe('limit');
  });

  it('a value is text', () => {
    const odd = write.writeSequence(attribute(oids.commonName, write.writeInteger(1)));
    expect(codeOf(() => parseName(readDer(odd)))).toBe('malformed');
  });

  it('a country without blanks, in capitals, and by its attribute alone', () => {
    const given = (value: string): string | undefined =>
      parseName(readDer(write.writeSequence(attribute(oids.country, write.writePrintableString(value))))).country;
    expect([given('vn'), given(' VN '), given('VN')]).toEqual(['VN', 'VN', 'VN']);
    expect(parseName(readDer(many(1))).country).toBeUndefined();
  });
});

describe('lists and files', () => {
  const list = (count: number): Uint8Array =>
    message({
      contentType: oids.cscaMasterList,
      content: write.writeSequence(
        write.writeInteger(0),
        write.writeSet(...Array.from({ length: count }, () => write.writeNull())),
      ),
      certificate: csca,
      issuer: cscaName,
      key: cscaKey,
      digest: 'sha384',
    });

  it('20,000 certificates are read, one more is not', () => {
    expect(parseMasterList(list(20_000)).certificates).toHaveLength(20_000);
    expect(codeOf(() => parseMasterList(list(20_001)))).toBe('limit');
  });

  it('64 MB are looked at, an octet more is not', () => {
    const large = new Uint8Array(0x400_0001);
    expect(codeOf(() => openTrustFile(large.subarray(1)))).toBe('malformed');
    expect(codeOf(() => openTrustFile(large))).toBe('limit');
  });
});

describe('signers', () => {
  const cosigned = (count: number) => judge(sod({ cosigners: Array.from({ length: count - 1 }, () => ({})) }));

  it('eight are judged, a ninth makes the object malformed', () => {
    expect(cosigned(8).checks['sod-signature']).toEqual({ status: 'passed' });
    expect(cosigned(9).checks['sod-signature']).toMatchObject({ status: 'inconclusive', reason: 'malformed' });
    expect(cosigned(9).boundDataGroups.size).toBe(0);
  });

  it('what is reported of the one who counts', () => {
    const { signer } = judge(sod({ certificate: signerCertificate({ subject: name('UT', 'Reported') }) }));
    expect(signer).toMatchObject({
      subject: 'C=UT, CN=Reported',
      issuer: 'C=UT, CN=CSCA Utopia',
      serialNumber: '4D',
      country: 'UT',
      key: 'brainpoolP384r1',
      csca: { subject: 'C=UT, CN=CSCA Utopia', notAfter: new Date('2040-01-01') },
    });
    const zeros = judge(sod({ serial: 0x1000, certificate: signerCertificate({ serial: 0x1000 }) }));
    expect(zeros.signer?.serialNumber).toBe('1000');
  });
});
