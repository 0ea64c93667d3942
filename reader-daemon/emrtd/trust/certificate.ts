/** X.509 certificates (RFC 5280 §4.1), as far as passive authentication needs them. Raw octets are kept. */
import { equal } from '../bytes.ts';
import { context, contextPrimitive, der, fields, readBitString, readDer, readInteger } from '../der.ts';
import { readAlgorithm } from '../der-algorithm.ts';
import { readTime } from '../der-text.ts';
import { EmrtdError } from '../errors.ts';
import type { Tlv } from '../tlv.ts';
import { parseName, sameDistinguishedName, type DistinguishedName } from './distinguished-name.ts';
import { explicitExtensions, keyUsageBit, type Extensions } from './extensions.ts';
import { KnownSignatures } from './known-signatures.ts';
import { publicKey, type KeyProblem, type PublicKey } from './public-key.ts';
import type { Signed } from './signed.ts';
import { signatureScheme, verifySignature } from './signature-scheme.ts';

export interface Certificate extends Signed {
  /** 1, 2 or 3. */
  readonly version: number;
  readonly serialNumber: bigint;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo, raw. */
  readonly publicKeyInfo: Uint8Array;
  readonly extensions: Extensions;
  readonly bytes: Uint8Array;
}

/** Certificates of this kind have 1 to 2 KB; explicit parameters and 8192-bit keys included, 32 KB are plenty. */
const maxCertificateLength = 0x8000;

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `certificate: ${why}`, { step: 'parse' });

/** The three parts of anything that is signed in X.509: content, algorithm, signature. */
export function splitSigned(bytes: Uint8Array): { content: Tlv } & Signed {
  const outer = fields(readDer(bytes));
  const content = outer.next(der.sequence);
  const signatureAlgorithm = readAlgorithm(outer.next());
  const { octets, unusedBits } = readBitString(outer.next());
  outer.end();
  if (unusedBits !== 0) throw malformed('signature of broken octets');
  return { content, signedBytes: content.bytes, signatureAlgorithm, signature: octets };
}

/** Throws `malformed`, `limit` or `unsupported`. Verifies nothing. */
export function parseCertificate(bytes: Uint8Array): Certificate {
  if (bytes.length > maxCertificateLength) throw new EmrtdError('limit', 'certificate: too long', { step: 'parse' });
  const { content, ...signed } = splitSigned(bytes);
  const item = fields(content);
  const versionField = item.optional(context(0));
  const version = versionField ? Number(readInteger(readDer(versionField.value))) + 1 : 1;
  if (version < 1 || version > 3) throw malformed('no such version');
  const serialNumber = readInteger(item.next(der.integer));
  const inner = readAlgorithm(item.next());
  // RFC 5280 §4.1.1.2: what is signed must name the algorithm too, or it could be exchanged.
  if (!equal(inner.bytes, signed.signatureAlgorithm.bytes)) throw malformed('two signature algorithms');
  const issuer = parseName(item.next());
  const validity = fields(item.next());
  const [notBefore, notAfter] = [readTime(validity.next()), readTime(validity.next())];
  const subject = parseName(item.next());
  const publicKeyInfo = item.next(der.sequence).bytes;
  item.optional(contextPrimitive(1), context(1));
  item.optional(contextPrimitive(2), context(2));
  const extensionsField = item.optional(context(3));
  item.end();
  const extensions = extensionsField ? explicitExtensions(extensionsField) : { unknownCritical: [] };
  return { ...signed, version, serialNumber, issuer, subject, notBefore, notAfter, publicKeyInfo, extensions, bytes };
}

export type SignatureOutcome = 'verified' | 'invalid' | KeyProblem;

/** Was `signed` signed with this key? Never throws on what either of them contains. */
export function verifySigned(signed: Signed, key: PublicKey): SignatureOutcome {
  try {
    const scheme = signatureScheme(signed.signatureAlgorithm);
    return verifySignature(key, scheme, signed.signedBytes, signed.signature) ? 'verified' : 'invalid';
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    return error.code === 'unsupported' ? 'unsupported' : error.code === 'bad-key' ? 'weak-key' : 'malformed';
  }
}

const known = new KnownSignatures();

/** Was `signed` signed with the certificate's key? The second time, it is known. */
export function verifySignedBy(signed: Signed, { publicKeyInfo }: Certificate): SignatureOutcome {
  return known.verified<SignatureOutcome>(signed, publicKeyInfo, () => {
    const found = publicKey(publicKeyInfo);
    return 'problem' in found ? found.problem : verifySigned(signed, found.key);
  });
}

/** May this certificate's key sign certificates? Where it says nothing on the matter, yes (old roots say nothing). */
export function mayIssue({ extensions }: Certificate): boolean {
  const { isCa, keyUsage } = extensions;
  if (keyUsage !== undefined && !keyUsage.has(keyUsageBit.keyCertSign)) return false;
  return isCa ?? true;
}

/** Issuer and subject bear one name. */
export const isSelfIssued = (certificate: Certificate): boolean =>
  sameDistinguishedName(certificate.issuer, certificate.subject);

/** Inclusive on both ends (RFC 5280 §4.1.2.5). */
export const isValidAt = (certificate: Certificate, time: Date): boolean =>
  time >= certificate.notBefore && time <= certificate.notAfter;
