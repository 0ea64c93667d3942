/**
 * A terminal's chain of CV certificates, as a chip would judge it (9303-11 §7.1.4.3): link certificates, the document
 * verifier's, the terminal's. Judged beforehand, so that no card is troubled with a chain it must refuse.
 */
import { matchExplicitCurve, type Curve } from '../crypto/curves.ts';
import { verifyEcdsa } from '../crypto/ecdsa.ts';
import { hashLength } from '../crypto/hash.ts';
import { rsaPublicKey, verifyRsaPkcs1, verifyRsaPss } from '../crypto/rsa.ts';
import { EmrtdError } from '../errors.ts';
import type { CvCertificate, CvDate } from './cv-certificate.ts';

export type CvFault =
  /** Nothing signs the next certificate, or the chain does not end at a terminal. */
  'chain-broken' | 'role-not-allowed' | 'signature-invalid' | 'not-yet-effective' | 'expired' | 'key-unsupported';

export interface CvAuthorization {
  /** Bitwise and of the rights along the chain, the role's bits cleared. */
  readonly rights: Uint8Array;
  readonly mayReadFingerprints: boolean;
  readonly mayReadIrises: boolean;
}

export type CvChainAnswer =
  | { readonly valid: true; readonly authorization: CvAuthorization }
  /** `at` is the certificate's place in the chain. */
  | { readonly valid: false; readonly fault: CvFault; readonly at: number };

/** A key with the parameters that it has inherited. */
interface Issuer {
  readonly certificate: CvCertificate;
  readonly curve: Curve | undefined;
}

/** Who may sign whom; a terminal signs nobody. */
const mayIssue: Readonly<Record<CvCertificate['role'], readonly CvCertificate['role'][]>> = {
  CVCA: ['CVCA', 'DV-domestic', 'DV-foreign'],
  'DV-domestic': ['terminal'],
  'DV-foreign': ['terminal'],
  terminal: [],
};

/**
 * Judges `chain`, ordered from the trust point's first successor down to the terminal, against the CVCA certificate
 * whose key the chip holds. `today` is a `YYYY-MM-DD`; link certificates may have expired (§7.1.4.3.3).
 */
export function verifyCvChain(options: {
  readonly trustPoint: CvCertificate;
  readonly chain: readonly CvCertificate[];
  readonly today: CvDate;
}): CvChainAnswer {
  const { trustPoint, chain, today } = options;
  const fault = (at: number, kind: CvFault): CvChainAnswer => ({ valid: false, fault: kind, at });
  if (trustPoint.role !== 'CVCA') return fault(0, 'role-not-allowed');
  let issuer = withCurve(trustPoint, undefined);
  let rights = trustPoint.rights;
  for (const [at, certificate] of chain.entries()) {
    if (certificate.authorityReference !== issuer.certificate.holderReference) return fault(at, 'chain-broken');
    if (!mayIssue[issuer.certificate.role].includes(certificate.role)) return fault(at, 'role-not-allowed');
    const answer = verifySignature(issuer, certificate);
    if (answer !== true) return fault(at, answer);
    if (certificate.effective > today) return fault(at, 'not-yet-effective');
    if (certificate.role !== 'CVCA' && certificate.expires < today) return fault(at, 'expired');
    // A link certificate replaces the trust point, rights and all.
    rights = certificate.role === 'CVCA' ? certificate.rights : intersection(rights, certificate.rights);
    issuer = withCurve(certificate, issuer.curve);
  }
  if (issuer.certificate.role !== 'terminal') return fault(chain.length, 'chain-broken');
  return { valid: true, authorization: authorizationOf(rights) };
}

/**
 * Does the key at the end of the chain verify this signature? For a holder who wants to know whether a private key is
 * that of the certificates. Throws `bad-key` for a curve that is not known.
 */
export function isSignedByHolder(
  { trustPoint, chain }: { readonly trustPoint: CvCertificate; readonly chain: readonly CvCertificate[] },
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const holder = chain.reduce(
    (issuer, certificate) => withCurve(certificate, issuer.curve),
    withCurve(trustPoint, undefined),
  );
  return isSigned(holder.certificate, holder.curve, message, signature);
}

/** A CVCA's own parameters, or those above; never a curve that only the certificate knows. */
function withCurve(certificate: CvCertificate, inherited: Curve | undefined): Issuer {
  const { publicKey } = certificate;
  if (publicKey.kind === 'rsa' || publicKey.curve === undefined) return { certificate, curve: inherited };
  return { certificate, curve: matchExplicitCurve(publicKey.curve) };
}

function verifySignature({ certificate, curve }: Issuer, { body, signature }: CvCertificate): true | CvFault {
  try {
    return isSigned(certificate, curve, body, signature) ? true : 'signature-invalid';
  } catch (error) {
    if (error instanceof EmrtdError && error.code === 'bad-key') return 'key-unsupported';
    throw error;
  }
}

function isSigned(
  { algorithm, publicKey }: CvCertificate,
  curve: Curve | undefined,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { hash } = algorithm;
  if (publicKey.kind === 'ec') {
    if (curve === undefined) throw new EmrtdError('bad-key', 'cv certificate: unknown curve');
    return verifyEcdsa({ curve, publicKey: publicKey.point, hash, message, signature, encoding: 'plain' });
  }
  const key = rsaPublicKey(publicKey.modulus, publicKey.exponent);
  if (algorithm.kind === 'rsa-pkcs1') return verifyRsaPkcs1(key, hash, message, signature);
  return verifyRsaPss(key, { hash, mgfHash: hash, saltLength: hashLength(hash) }, message, signature);
}

const intersection = (a: Uint8Array, b: Uint8Array): Uint8Array =>
  a.slice(0, Math.min(a.length, b.length)).map((octet, i) => octet & (b[i] ?? 0));

/** The rights of inspection systems: bit 1 for EF.DG3, bit 2 for EF.DG4 (TR-03110-3 C.4.1). */
function authorizationOf(rights: Uint8Array): CvAuthorization {
  const cleared = rights.map((octet, i) => (i === 0 ? octet & 0x3f : octet));
  const last = cleared.at(-1) ?? 0;
  return { rights: cleared, mayReadFingerprints: (last & 0x01) !== 0, mayReadIrises: (last & 0x02) !== 0 };
}
