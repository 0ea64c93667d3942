/**
 * EF.SOD and its signer's certificate out of form, one element at a time, every signature made anew over what is there:
 * unit LDS_H of BSI TR-03105 part 5.1 (version 1.5), whose numbers are the cases' names.
 */
import { concat, toHex } from '@cccd-kiosk/emrtd/bytes';
import { children, readDer } from '@cccd-kiosk/emrtd/der';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { encodeTlv, readOneTlv, type Tlv } from '@cccd-kiosk/emrtd/tlv';
import type { DataGroupNumber } from '@cccd-kiosk/emrtd/lds/files';
import { cscaKey, files, securityObject, signerCertificate, signerKey, sod } from './country.ts';
import { ecKey, extension, name } from './mint.ts';

type Change = (element: Tlv) => Uint8Array | undefined;
const gone: Change = () => undefined;
const by =
  (bytes: Uint8Array): Change =>
  () =>
    bytes;

/** The element with the one at `path` (places among siblings, from the outside in) changed or left out. */
function changed(bytes: Uint8Array, path: readonly number[], change: Change): Uint8Array {
  const element = readDer(bytes);
  const [at, ...deeper] = path;
  if (at === undefined) return change(element) ?? new Uint8Array(0);
  const parts = children(element).map((child, i) => {
    if (i !== at) return child.bytes;
    return deeper.length === 0 ? (change(child) ?? new Uint8Array(0)) : changed(child.bytes, deeper, change);
  });
  return encodeTlv(element.tag, parts);
}

/** The signer's certificate with an element of its signed part changed, signed again by the authority. */
function certificateWith(path: readonly number[], change: Change, plan = {}): Uint8Array {
  const [content] = children(readDer(signerCertificate(plan)));
  const own = changed(content?.bytes ?? new Uint8Array(0), path, change);
  return write.writeSequence(own, cscaKey.algorithm, write.writeBitString(cscaKey.sign(own)));
}
const withCertificate = (bytes: Uint8Array): Uint8Array => sod({ certificate: bytes });

/** An EF.SOD with an element outside what is signed changed: 1 is the explicit content, 0 in it SignedData. */
function messageWith(path: readonly number[], change: Change, plan = {}): Uint8Array {
  return encodeTlv(0x77, changed(readOneTlv(sod(plan), 0x77).value, [1, 0, ...path], change));
}
/** SignedData: version, digest algorithms, content, certificates, signers. */
const [versionAt, digestsAt, contentAt, signersAt] = [0, 1, 2, 4];
/** SignerInfo: version, identifier, digest algorithm, attributes, signature algorithm, signature. */
const signerAt = (element: number): number[] => [signersAt, 0, element];
/** TBSCertificate: version, serial number, algorithm, issuer, validity, subject, key, extensions. */
const extensionAt = (n: number): number[] => [7, 0, n];

const withObject = (path: readonly number[], change: Change): Uint8Array =>
  sod({ content: changed(securityObject(), path, change) });
const md5 = write.writeSequence(write.writeOid('1.2.840.113549.2.5'), write.writeNull());
const md5WithRsa = write.writeSequence(write.writeOid(oids.md5WithRsa), write.writeNull());
const stranger = name('UT', 'Nobody');
const flipped: Change = ({ bytes }) => bytes.map((octet, i) => (i === bytes.length - 1 ? octet ^ 1 : octet));
const time = (text: string): Uint8Array => encodeTlv(0x18, new TextEncoder().encode(text));

/** An EF.SOD with its signed attributes changed, and signed as they then are. */
export function withAttributes(change: (attributes: readonly Uint8Array[]) => readonly Uint8Array[]): Uint8Array {
  let signature: Uint8Array = new Uint8Array(0);
  const other = messageWith(signerAt(3), (field) => {
    const attributes = change(children(field).map(({ bytes }) => bytes));
    signature = signerKey.sign(encodeTlv(0x31, attributes));
    return encodeTlv(0xa0, attributes);
  });
  const inner = readOneTlv(other, 0x77).value;
  return encodeTlv(0x77, changed(inner, [1, 0, ...signerAt(5)], by(write.writeOctetString(signature))));
}
/** Is this the attribute of that type? */
export const isAttribute = (oid: string, attribute: Uint8Array): boolean =>
  toHex(attribute).includes(toHex(write.writeOid(oid)));

export interface SodCase {
  /** Of TR-03105 part 5.1. */
  readonly id: string;
  readonly what: string;
  readonly sod: () => Uint8Array;
  /** The check that decides, and its outcome; `passed` where this terminal accepts what the guideline wants refused. */
  readonly check: 'sod-signature' | 'signer-certificate' | 'data-hashes';
  readonly due: string;
  /** Why the terminal accepts it. */
  readonly accepted?: string;
}

