/** Who signed a CMS message, and whether they did (RFC 5652 §5.4 and §5.6). */
import { equal } from '../bytes.ts';
import { hash } from '../crypto/hash.ts';
import { readOctetString, readOid } from '../der.ts';
import { readTime } from '../der-text.ts';
import { EmrtdError } from '../errors.ts';
import type { SignedData, SignerInfo } from '../lds/signed-data.ts';
import { oids } from '../oid.ts';
import type { Tlv } from '../tlv.ts';
import { parseCertificate, type Certificate } from './certificate.ts';
import { parseName, sameDistinguishedName } from './distinguished-name.ts';
import { publicKey } from './public-key.ts';
import { hashNamed, signatureScheme, verifySignature } from './signature-scheme.ts';

/** `signature-invalid` and the two mismatches are proof of a wrong; the rest is what could not be found out. */
export type SignerOutcome =
  | 'verified'
  | 'signature-invalid'
  | 'message-digest-mismatch'
  | 'content-type-mismatch'
  | 'weak-key'
  | 'unsupported'
  | 'malformed';

/** The certificates of a message that parse; one that does not cannot be the signer's. */
export function embeddedCertificates(signedData: SignedData): readonly Certificate[] {
  return signedData.certificates.flatMap((bytes) => {
    try {
      return [parseCertificate(bytes)];
    } catch (error) {
      if (error instanceof EmrtdError) return [];
      throw error;
    }
  });
}

/** Is this the certificate that the signer named, by issuer and serial number or by key identifier? */
function isNamed(certificate: Certificate, { signer }: SignerInfo): boolean {
  if (signer.kind === 'key-identifier') {
    const own = certificate.extensions.subjectKeyIdentifier;
    return own !== undefined && equal(own, signer.keyIdentifier);
  }
  return (
    certificate.serialNumber === signer.serialNumber &&
    sameDistinguishedName(certificate.issuer, parseName(signer.issuer))
  );
}

/** The first of the certificates that the signer named. Throws `malformed` where the name does not parse. */
export const findSigner = (info: SignerInfo, certificates: readonly Certificate[]): Certificate | undefined =>
  certificates.find((certificate) => isNamed(certificate, info));

/** An attribute that must be there once with one value. */
function singleValue(info: SignerInfo, oid: string): Tlv | undefined {
  const values = info.signedAttributes?.values.get(oid);
  return values?.length === 1 ? values[0] : undefined;
}

/** When the signer says to have signed; proven only together with the signature. */
export function signingTime(info: SignerInfo): Date | undefined {
  const value = singleValue(info, oids.signingTime);
  if (value === undefined) return undefined;
  try {
    return readTime(value);
  } catch (error) {
    if (error instanceof EmrtdError) return undefined;
    throw error;
  }
}

/**
 * Verifies one signer. With signed attributes, the signature covers their raw octets re-tagged as a SET, and they in
 * turn hold content type and digest of the content. Never throws on what the message contains.
 */
export function verifySigner(signedData: SignedData, info: SignerInfo, certificate: Certificate): SignerOutcome {
  try {
    if (info.signedAttributes) {
      const type = singleValue(info, oids.contentType);
      if (type === undefined || readOid(type) !== signedData.contentType) return 'content-type-mismatch';
      const digest = singleValue(info, oids.messageDigest);
      const due = hash(hashNamed(info.digestAlgorithm.oid), signedData.content);
      if (digest === undefined || !equal(readOctetString(digest), due)) return 'message-digest-mismatch';
    }
    const found = publicKey(certificate.publicKeyInfo);
    if ('problem' in found) return found.problem === 'unknown-curve' ? 'unsupported' : found.problem;
    const scheme = signatureScheme(info.signatureAlgorithm, info.digestAlgorithm);
    const signed = info.signedAttributes?.signedBytes ?? signedData.content;
    return verifySignature(found.key, scheme, signed, info.signature) ? 'verified' : 'signature-invalid';
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    return error.code === 'unsupported' ? 'unsupported' : error.code === 'bad-key' ? 'weak-key' : 'malformed';
  }
}
