/**
 * From a document signer's certificate to the country signing certificate that issued it (9303-12 §5). The chain has
 * one link: every certificate of the store is an anchor, link certificates (9303-12 §4.1.1) among them.
 */
import { equal } from '../bytes.ts';
import { isValidAt, mayIssue, verifySignedBy, type Certificate } from './certificate.ts';
import type { TrustStore } from './trust-store.ts';

export type IssuerOutcome =
  | { readonly outcome: 'found'; readonly issuer: Certificate }
  /** Nobody in the store issued it. A name alone accuses nobody: states re-use names from key to key. */
  | { readonly outcome: 'unknown' }
  /** The very key it points to did not sign it. */
  | { readonly outcome: 'signature-invalid'; readonly issuer: Certificate }
  | { readonly outcome: 'not-an-issuer'; readonly issuer: Certificate }
  /** Issued outside the issuer's own validity. */
  | { readonly outcome: 'outside-validity'; readonly issuer: Certificate }
  | { readonly outcome: 'unsupported'; readonly issuer: Certificate };

function pointsTo(certificate: Certificate, issuer: Certificate): boolean {
  const pointer = certificate.extensions.authorityKeyIdentifier;
  const target = issuer.extensions.subjectKeyIdentifier;
  return pointer !== undefined && target !== undefined && equal(pointer, target);
}

/** Among several certificates of one key (root, renewals, links) the best answer counts. */
export function findIssuer(certificate: Certificate, store: TrustStore): IssuerOutcome {
  const candidates = store
    .issuersOf(certificate)
    .filter((each) => !equal(each.bytes, certificate.bytes))
    .map((issuer) => ({ issuer, outcome: verifySignedBy(certificate, issuer) }));
  const signers = candidates.filter(({ outcome }) => outcome === 'verified').map(({ issuer }) => issuer);
  const issuers = signers.filter(mayIssue);
  const issuer = issuers.find((each) => isValidAt(each, certificate.notBefore));
  if (issuer) return { outcome: 'found', issuer };
  if (issuers[0]) return { outcome: 'outside-validity', issuer: issuers[0] };
  if (signers[0]) return { outcome: 'not-an-issuer', issuer: signers[0] };
  const keyed = candidates.filter((each) => pointsTo(certificate, each.issuer));
  const contradicted = keyed.find(({ outcome }) => outcome === 'invalid');
  if (contradicted) return { outcome: 'signature-invalid', issuer: contradicted.issuer };
  return keyed[0] ? { outcome: 'unsupported', issuer: keyed[0].issuer } : { outcome: 'unknown' };
}
