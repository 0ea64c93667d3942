import { describe, expect, it } from 'vitest';
import { ascii } from '@cccd-kiosk/emrtd/bytes';
import * as write from '@cccd-kiosk/emrtd/der-write';
import type { DataGroupNumber } from '@cccd-kiosk/emrtd/lds/files';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';
import { authenticateCardSecurity } from '@cccd-kiosk/emrtd/trust/card-security';
import { parseCertificate } from '@cccd-kiosk/emrtd/trust/certificate';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { passiveAuthentication, type PassiveAuthenticationInput } from '@cccd-kiosk/emrtd/trust/passive-authentication';
import { createTrustStore, emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import {
  csca,
  cscaKey,
  cscaName,
  files,
  securityObject,
  signerCertificate,
  signerKey,
  signerName,
  sod,
  store,
} from './country.ts';
import { certificate, ecKey, extension, message, name, revocationList, type Plan } from './mint.ts';

const now = new Date('2026-03-01T00:00:00Z');
const run = (input: Partial<PassiveAuthenticationInput> = {}) =>
  passiveAuthentication({ sod: sod(), files, trust: store(), now, simulation: false, issuingState: 'UTO', ...input });
type Checks = ReturnType<typeof run>['checks'];
function say(checks: Checks, check: keyof Checks): string {
  const found = checks[check];
  const detail = found && 'detail' in found && found.detail !== undefined ? ` ${found.detail}` : '';
  return found && 'reason' in found ? `${found.status} ${found.reason}${detail}` : (found?.status ?? 'absent');
}

describe('link certificates, 9303-12 §4.1.1', () => {
  const newKey = ecKey('secp384r1', 'sha384');
  const newest = ecKey('secp384r1', 'sha384');
  const renamed = name('UT', 'CSCA Utopia 2');
  const nameChange = extension(oids.nameChange, write.writeNull());
  const newRoot = certificate({ subject: cscaName, key: newKey, ca: true, serial: 2 });
  const link = (plan: Partial<Plan> = {}): Uint8Array =>
    certificate({ subject: cscaName, key: newKey, issuer: cscaName, issuerKey: cscaKey, ca: true, serial: 9, ...plan });
  const second = link({ key: newest, issuerKey: newKey, serial: 10 });
  /** A document of a signer under the new key. */
  const document = (issuerKey = newKey, issuer = cscaName, more: Uint8Array[] = []) =>
    sod({
      certificate: signerCertificate({ issuerKey, issuer }),
      issuer,
      moreCertificates: more,
    });
  const judge = (trusted: Uint8Array[], object = document()) => run({ sod: object, trust: store(trusted) });

  it.each([
    ['the new root itself', () => judge([newRoot]), 'passed', 0],
    ['the old root and the link', () => judge([csca, link()]), 'passed', 1],
    [
      'the old root, the link brought by the document',
      () => judge([csca], document(newKey, cscaName, [link()])),
      'passed',
      1,
    ],
    ['two changes of key', () => judge([csca, link(), second], document(newest)), 'passed', 2],
    [
      'two changes of key, both links brought',
      () => judge([csca], document(newest, cscaName, [second, link()])),
      'passed',
      2,
    ],
    ['the link alone: nobody vouches for it', () => judge([link()]), 'inconclusive unknown-issuer link', 0],
    ['the old root alone', () => judge([csca]), 'inconclusive unknown-issuer', 0],
    [
      'a link that the old key did not sign',
      () => judge([csca, link({ issuerKey: { ...cscaKey, sign: ecKey('secp384r1', 'sha384').sign } })]),
      'inconclusive unknown-issuer link',
      0,
    ],
    [
      'a link of another country',
      () => judge([csca, link({ subject: name('VN', 'CSCA Utopia') })], document(newKey, name('VN', 'CSCA Utopia'))),
      'inconclusive unknown-issuer link',
      0,
    ],
    [
      'another name, unannounced',
      () => judge([csca, link({ subject: renamed })], document(newKey, renamed)),
      'inconclusive unknown-issuer link',
      0,
    ],
    [
      'another name, announced by nameChange',
      () => judge([csca, link({ subject: renamed, more: [nameChange] })], document(newKey, renamed)),
      'passed',
      1,
    ],
    [
      'another country, announced by nameChange',
      () =>
        judge([csca, link({ subject: name('VN', 'CSCA'), more: [nameChange] })], document(newKey, name('VN', 'CSCA'))),
      'inconclusive unknown-issuer link',
      0,
    ],
    [
      'a link issued after the old key’s time',
      () =>
        judge([
          certificate({ subject: cscaName, key: cscaKey, ca: true, notBefore: '2015-01-01', notAfter: '2019-12-31' }),
          link(),
        ]),
      'inconclusive unknown-issuer link',
      0,
    ],
    [
      'a link from one who may not issue',
      () => judge([certificate({ subject: cscaName, key: cscaKey, ca: true, usage: [6] }), link()]),
      'inconclusive unknown-issuer link',
      0,
    ],
  ])('%s', (_, judged, due, length) => {
    const { checks, links } = judged();
    expect(say(checks, 'signer-certificate')).toBe(due);
    expect(links ?? []).toHaveLength(length);
  });

  it('two keys that vouch for each other begin nowhere', () => {
    const circle = [link(), link({ key: cscaKey, issuerKey: newKey })];
    expect(say(judge(circle).checks, 'signer-certificate')).toBe('inconclusive unknown-issuer link');
  });

  it('a document cannot bring its own root', () => {
    const { checks, boundDataGroups } = judge([csca], document(newKey, cscaName, [newRoot]));
    expect(say(checks, 'signer-certificate')).toBe('inconclusive unknown-issuer link');
    expect(boundDataGroups.size).toBe(0);
  });

  it('a revoked link leads nowhere good; its number in the new key’s list says nothing', () => {
    const list = (key: typeof newKey, serials: number[]) =>
      revocationList({ issuer: cscaName, key, serials, nextUpdate: '2026-06-01' });
    const with_ = (lists: Uint8Array[]) =>
      say(run({ sod: document(), trust: store([csca, link()], lists) }).checks, 'revocation');
    expect(with_([list(cscaKey, [9]), list(newKey, [])])).toBe('failed signer-revoked issuer');
    expect(with_([list(cscaKey, []), list(newKey, [9])])).toBe('passed');
    expect(with_([list(cscaKey, []), list(newKey, [77])])).toBe('failed signer-revoked');
  });

  it('a file of its own is an anchor, because somebody chose it; in a bundle a link is a link', () => {
    const pem = (...all: Uint8Array[]): Uint8Array =>
      ascii(
        all
          .map(
            (each) =>
              `-----BEGIN CERTIFICATE-----\n${Buffer.from(each).toString('base64')}\n-----END CERTIFICATE-----\n`,
          )
          .join(''),
      );
    const load = (...given: Uint8Array[]) => loadTrustAnchors(given.map((bytes, i) => ({ name: `${i}`, bytes })));
    const other = certificate({ subject: name('XY', 'Other'), key: ecKey(), ca: true });
    const judged = (loaded: ReturnType<typeof load>) =>
      say(run({ sod: document(), trust: loaded.store }).checks, 'signer-certificate');
    expect(judged(load(link()))).toBe('passed');
    expect(judged(load(pem(link())))).toBe('passed');
    const bundle = load(pem(link(), other));
    expect(judged(bundle)).toBe('inconclusive unknown-issuer link');
    expect(bundle.report[0]?.items.map(({ role }) => role)).toEqual(['link', 'anchor']);
    expect(judged(load(pem(link(), other), link()))).toBe('passed');
  });

  it('an anchor is one of the store’s own certificates', () => {
    const root = parseCertificate(csca);
    expect(createTrustStore({ certificates: [root] }).isAnchor(root)).toBe(true);
    expect(createTrustStore({ certificates: [root] }).isAnchor(parseCertificate(csca))).toBe(false);
    expect(emptyTrustStore.isAnchor(root)).toBe(false);
  });
});

describe('several signers, RFC 5652 §5.1', () => {
  const stranger = ecKey();
  const strange = certificate({ subject: name('UT', 'Stranger'), key: stranger, serial: 5 });
  const cosigner = { key: stranger, issuer: name('UT', 'Stranger'), serial: 5 };
  const both = { moreCertificates: [strange], cosigners: [cosigner] };
  const forged = { key: stranger };

  it.each([
    ['a trusted one first', sod(both), 'passed', 'passed'],
    [
      'a trusted one last',
      sod({ ...both, ...cosigner, cosigners: [{ key: signerKey, issuer: cscaName, serial: 77 }] }),
      'passed',
      'passed',
    ],
    ['a trusted one beside a forgery of theirs', sod({ cosigners: [forged] }), 'passed', 'passed'],
    [
      'a trusted one beside one without a certificate',
      sod({ cosigners: [{ ...cosigner, serial: 6 }] }),
      'passed',
      'passed',
    ],
    ['nobody trusted', sod({ ...both, ...cosigner, cosigners: [cosigner] }), 'passed', 'inconclusive unknown-issuer'],
    [
      'nobody trusted, and one forged: the failure is told',
      sod({ ...both, ...cosigner, cosigners: [{ ...cosigner, key: signerKey }] }),
      'failed signature-invalid',
      'inconclusive unknown-issuer',
    ],
    [
      'nine of them',
      sod({ cosigners: Array.from({ length: 8 }, () => forged) }),
      'inconclusive malformed SOD',
      'inconclusive malformed SOD',
    ],
  ])('%s', (_, object, signature, trusted) => {
    const { checks } = run({ sod: object });
    expect([say(checks, 'sod-signature'), say(checks, 'signer-certificate')]).toEqual([signature, trusted]);
  });
});

describe('the signer’s certificate from the store, when the object has none', () => {
  const object = (plan = {}) => sod({ certificate: undefined, ...plan });

  it.each([
    ['by issuer and serial number', object(), store([csca, signerCertificate()]), 'passed'],
    ['by key identifier', object({ byKeyIdentifier: true }), store([csca, signerCertificate()]), 'passed'],
    ['not at hand', object(), store([csca]), 'inconclusive unknown-issuer'],
    ['at hand, its issuer not', object(), store([signerCertificate()]), 'inconclusive no-trust-store'],
  ])('%s', (_, bytes, trust, due) => {
    expect(say(run({ sod: bytes, trust }).checks, 'signer-certificate')).toBe(due);
  });
});

describe('LDS security objects, 9303-10 §4.6.2', () => {
  const hashes = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
  it.each(hashes.flatMap((hash) => ([0, 1] as const).map((version) => [hash, version] as const)))(
    '%s, version %i',
    (hash, version) => {
      const judged = run({ sod: sod({ content: securityObject(files, hash, version), digest: hash }) });
      expect([say(judged.checks, 'sod-signature'), say(judged.checks, 'data-hashes')]).toEqual(['passed', 'passed']);
      expect(judged.sod?.ldsSecurityObject.ldsVersion).toBe(version === 1 ? '0108' : undefined);
      const off = run({
        sod: sod({ content: securityObject(files, hash, version), digest: hash }),
        files: new Map([...files, [2, Uint8Array.of(0x62, 1, 0)]]),
      });
      expect(say(off.checks, 'hash:DG2')).toBe('failed hash-mismatch DG2');
    },
  );
});

describe('documents that a signer may sign, 9303-12 §7.1.1.6', () => {
  const listed = (...codes: string[]): Uint8Array =>
    extension(
      oids.documentTypeList,
      write.writeSequence(
        write.writeInteger(0),
        write.writeSet(...codes.map((code) => write.writePrintableString(code))),
      ),
    );
  const zone = 'IDUTO1909999992001190999999<<39002155F3002153UTO<<<<<<<<<<<8NGUYEN<<THI<MAU<<<<<<<<<<<<<<<';
  const identityCard: ReadonlyMap<DataGroupNumber, Uint8Array> = new Map([
    [1, encodeTlv(0x61, encodeTlv(0x5f1f, ascii(zone)))],
  ]);
  const judged = (...codes: string[]) =>
    run({
      files: identityCard,
      sod: sod({
        content: securityObject(identityCard),
        certificate: signerCertificate(codes.length > 0 ? { more: [listed(...codes)] } : {}),
      }),
    });

  it.each([
    ['no list', [], 'passed'],
    ['ID', ['ID'], 'passed'],
    ['P and ID', ['P', 'ID'], 'passed'],
    ['I, which stands for all that begin so', ['I'], 'passed'],
    ['ID with blanks of the zone', ['ID<'], 'passed'],
    ['P only', ['P'], 'failed document-type-mismatch'],
    ['IP, which is another', ['IP', 'P'], 'failed document-type-mismatch'],
  ])('%s', (_, codes, due) => {
    const { checks, boundDataGroups } = judged(...codes);
    expect(say(checks, 'signer-certificate')).toBe(due);
    expect(boundDataGroups.has(1)).toBe(due === 'passed');
  });

  it('an empty list restricts nothing, and neither does a zone that cannot be read', () => {
    const empty = extension(oids.documentTypeList, write.writeSequence(write.writeInteger(0), write.writeSet()));
    const certificates = [signerCertificate({ more: [empty] }), signerCertificate({ more: [listed('P')] })];
    const [first, last] = certificates.map((each) => sod({ certificate: each }));
    for (const object of [first, last]) expect(say(run({ sod: object }).checks, 'signer-certificate')).toBe('passed');
  });
});

describe('EF.CardSecurity, 9303-11 §9.2.9', () => {
  const infos = write.writeSet(
    write.writeSequence(write.writeOid(`${oids.pace}.6.2`), write.writeInteger(2), write.writeInteger(13)),
  );
  const plan = {
    contentType: oids.securityObject,
    content: infos,
    certificate: signerCertificate(),
    issuer: cscaName,
    serial: 77,
    key: signerKey,
    signingTime: new Date('2025-06-01T08:00:00Z'),
  };
  const judge = (bytes: Uint8Array | undefined, trust = store()) =>
    authenticateCardSecurity(bytes, { trust, now, simulation: false });

  it('of a trusted signer, its infos count', () => {
    const { checks, securityInfos, signer } = judge(message(plan));
    expect([say(checks, 'sod-signature'), say(checks, 'signer-certificate'), say(checks, 'signer-validity')]).toEqual([
      'passed',
      'passed',
      'passed',
    ]);
    expect(securityInfos?.paceInfos).toEqual([{ oid: `${oids.pace}.6.2`, version: 2, parameterId: 13 }]);
    expect(signer?.subject.text).toBe('C=UT, CN=Document Signer 1');
  });

  it.each([
    ['not read', undefined, 'inconclusive file-not-read CardSecurity'],
    ['garbage', Uint8Array.of(1, 2), 'inconclusive malformed CardSecurity'],
    [
      'a security object instead',
      message({ ...plan, contentType: oids.ldsSecurityObject }),
      'inconclusive unsupported CardSecurity',
    ],
    [
      'content that is no infos',
      message({ ...plan, content: write.writeNull() }),
      'inconclusive malformed CardSecurity',
    ],
    ['no certificate at hand', message({ ...plan, certificate: undefined }), 'inconclusive unknown-issuer'],
    ['another key', message({ ...plan, key: ecKey() }), 'failed signature-invalid'],
  ])('%s: no infos count', (_, bytes, due) => {
    const { checks, securityInfos } = judge(bytes);
    expect([say(checks, 'sod-signature'), securityInfos]).toEqual([due, undefined]);
  });

  it('signed by one whom nobody knows, or whose time was over, or who is revoked, no infos count', () => {
    expect(judge(message(plan), emptyTrustStore).securityInfos).toBeUndefined();
    const late = signerCertificate({ subject: signerName, notAfter: '2025-01-01' });
    expect(judge(message({ ...plan, certificate: late })).securityInfos).toBeUndefined();
    const list = revocationList({ issuer: cscaName, key: cscaKey, serials: [77], nextUpdate: '2026-06-01' });
    expect(judge(message(plan), store([csca], [list])).securityInfos).toBeUndefined();
  });
});
