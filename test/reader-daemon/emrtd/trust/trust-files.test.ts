import { describe, expect, it } from 'vitest';
import { concat, fromHex, utf8 } from '@cccd-kiosk/emrtd/bytes';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { accountForCsca } from '@cccd-kiosk/emrtd/trust/account';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { parseMasterList } from '@cccd-kiosk/emrtd/trust/master-list';
import { decodeBase64, parsePem } from '@cccd-kiosk/emrtd/trust/pem';
import { openTrustFile } from '@cccd-kiosk/emrtd/trust/trust-file';
import { isTestIssuer, testIssuerPins } from '@cccd-kiosk/emrtd/trust/test-issuers';
import { parseCertificate } from '@cccd-kiosk/emrtd/trust/certificate';
import { testCscaPin, testTrust } from '@cccd-kiosk/fixtures/world';
import { codeOf } from '../code-of.ts';
import { fuzz } from '../mutations.ts';
import { csca, cscaKey, cscaName, signerCertificate } from './country.ts';
import { certificate, ecKey, message, name, pssKey, revocationList, rsaKey } from './mint.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const pem = (label: string, bytes: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${base64(bytes).replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

const crl = revocationList({ issuer: cscaName, key: cscaKey, nextUpdate: '2026-06-01', serials: [5] });
const weak = certificate({ subject: name('UT', 'Weak'), key: rsaKey(768), ca: true });
const strange = certificate({ subject: name('UT', 'Koblitz'), key: ecKey('secp256k1', 'sha256'), ca: true });
const pss = certificate({ subject: name('XX', 'PSS'), key: pssKey(), ca: true });
const broken = fromHex('3003020101');

const listSigner = ecKey('brainpoolP256r1', 'sha256');
const listSignerName = name('UT', 'List Signer');
const listSignerCertificate = certificate({
  subject: listSignerName,
  key: listSigner,
  issuer: cscaName,
  issuerKey: cscaKey,
  serial: 8,
});

function masterList(certificates: readonly Uint8Array[], key = listSigner): Uint8Array {
  return message({
    contentType: oids.cscaMasterList,
    content: write.writeSequence(write.writeInteger(0), write.writeSet(...certificates)),
    certificate: concat(listSignerCertificate, csca),
    issuer: cscaName,
    serial: 8,
    key,
    signingTime: new Date('2025-01-01T00:00:00Z'),
  });
}

const list = masterList([csca, weak, strange, pss, broken]);
const ldif = [
  'version: 1',
  'dn: o=dsc,c=UT,dc=data,dc=download,dc=pkd,dc=icao,dc=int',
  'cn: signer',
  `userCertificate;binary:: ${base64(signerCertificate())}`.replace(/.{70}/g, '$&\r\n '),
  '',
  'dn: o=crl,c=UT',
  `certificateRevocationList;binary:: ${base64(crl)}`,
  'dn: o=ml,c=UT',
  `pkdMasterListContent:: ${base64(list)}`,
].join('\r\n');

describe('files of trust, told apart by content', () => {
  it.each([
    ['a certificate', csca, 'certificate', 1, 0],
    ['a revocation list', crl, 'revocation-list', 0, 1],
    ['a master list', list, 'master-list', 5, 0],
    [
      'PEM, anything in one file',
      utf8(`# notes\n${pem('CERTIFICATE', csca)}${pem('X509 CRL', crl)}${pem('PRIVATE KEY', crl)}`),
      'pem',
      1,
      1,
    ],
    ['PEM around a master list', utf8(pem('CMS', list)), 'pem', 5, 0],
    ['LDIF of the ICAO PKD', utf8(ldif), 'ldif', 6, 1],
  ])('%s', (_, bytes, kind, certificates, lists) => {
    const file = openTrustFile(bytes);
    expect([file.kind, file.certificates.length, file.revocationLists.length]).toEqual([kind, certificates, lists]);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'malformed'],
    ['text', utf8('not a certificate'), 'malformed'],
    ['a SEQUENCE of something', fromHex('30 03 020101'), 'unsupported'],
    [
      'a message with another content',
      message({ contentType: oids.data, content: fromHex('00'), certificate: csca, issuer: cscaName, key: cscaKey }),
      'unsupported',
    ],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(() => openTrustFile(bytes))).toBe(code);
  });

  it('RFC 7468 and RFC 4648: Base64 is taken strictly', () => {
    expect(parsePem(pem('CERTIFICATE', csca))[0]?.bytes).toEqual(csca);
    expect(codeOf(() => decodeBase64('AAA'))).toBe('malformed');
    expect(codeOf(() => decodeBase64('A===='))).toBe('malformed');
  });

  it('whatever the octets, opening ends and names its reason', () => {
    fuzz(openTrustFile, [csca, crl, list, utf8(ldif), utf8(pem('CERTIFICATE', csca))], 500);
    fuzz(parseCertificate, [csca, pss], 500);
  });
});

