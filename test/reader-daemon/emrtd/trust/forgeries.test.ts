/** What would make a forged card genuine, one wrong at a time; each made and judged inside its test. */
import { describe, expect, it } from 'vitest';
import { concat, fromHex, utf8 } from '@cccd-kiosk/emrtd/bytes';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { hash } from '@cccd-kiosk/emrtd/crypto/hash';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { parseCertificate, verifySigned, verifySignedBy } from '@cccd-kiosk/emrtd/trust/certificate';
import { findIssuer } from '@cccd-kiosk/emrtd/trust/chain';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { passiveAuthentication, type PassiveAuthenticationInput } from '@cccd-kiosk/emrtd/trust/passive-authentication';
import { PassiveWork } from '@cccd-kiosk/emrtd/trust/passive-work';
import { publicKey } from '@cccd-kiosk/emrtd/trust/public-key';
import { verifySignature } from '@cccd-kiosk/emrtd/trust/signature-scheme';
import { createTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { testCsca } from '@cccd-kiosk/fixtures/issuer/authority';
import {
  csca,
  cscaKey,
  cscaName,
  files,
  securityObject,
  signerCertificate,
  signerName,
  signerPlan,
  sod,
  store,
} from './country.ts';
import {
  certificate,
  ecKey,
  extension,
  keyIdentifier,
  message,
  name,
  pssKey,
  revocationList,
  rsaKey,
  type Key,
  type MessagePlan,
  type Plan,
} from './mint.ts';
import { isAttribute, withAttributes } from './sod-cases.ts';

const now = new Date('2026-03-01T00:00:00Z');
const run = (input: Partial<PassiveAuthenticationInput> = {}) =>
  passiveAuthentication({ sod: sod(), files, trust: store(), now, simulation: false, issuingState: 'UTO', ...input });
type Check = keyof ReturnType<typeof run>['checks'];
function say({ checks }: ReturnType<typeof run>, check: Check): string {
  const found = checks[check];
  return found && 'reason' in found ? `${found.status} ${found.reason}` : (found?.status ?? 'absent');
}

describe('a signature that is none', () => {
  const key = (own: Key) => {
    const found = publicKey(own.spki);
    if (!('key' in found)) throw new Error('key');
    return found.key;
  };
  const text = utf8('what was signed');

  it.each([
    ['RSA PKCS #1 v1.5', () => rsaKey(), { kind: 'rsa-pkcs1', hash: 'SHA-256' }],
    ['RSA-PSS', () => pssKey(), { kind: 'rsa-pss', hash: 'SHA-256', mgfHash: 'SHA-256', saltLength: 32 }],
    ['ECDSA', () => ecKey(), { kind: 'ecdsa', hash: 'SHA-256', encoding: 'der' }],
  ] as const)('%s: right, of another text, of another key, and under another scheme', (_, make, scheme) => {
    const [own, other] = [make(), make()];
    const signature = own.sign(text);
    expect(verifySignature(key(own), scheme, text, signature)).toBe(true);
    expect(verifySignature(key(own), scheme, utf8('another'), signature)).toBe(false);
    expect(verifySignature(key(own), scheme, text, other.sign(text))).toBe(false);
    expect(verifySignature(key(own), scheme, text, new Uint8Array(signature.length))).toBe(false);
    const others = [
      { kind: 'rsa-pkcs1', hash: 'SHA-256' },
      { kind: 'rsa-pss', hash: 'SHA-256', mgfHash: 'SHA-256', saltLength: 32 },
      { kind: 'ecdsa', hash: 'SHA-256', encoding: 'der' },
      { kind: 'ecdsa', hash: 'SHA-256', encoding: 'plain' },
    ] as const;
    for (const each of others.filter((it) => JSON.stringify(it) !== JSON.stringify(scheme)))
      expect(verifySignature(key(own), each, text, signature), JSON.stringify(each)).toBe(false);
  });

  it.each([
    ['RSA', (): Key => rsaKey()],
    ['RSA-PSS', (): Key => pssKey()],
    ['ECDSA', (): Key => ecKey()],
  ])('%s: EF.SOD signed by a stranger under the signer’s name', (_, make) => {
    const [own, stranger] = [make(), make()];
    expect(say(run({ sod: sod(signerPlan(own)) }), 'sod-signature')).toBe('passed');
    const forged = run({ sod: sod({ ...signerPlan(own), key: { ...own, sign: stranger.sign } }) });
    expect([say(forged, 'sod-signature'), forged.boundDataGroups.size]).toEqual(['failed signature-invalid', 0]);
  });

  it('a certificate whose algorithm is not its issuer’s key’s', () => {
    const rsa = rsaKey();
    const odd = { ...cscaKey, algorithm: rsa.algorithm };
    const [signed, issuer] = [parseCertificate(signerCertificate({ issuerKey: odd })), parseCertificate(csca)];
    expect(verifySignedBy(signed, issuer)).toBe('invalid');
    const unknown = { ...signed, signatureAlgorithm: { ...signed.signatureAlgorithm, oid: oids.md5WithRsa } };
    const own = publicKey(cscaKey.spki);
    expect('key' in own && verifySigned(unknown, own.key)).toBe('unsupported');
  });
});

describe('what the signature covers, RFC 5652 §5.4', () => {
  const wrong = (plan: Partial<MessagePlan>) => run({ sod: sod(plan) });
  it('another content than the digest’s', () => {
    const honest = sod();
    const forged = securityObject(new Map([...files].map(([n, bytes]) => [n, concat(bytes, Uint8Array.of(0))])));
    const from = Buffer.from(securityObject()).toString('hex');
    const to = Buffer.from(forged).toString('hex');
    expect(to).toHaveLength(from.length);
    const bytes = fromHex(Buffer.from(honest).toString('hex').replace(from, to));
    expect(say(run({ sod: bytes }), 'sod-signature')).toBe('failed message-digest-mismatch');
  });

  const attribute = (oid: string, ...values: Uint8Array[]): Uint8Array =>
    write.writeSequence(write.writeOid(oid), write.writeSet(...values));
  const replaced = (oid: string, ...by: Uint8Array[]): string =>
    say(
      run({ sod: withAttributes((all) => [...all.filter((each) => !isAttribute(oid, each)), ...by]) }),
      'sod-signature',
    );

  it('another type than the content’s, or none, or two', () => {
    const [own, other] = [write.writeOid(oids.ldsSecurityObject), write.writeOid(oids.cscaMasterList)];
    expect(replaced(oids.contentType, attribute(oids.contentType, own))).toBe('passed');
    expect(replaced(oids.contentType, attribute(oids.contentType, other))).toBe('failed content-type-mismatch');
    expect(replaced(oids.contentType)).toBe('failed content-type-mismatch');
    expect(replaced(oids.contentType, attribute(oids.contentType, own, other))).toBe('failed content-type-mismatch');
  });

  it('another digest, or none, or two', () => {
    const due = write.writeOctetString(hash('SHA-256', securityObject()));
    const other = write.writeOctetString(new Uint8Array(32));
    expect(replaced(oids.messageDigest, attribute(oids.messageDigest, due))).toBe('passed');
    for (const values of [[other], [due, other], [other, due], []])
      expect(replaced(oids.messageDigest, attribute(oids.messageDigest, ...values))).toBe(
        'failed message-digest-mismatch',
      );
    expect(replaced(oids.messageDigest)).toBe('failed message-digest-mismatch');
  });

  it('an attribute twice is none', () => {
    const twice = withAttributes((all) => [...all, ...all]);
    expect(say(run({ sod: twice }), 'sod-signature')).toBe('inconclusive malformed');
  });

  it('no signed attributes: the signature is over the content', () => {
    expect(say(wrong({ signedAttributes: false }), 'sod-signature')).toBe('passed');
    const stranger = wrong({ signedAttributes: false, key: ecKey('brainpoolP384r1', 'sha256') });
    expect(say(stranger, 'sod-signature')).toBe('failed signature-invalid');
  });
});

describe('a country that is not the document’s', () => {
  it('a signer of the right country under another country’s authority', () => {
    const foreign = signerCertificate({ subject: name('VN', 'Document Signer') });
    const judged = run({ sod: sod({ certificate: foreign }), issuingState: 'VNM' });
    expect([say(judged, 'signer-certificate'), say(judged, 'issuing-country')]).toEqual([
      'passed',
      'failed country-mismatch',
    ]);
  });

  it('a zone of another country', () => {
    expect(say(run({ issuingState: 'VNM' }), 'issuing-country')).toBe('failed country-mismatch');
    expect(say(run(), 'issuing-country')).toBe('passed');
  });

  it('a country that nobody knows, or none: nothing is decided', () => {
    const nameless = write.writeSequence(
      write.writeSet(write.writeSequence(write.writeOid(oids.commonName), write.writePrintableString('Signer'))),
    );
    const unknown = signerCertificate({ subject: name('QQ', 'Signer') });
    const authority = certificate({ subject: nameless, key: cscaKey, ca: true });
    const none = signerCertificate({ subject: nameless, issuer: nameless });
    const judged = run({ sod: sod({ certificate: none, issuer: nameless }), trust: store([authority]) });
    expect(say(judged, 'issuing-country')).toBe('inconclusive unsupported');
    const own = run({ sod: sod({ certificate: unknown }), trust: store([]) });
    expect(say(own, 'issuing-country')).toBe('inconclusive unsupported');
  });
});

describe('an authority that is none', () => {
  const stranger = ecKey('secp384r1', 'sha384');
  /** Says that it signs itself, and does not. */
  const claimed = certificate({
    subject: cscaName,
    key: stranger,
    issuerKey: { ...ecKey('secp384r1', 'sha384'), algorithm: stranger.algorithm },
    authorityKeyIdentifier: keyIdentifier(stranger),
    ca: true,
  });
  const forgery = () => sod({ certificate: signerCertificate({ issuerKey: stranger }) });

  it('a root whose own signature is wrong is no anchor', () => {
    const root = parseCertificate(claimed);
    expect(createTrustStore({ certificates: [root] }).isAnchor(root)).toBe(false);
    const judged = run({ sod: forgery(), trust: store([claimed]) });
    expect([say(judged, 'signer-certificate'), judged.boundDataGroups.size]).toEqual([
      'inconclusive unknown-issuer',
      0,
    ]);
  });

  it('a certificate of one name that points to another key is no root, whoever signed', () => {
    const link = certificate({ subject: cscaName, key: stranger, issuerKey: cscaKey, ca: true });
    const parsed = parseCertificate(link);
    expect(createTrustStore({ certificates: [parsed] }).isAnchor(parsed)).toBe(false);
  });

  it('roots that leave a pointer out are roots by their signature', () => {
    const bare = parseCertificate(
      certificate({ subject: cscaName, key: cscaKey, authorityKeyIdentifier: false, ca: true }),
    );
    expect(createTrustStore({ certificates: [bare] }).isAnchor(bare)).toBe(true);
  });

  it('a signer that is its own authority', () => {
    const own = ecKey('brainpoolP384r1', 'sha256');
    const both = certificate({ subject: signerName, key: own, serial: 77, usage: [0, 5, 6] });
    const judged = run({
      sod: sod({ certificate: both, key: own, issuer: signerName }),
      trust: store([csca, both]),
    });
    expect([say(judged, 'signer-certificate'), judged.boundDataGroups.size]).toEqual([
      'inconclusive unknown-issuer',
      0,
    ]);
  });

  it('the authority’s key identifier on a stranger’s key: the key is asked, not its number', () => {
    const mimic = ecKey('secp384r1', 'sha384');
    const forged = signerCertificate({ issuerKey: mimic, authorityKeyIdentifier: keyIdentifier(cscaKey) });
    const judged = run({ sod: sod({ certificate: forged }) });
    expect(say(judged, 'signer-certificate')).toBe('failed issuer-signature-invalid');
    expect(findIssuer(parseCertificate(forged), store()).outcome).toBe('signature-invalid');
  });

  it('without a pointer a wrong signature accuses nobody: names are used again', () => {
    const mimic = ecKey('secp384r1', 'sha384');
    const bare = signerCertificate({ issuerKey: mimic, authorityKeyIdentifier: false });
    expect(say(run({ sod: sod({ certificate: bare }) }), 'signer-certificate')).toBe('inconclusive unknown-issuer');
  });
});

describe('a time that was not theirs', () => {
  const at = (text: string): Date => new Date(text);
  const signedAt = (time: Date, plan: Partial<Plan> = {}) =>
    say(run({ sod: sod({ signingTime: time, certificate: signerCertificate(plan) }) }), 'signer-validity');
  const usage = (n: 0 | 1, time: string): Uint8Array =>
    extension(oids.privateKeyUsagePeriod, write.writeSequence(write.writeContextPrimitive(n, utf8(time))));

  it('the certificate’s first and last second are inside, the next are not', () => {
    const plan = { notBefore: '2025-01-01T00:00:00Z', notAfter: '2025-12-31T00:00:00Z' };
    expect(signedAt(at('2025-01-01T00:00:00Z'), plan)).toBe('passed');
    expect(signedAt(at('2025-12-31T00:00:00Z'), plan)).toBe('passed');
    expect(signedAt(at('2024-12-31T23:59:59Z'), plan)).toBe('failed signer-outside-validity');
    expect(signedAt(at('2025-12-31T00:00:01Z'), plan)).toBe('failed signer-outside-validity');
  });

  it('so for the private key, either end alone', () => {
    const begins = { more: [usage(0, '20250601000000Z')] };
    expect(signedAt(at('2025-06-01T00:00:00Z'), begins)).toBe('passed');
    expect(signedAt(at('2025-05-31T23:59:59Z'), begins)).toBe('failed signer-outside-validity');
    const ends = { more: [usage(1, '20250601000000Z')] };
    expect(signedAt(at('2025-06-01T00:00:00Z'), ends)).toBe('passed');
    expect(signedAt(at('2025-06-01T00:00:01Z'), ends)).toBe('failed signer-outside-validity');
  });
});

describe('a revocation that is not seen', () => {
  const list = (thisUpdate: string, serials: number[]): Uint8Array =>
    revocationList({ issuer: cscaName, key: cscaKey, nextUpdate: '2026-06-01', thisUpdate, serials });
  const judged = (...lists: Uint8Array[]): string => say(run({ trust: store([csca], lists) }), 'revocation');

  it('on any list, old or new, first or last', () => {
    expect(judged(list('2025-01-01', [77]), list('2026-02-01', []))).toBe('failed signer-revoked');
    expect(judged(list('2026-02-01', []), list('2025-01-01', [77]))).toBe('failed signer-revoked');
    expect(judged(list('2025-01-01', []), list('2026-02-01', [77]))).toBe('failed signer-revoked');
    expect(judged(list('2025-01-01', []), list('2026-02-01', []))).toBe('passed');
  });

  it('so for the issuer', () => {
    expect(judged(list('2025-01-01', [1]), list('2026-02-01', []))).toBe('failed signer-revoked');
    expect(judged(list('2026-02-01', []), list('2025-01-01', [1]))).toBe('failed signer-revoked');
  });

  it('so for a link, on any list of the key that vouched for it', () => {
    const next = ecKey('secp384r1', 'sha384');
    const link = certificate({ subject: cscaName, key: next, issuerKey: cscaKey, ca: true, serial: 9 });
    const object = sod({ certificate: signerCertificate({ issuerKey: next }) });
    const of = (...lists: Uint8Array[]): string =>
      say(run({ sod: object, trust: store([csca, link], lists) }), 'revocation');
    expect(of(list('2025-01-01', [9]), list('2026-02-01', []))).toBe('failed signer-revoked');
    expect(of(list('2026-02-01', []), list('2025-01-01', [9]))).toBe('failed signer-revoked');
    expect(of(list('2026-02-01', []))).toBe('inconclusive unverified-revocation-list');
  });

  it('the newest list speaks, wherever it stands', () => {
    const stale = revocationList({
      issuer: cscaName,
      key: cscaKey,
      thisUpdate: '2025-01-01',
      nextUpdate: '2025-02-01',
    });
    const fresh = list('2026-02-01', []);
    expect([judged(stale, fresh), judged(fresh, stale)]).toEqual(['passed', 'passed']);
    expect(judged(stale)).toBe('inconclusive stale-revocation-list');
  });
});

describe('files that are not those that were signed', () => {
  const changed = (n: 1 | 2 | 14) => new Map([...files, [n, Uint8Array.of(0x60 + n, 2, 9, 9)] as const]);

  it.each([1, 2, 14] as const)('DG%i changed: it alone is not bound', (n) => {
    const judged = run({ files: changed(n) });
    expect(say(judged, 'data-hashes')).toBe('failed hash-mismatch');
    expect([...judged.boundDataGroups]).toEqual([1, 2, 14].filter((each) => each !== n));
  });

  it('a changed file outweighs one that is not listed, and both one that is right', () => {
    const judged = run({ files: new Map([[11, Uint8Array.of(0x6b, 0)] as const, ...changed(14)]) });
    expect(say(judged, 'data-hashes')).toBe('failed hash-mismatch');
    const listed = run({ files: new Map([...files, [11, Uint8Array.of(0x6b, 0)] as const]) });
    expect(say(listed, 'data-hashes')).toBe('failed not-in-sod');
  });

  it('hashes by an algorithm that nobody supports prove nothing', () => {
    const hex = Buffer.from(securityObject()).toString('hex').replace('608648016503040201', '608648016503040219');
    const judged = run({ sod: sod({ content: fromHex(hex) }) });
    expect([say(judged, 'data-hashes'), say(judged, 'hash:DG1'), judged.boundDataGroups.size]).toEqual([
      'inconclusive unsupported',
      'inconclusive unsupported',
      0,
    ]);
    const alone = run({ sod: sod({ content: fromHex(hex) }), files: new Map() });
    expect(say(alone, 'data-hashes')).toBe('not-attempted');
  });
});

describe('what was found out before, by other standards', () => {
  const object = sod();
  const ahead = (standards: Partial<PassiveAuthenticationInput>): PassiveWork => {
    const work = new PassiveWork();
    work.doAhead(object, files, { trust: store(), now, simulation: false, ...standards });
    return work;
  };
  const judge = (input: Partial<PassiveAuthenticationInput>, work?: PassiveWork) =>
    passiveAuthentication(
      { sod: object, files, trust: store(), now, simulation: false, issuingState: 'UTO', ...input },
      work,
    );

  it('an earlier day does not make a list fresh', () => {
    const trust = store([csca], [revocationList({ issuer: cscaName, key: cscaKey, nextUpdate: '2026-04-01' })]);
    const work = ahead({ trust });
    const later = { trust, now: new Date('2026-05-01T00:00:00Z') };
    expect(say(judge({ trust }, work), 'revocation')).toBe('passed');
    expect(say(judge(later, work), 'revocation')).toBe('inconclusive stale-revocation-list');
  });

  it('a simulation does not make the test issuer trusted outside', () => {
    const trust = createTrustStore({ certificates: [parseCertificate(testCsca.certificate)] });
    const work = ahead({ trust, simulation: true });
    expect(judge({ trust }, work)).toEqual(judge({ trust }));
    const inside = ahead({ trust, simulation: false });
    expect(judge({ trust, simulation: true }, inside)).toEqual(judge({ trust, simulation: true }));
  });

  it('the same standards are served as found', () => {
    const trust = store();
    const work = ahead({ trust });
    const [first, second] = [judge({ trust }, work), judge({ trust }, work)];
    expect(first.sod).toBe(second.sod);
    expect(first.checks).toEqual(second.checks);
  });
});

describe('a list that nobody signed', () => {
  const stranger = certificate({ subject: name('UT', 'Forged Authority'), key: ecKey(), ca: true });
  const listKey = ecKey('brainpoolP256r1', 'sha256');
  const listSigner = certificate({
    subject: name('UT', 'List'),
    key: listKey,
    issuer: cscaName,
    issuerKey: cscaKey,
    serial: 8,
  });
  const list = (certificates: Uint8Array[], plan: Partial<MessagePlan> = {}): Uint8Array =>
    message({
      contentType: oids.cscaMasterList,
      content: write.writeSequence(write.writeInteger(0), write.writeSet(...certificates)),
      certificate: listSigner,
      issuer: cscaName,
      serial: 8,
      key: listKey,
      ...plan,
    });
  const forged = (): Uint8Array => list([stranger], { key: ecKey('brainpoolP256r1', 'sha256') });
  const cms = (bytes: Uint8Array): string =>
    `-----BEGIN CMS-----\n${Buffer.from(bytes).toString('base64')}\n-----END CMS-----\n`;
  const load = (bytes: Uint8Array) => loadTrustAnchors([{ name: 'file', bytes }]);

  it('rightly signed it is taken', () => {
    expect(load(list([csca])).store.certificates).toHaveLength(1);
  });

  it.each([
    ['wrongly signed', forged],
    ['its signer’s certificate left out', () => list([stranger], { certificate: undefined })],
    ['behind a list that is rightly signed, in one file', () => utf8(cms(list([csca])) + cms(forged()))],
    ['in front of one', () => utf8(cms(forged()) + cms(list([csca])))],
    [
      'without a signer, behind one that is rightly signed',
      () => utf8(cms(list([csca])) + cms(list([stranger], { certificate: undefined }))),
    ],
  ])('%s: the file stays out whole', (_, make) => {
    const { store: made, report } = load(make());
    expect(made.certificates).toEqual([]);
    expect(report[0]).toMatchObject({ reason: 'list-signature-invalid', items: [] });
  });
});
