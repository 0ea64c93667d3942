/**
 * From a document signer's certificate to the country signing certificate that issued it (9303-12 §5), and from there to
 * where the store's trust begins: at once for a root or a pinned certificate, over link certificates otherwise.
 */
import { equal } from '../bytes.ts';
import { isValidAt, mayIssue, verifySignedBy, type Certificate } from './certificate.ts';
import { linkPool, pathToAnchor } from './link-certificate.ts';
import type { TrustStore } from './trust-store.ts';

export type IssuerOutcome =
  | {
      readonly outcome: 'found';
      readonly issuer: Certificate;
      /** From the issuer to the anchor, both included. */
      readonly path: readonly Certificate[];
    }
  /** Nobody in the store issued it. A name alone accuses nobody: states re-use names from key to key. */
  | { readonly outcome: 'unknown' }
  /** Its issuer is at hand, but nobody whom the store trusts vouches for that issuer. */
  | { readonly outcome: 'unlinked'; readonly issuer: Certificate }
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

/**
 * Among several certificates of one key (root, renewals, links) the best answer counts. `loose` are certificates that
 * came with the document: they may be links of a path that ends in the store, and they never accuse.
 */
export function findIssuer(
  certificate: Certificate,
  store: TrustStore,
  loose: readonly Certificate[] = [],
): IssuerOutcome {
  const pool = linkPool(store, loose);
  const stored = new Set(store.certificates);
  const candidates = pool
    .issuersOf(certificate)
    .filter((each) => !equal(each.bytes, certificate.bytes))
    .map((issuer) => ({ issuer, outcome: verifySignedBy(certificate, issuer) }));
  const signers = candidates.filter(({ outcome }) => outcome === 'verified').map(({ issuer }) => issuer);
  const issuers = signers.filter(mayIssue);
  const inTime = issuers.filter((each) => isValidAt(each, certificate.notBefore));
  for (const issuer of inTime) {
    const path = pathToAnchor(issuer, pool);
    if (path) return { outcome: 'found', issuer, path };
  }
  const [unlinked] = inTime;
  if (unlinked) return { outcome: 'unlinked', issuer: unlinked };
  const late = issuers.find((each) => stored.has(each));
  if (late) return { outcome: 'outside-validity', issuer: late };
  const signer = signers.find((each) => stored.has(each));
  if (signer) return { outcome: 'not-an-issuer', issuer: signer };
  const keyed = candidates.filter((each) => stored.has(each.issuer) && pointsTo(certificate, each.issuer));
  const contradicted = keyed.find(({ outcome }) => outcome === 'invalid');
  if (contradicted) return { outcome: 'signature-invalid', issuer: contradicted.issuer };
  return keyed[0] ? { outcome: 'unsupported', issuer: keyed[0].issuer } : { outcome: 'unknown' };
}