describe('a trust store from files', () => {
  const load = () =>
    loadTrustAnchors([
      { name: 'csca.der', bytes: csca },
      { name: 'again.pem', bytes: utf8(pem('CERTIFICATE', csca)) },
      { name: 'list.ml', bytes: list },
      { name: 'forged.ml', bytes: masterList([strange], ecKey('brainpoolP256r1', 'sha256')) },
      { name: 'crl.crl', bytes: crl },
      { name: 'notes.txt', bytes: utf8('hello') },
      { name: 'test.der', bytes: testTrust()[0]?.bytes ?? new Uint8Array(0) },
      { name: 'signer.der', bytes: signerCertificate() },
    ]);
  const of = (file: string) => load().report.find(({ name: each }) => each === file);

  it('keeps what is usable, once', () => {
    const { store } = load();
    expect(store.certificates.map(({ subject }) => subject.text)).toEqual([
      'C=UT, CN=CSCA Utopia',
      'C=XX, CN=PSS',
      'C=VN, O=Cccd-Kiosk TEST, serialNumber=001, CN=CSCA Vietnam TEST',
      'C=UT, CN=Document Signer 1',
    ]);
    expect(store.revocationLists).toHaveLength(1);
    expect(store.origins).toEqual(['csca.der', 'again.pem', 'list.ml', 'crl.crl', 'test.der', 'signer.der']);
  });

  it('accounts for every file and every certificate in it', () => {
    expect(of('list.ml')?.items.map(({ subject, usable, reason }) => [subject, usable, reason])).toEqual([
      ['C=UT, CN=CSCA Utopia', true, undefined],
      ['C=UT, CN=Weak', false, 'weak-key'],
      ['C=UT, CN=Koblitz', false, 'unknown-curve'],
      ['C=XX, CN=PSS', true, undefined],
      ['(unreadable)', false, 'malformed'],
    ]);
    expect(of('notes.txt')).toMatchObject({ kind: undefined, reason: 'malformed', items: [] });
  });

  it('a master list with a wrong signature stays out whole', () => {
    expect(of('forged.ml')).toMatchObject({ kind: 'master-list', reason: 'list-signature-invalid', items: [] });
  });

  it('says who may issue, who may not, and who is only a test', () => {
    expect([of('csca.der'), of('signer.der'), of('test.der')].map((file) => file?.items[0]?.role)).toEqual([
      'anchor',
      'signer',
      'test',
    ]);
  });
});

describe('an account of a list of country certificates', () => {
  it('counts every certificate, usable or with its reason', () => {
    const account = accountForCsca(list, 'list.ml');
    expect(account).toMatchObject({
      name: 'list.ml',
      kind: 'master-list',
      total: 5,
      usable: 2,
      unusable: [
        { subject: 'C=UT, CN=Weak', reason: 'weak-key' },
        { subject: 'C=UT, CN=Koblitz', reason: 'unknown-curve' },
        { subject: '(unreadable)', reason: 'malformed' },
      ],
      countries: { '??': 1, UT: 3, XX: 1 },
      algorithms: { 'ECDSA SHA-256': 1, 'ECDSA SHA-384': 1, 'RSA SHA-256': 1, 'RSA-PSS SHA-256': 1 },
      keys: { 'RSA-2048': 1, 'secp384r1 (explicit)': 1 },
      signatures: { bySelf: 2, byAnother: 0, unverified: 2 },
      signer: {
        subject: 'C=UT, CN=List Signer',
        outcome: 'verified',
        signedAt: '2025-01-01T00:00:00.000Z',
        issuer: 'C=UT, CN=CSCA Utopia',
        issuerInList: true,
      },
    });
  });

  it('a link certificate is verified by another of the list', () => {
    const next = ecKey('brainpoolP384r1', 'sha384');
    const link = certificate({ subject: cscaName, key: next, issuerKey: cscaKey, ca: true, serial: 2 });
    const account = accountForCsca(utf8(pem('CERTIFICATE', csca) + pem('CERTIFICATE', link)), 'two.pem');
    expect(account.signatures).toEqual({ bySelf: 1, byAnother: 1, unverified: 0 });
    expect(account.signer).toBeUndefined();
  });

  it('9303-12 §9: a list whose signer is not in the message has none', () => {
    const orphan = message({
      contentType: oids.cscaMasterList,
      content: write.writeSequence(write.writeInteger(0), write.writeSet(csca)),
      certificate: csca,
      issuer: cscaName,
      serial: 99,
      key: listSigner,
    });
    expect(parseMasterList(orphan).signer).toBeUndefined();
  });
});

describe('the pinned test issuer', () => {
  it('is the one of the simulated world', () => {
    expect(testIssuerPins).toEqual([testCscaPin]);
    expect(isTestIssuer(parseCertificate(testTrust()[0]?.bytes ?? new Uint8Array(0)))).toBe(true);
    expect(isTestIssuer(parseCertificate(csca))).toBe(false);
  });
});
