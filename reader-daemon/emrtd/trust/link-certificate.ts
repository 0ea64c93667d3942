/**
 * Link certificates (9303-12 §4.1.1 and §7.1.1): a country's old key vouches for its new one, so that who trusts the old
 * need not be handed the new. A path may have several links, one for each change of key that was missed.
 */
import { isValidAt, mayIssue, verifySignedBy, type Certificate } from './certificate.ts';
import { sameDistinguishedName } from './distinguished-name.ts';
import { createTrustStore, type TrustStore } from './trust-store.ts';

/** Changes of key that one path may bridge; states change theirs every three to five years. */
const maxLinks = 8;
/** Certificates of a message that are looked at for links. */
const maxLoose = 16;

/** Where links are looked for: in the store, and among certificates that came with the document and prove nothing alone. */
export interface LinkPool {
  readonly store: TrustStore;
  issuersOf(certificate: Certificate): readonly Certificate[];
}

export function linkPool(store: TrustStore, loose: readonly Certificate[] = []): LinkPool {
  const others = createTrustStore({ certificates: loose.slice(0, maxLoose) });
  return { store, issuersOf: (certificate) => [...store.issuersOf(certificate), ...others.issuersOf(certificate)] };
}

/**
 * 9303-12 §7.1.1: the name stays, or the certificate says (extension nameChange) that it does not; the country stays in
 * any case, or one state could take over another's documents.
 */
export function keepsName(link: Certificate, parent: Certificate): boolean {
  if (link.subject.country === undefined || link.subject.country !== parent.subject.country) return false;
  return sameDistinguishedName(link.subject, parent.subject) || link.extensions.nameChange === true;
}

const isLinkedBy = (link: Certificate, parent: Certificate): boolean =>
  mayIssue(parent) &&
  keepsName(link, parent) &&
  isValidAt(parent, link.notBefore) &&
  verifySignedBy(link, parent) === 'verified';

/**
 * The shortest way from an issuer to where trust begins, both included; one step for an anchor. `undefined` when there
 * is none. Every certificate is looked at once, whatever circle hostile ones may form.
 */
export function pathToAnchor(issuer: Certificate, pool: LinkPool): readonly Certificate[] | undefined {
  const seen = new Set([issuer]);
  let paths: readonly (readonly Certificate[])[] = [[issuer]];
  for (let links = 0; links <= maxLinks && paths.length > 0; links++) {
    const next: (readonly Certificate[])[] = [];
    for (const path of paths) {
      const last = path.at(-1) ?? issuer;
      if (pool.store.isAnchor(last)) return path;
      for (const parent of pool.issuersOf(last)) {
        if (seen.has(parent) || !isLinkedBy(last, parent)) continue;
        seen.add(parent);
        next.push([...path, parent]);
      }
    }
    paths = next;
  }
  return undefined;
}