const row = (id: number, what: string, check: SodCase['check'], due: string, make: () => Uint8Array): SodCase => ({
  id: `LDS_H_${id}`,
  what,
  check,
  due,
  sod: make,
});
const accepted = (id: number, what: string, why: string, make: () => Uint8Array): SodCase => ({
  ...row(id, what, 'signer-certificate', 'passed', make),
  accepted: why,
});

const unsigned = 'nobody signs it, and nothing is decided by it';
const holds = 'the authority’s signature holds over it; signers of older documents are so';
const versions = 'the hashes are there either way, and signed';
const noKey = 'inconclusive unknown-issuer';
const lost = 'inconclusive malformed';

export const sodCases: readonly SodCase[] = [
  row(17, 'another tag than 77', 'sod-signature', lost, () => encodeTlv(0x78, readOneTlv(sod(), 0x77).value)),
  row(18, 'a length one too small', 'sod-signature', lost, () => concat(sod(), Uint8Array.of(0))),
  row(19, 'a length one too big', 'sod-signature', lost, () => sod().slice(0, -1)),
  accepted(20, 'SignedData of version 9', unsigned, () => messageWith([versionAt], by(write.writeInteger(9)))),
  row(21, 'SignedData without a version', 'sod-signature', lost, () => messageWith([versionAt], gone)),
  accepted(22, 'MD5 among the digest algorithms', unsigned, () => messageWith([digestsAt], by(write.writeSet(md5)))),
  row(23, 'no list of digest algorithms', 'sod-signature', lost, () => messageWith([digestsAt], gone)),
  row(24, 'content of another type', 'sod-signature', 'inconclusive unsupported', () =>
    sod({ contentType: '2.23.136.1.1.9' }),
  ),
  row(25, 'content of no type', 'sod-signature', lost, () => messageWith([contentAt, 0], gone)),
  accepted(26, 'SignerInfo of version 9', unsigned, () => messageWith(signerAt(0), by(write.writeInteger(9)))),
  row(27, 'SignerInfo without a version', 'sod-signature', lost, () => messageWith(signerAt(0), gone)),
  row(28, 'a signer named by another serial number', 'signer-certificate', noKey, () => sod({ serial: 78 })),
  row(29, 'a signer named by another key identifier', 'signer-certificate', noKey, () =>
    messageWith(signerAt(1), by(write.writeContextPrimitive(0, Uint8Array.of(1, 2, 3))), { byKeyIdentifier: true }),
  ),
  row(30, 'MD5 as the signer’s digest', 'sod-signature', 'inconclusive unsupported', () =>
    messageWith(signerAt(2), by(md5)),
  ),
  row(31, 'a signer without a digest', 'sod-signature', lost, () => messageWith(signerAt(2), gone)),
  row(32, 'another digest of the content, signed', 'sod-signature', 'failed message-digest-mismatch', () => {
    const other = sod({ content: securityObject(new Map([[1, Uint8Array.of(9)]])) });
    const content = children(readDer(readOneTlv(sod(), 0x77).value));
    const mine = children(children(children(content[1] as Tlv)[0] as Tlv)[contentAt] as Tlv)[1] as Tlv;
    return encodeTlv(0x77, changed(readOneTlv(other, 0x77).value, [1, 0, contentAt, 1], by(mine.bytes)));
  }),
  row(33, 'no digest of the content among what is signed', 'sod-signature', 'failed message-digest-mismatch', () =>
    withAttributes((all) => all.filter((each) => !isAttribute(oids.messageDigest, each))),
  ),
  row(36, 'RSA with MD5 as the signature’s algorithm', 'sod-signature', 'inconclusive unsupported', () =>
    sod({ signatureAlgorithm: md5WithRsa }),
  ),
  row(37, 'a wrong signature', 'sod-signature', 'failed signature-invalid', () => messageWith(signerAt(5), flipped)),
  row(38, 'no signature', 'sod-signature', lost, () => messageWith(signerAt(5), gone)),
  row(39, 'the list of hashes of version 9', 'sod-signature', 'inconclusive unsupported', () =>
    withObject([0], by(write.writeInteger(9))),
  ),
  row(40, 'the list of hashes without a version', 'sod-signature', lost, () => withObject([0], gone)),
  row(41, 'hashes by MD5', 'data-hashes', 'inconclusive unsupported', () => withObject([1], by(md5))),
  row(42, 'hashes by no algorithm', 'sod-signature', lost, () => withObject([1], gone)),
  row(43, 'another hash for DG2, signed', 'data-hashes', 'failed hash-mismatch', () =>
    withObject([2, 1, 1], by(write.writeOctetString(new Uint8Array(32)))),
  ),
  row(44, 'no hash for DG1', 'data-hashes', 'failed not-in-sod', () => withObject([2, 0], gone)),
  {
    ...accepted(45, 'a hash for a DG10 that is not there', 'a file that is not read proves nothing; it is told', () =>
      sod({ content: securityObject(new Map([...files, [10 as DataGroupNumber, Uint8Array.of(1)]])) }),
    ),
  },
  row(46, 'number 255 for DG1', 'sod-signature', lost, () => withObject([2, 0, 0], by(write.writeInteger(255)))),
  row(47, 'no number for DG2', 'sod-signature', lost, () => withObject([2, 1, 0], gone)),
  row(48, 'the certificate of version 4', 'signer-certificate', noKey, () =>
    withCertificate(certificateWith([0], by(write.writeContext(0, write.writeInteger(3))))),
  ),
  accepted(49, 'the certificate without a version', holds, () => withCertificate(certificateWith([0], gone))),
  row(50, 'the certificate without a serial number', 'signer-certificate', noKey, () =>
    withCertificate(certificateWith([1], gone)),
  ),
  row(51, 'two algorithms in the certificate', 'signer-certificate', noKey, () =>
    withCertificate(certificateWith([2], by(ecKey('secp384r1', 'sha512').algorithm))),
  ),
  row(52, 'the certificate without its inner algorithm', 'signer-certificate', noKey, () =>
    withCertificate(certificateWith([2], gone)),
  ),
  accepted(
    54,
    'the certificate’s issuer of another name than the authority, the key its own',
    'the key that it points to is the authority’s, and has signed',
    () => sod({ issuer: stranger, certificate: signerCertificate({ issuer: stranger, issuerKey: cscaKey }) }),
  ),
  row(55, 'the certificate without an issuer', 'signer-certificate', noKey, () =>
    withCertificate(certificateWith([3], gone)),
  ),
  accepted(56, 'validity before 2050 as GeneralizedTime', 'a time is a time, however it is written', () =>
    withCertificate(certificateWith([4], by(write.writeSequence(time('20200101000000Z'), time('20400101000000Z'))))),
  ),
  row(57, 'the certificate without validity', 'signer-certificate', noKey, () =>
    withCertificate(certificateWith([4], gone)),
  ),
  row(58, 'a key with an algorithm of signatures', 'sod-signature', 'inconclusive unsupported', () => {
    const odd = { ...signerKey, spki: changed(signerKey.spki, [0], by(md5WithRsa)) };
    return withCertificate(signerCertificate({ key: odd }));
  }),
  row(59, 'the certificate without a key', 'signer-certificate', noKey, () =>
    withCertificate(certificateWith([6], gone)),
  ),
  accepted(60, 'the issuer’s key named without an identifier', holds, () =>
    withCertificate(
      certificateWith(
        extensionAt(1),
        by(
          extension(oids.authorityKeyIdentifier, write.writeSequence(write.writeContextPrimitive(2, Uint8Array.of(1)))),
        ),
      ),
    ),
  ),
  accepted(61, 'the issuer’s key not named', holds, () =>
    withCertificate(signerCertificate({ authorityKeyIdentifier: false })),
  ),
  accepted(62, 'the use of the key not critical', holds, () =>
    withCertificate(certificateWith(extensionAt(2), by(extension(oids.keyUsage, write.writeNamedBits([0]))))),
  ),
  row(63, 'a key that is not for signing', 'signer-certificate', 'failed not-a-signer', () =>
    withCertificate(signerCertificate({ usage: [2] })),
  ),
  accepted(64, 'the use of the key not said', holds, () => withCertificate(certificateWith(extensionAt(2), gone))),
  row(65, 'the certificate signed by RSA with MD5', 'signer-certificate', 'inconclusive unsupported', () => {
    const [content] = children(readDer(signerCertificate()));
    const own = changed(content?.bytes ?? new Uint8Array(0), [2], by(md5WithRsa));
    return withCertificate(write.writeSequence(own, md5WithRsa, write.writeBitString(cscaKey.sign(own))));
  }),
  row(66, 'the certificate without an outer algorithm', 'signer-certificate', noKey, () =>
    withCertificate(changed(signerCertificate(), [1], gone)),
  ),
  row(67, 'the certificate wrongly signed', 'signer-certificate', 'failed issuer-signature-invalid', () =>
    withCertificate(changed(signerCertificate(), [2], flipped)),
  ),
  row(68, 'the certificate not signed', 'signer-certificate', noKey, () =>
    withCertificate(changed(signerCertificate(), [2], gone)),
  ),
  row(69, 'a DG2 that is not the signed one, and no picture', 'data-hashes', 'failed hash-mismatch', () =>
    withObject([2, 1, 1], flipped),
  ),
  accepted(87, 'the list of hashes of version 0, with the versions of LDS 1.8', versions, () =>
    sod({ content: changed(securityObject(files, 'sha256', 1), [0], by(write.writeInteger(0))) }),
  ),
  accepted(88, 'the list of hashes of version 1, without its versions', versions, () =>
    sod({ content: changed(securityObject(files, 'sha256', 1), [3], gone) }),
  ),
];
