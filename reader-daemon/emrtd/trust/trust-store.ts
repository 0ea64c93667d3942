/** What an operator has chosen to trust: country signing certificates and revocation lists, as one immutable value. */
import { equal, toHex } from '../bytes.ts';
import { isSelfIssued, mayIssue, verifySignedBy, type Certificate } from './certificate.ts';
import { isListOf, type RevocationList } from './revocation-list.ts';

export interface TrustStore {
  readonly certificates: readonly Certificate[];
  readonly revocationLists: readonly RevocationList[];
  /** Those of the certificates that are anchors though they may not sign themselves: somebody chose each. */
  readonly pinned: readonly Certificate[];
  /** Where the content came from, for reports: file names, or what an importer says. */
  readonly origins: readonly string[];
  /** Certificates that may have issued this one: the issuer's name, or the key the certificate points to. */
  issuersOf(certificate: Certificate): readonly Certificate[];
  /** Revocation lists that may be this issuer's, unverified. */
  listsOf(issuer: Certificate): readonly RevocationList[];
  /**
   * Does trust begin here? At a root, which signs itself, and at what an operator handed over by itself. A link
   * certificate that came along in a list vouches for nobody: somebody of the store must vouch for it.
   */
  isAnchor(certificate: Certificate): boolean;
}

/** Issuer's and subject's key are one, by name and by identifier. */
export function claimsToSignItself(certificate: Certificate): boolean {
  const { authorityKeyIdentifier: pointer, subjectKeyIdentifier: own } = certificate.extensions;
  return isSelfIssued(certificate) && (!pointer || !own || equal(pointer, own));
}

/** A signature that says otherwise is believed: links of one name often point to no key. */
const signsItself = (certificate: Certificate): boolean =>
  claimsToSignItself(certificate) && verifySignedBy(certificate, certificate) !== 'invalid';

/** Immutable; a change of trust is a new store. Takes parsed values as they are: `loadTrustAnchors` is who chooses. */
export function createTrustStore(content: {
  readonly certificates: readonly Certificate[];
  readonly crls?: readonly RevocationList[];
  readonly origins?: readonly string[];
  /** Those of the certificates that are anchors though they do not sign themselves. */
  readonly pinned?: readonly Certificate[];
}): TrustStore {
  const certificates = [...content.certificates];
  const revocationLists = [...(content.crls ?? [])];
  const byName = groupBy(certificates, ({ subject }) => subject.key);
  const byKey = groupBy(certificates, ({ extensions }) => toHex(extensions.subjectKeyIdentifier ?? noKey));
  const held = new Set(certificates);
  // Known answers: a signature costs a millisecond, and every reading asks for the same few.
  const anchors = new Map<Certificate, boolean>((content.pinned ?? []).map((each) => [each, true]));
  return {
    certificates,
    revocationLists,
    pinned: [...(content.pinned ?? [])],
    origins: [...(content.origins ?? [])],
    issuersOf({ issuer, extensions }) {
      const named = byName.get(issuer.key) ?? [];
      const pointedTo = extensions.authorityKeyIdentifier;
      const keyed = pointedTo?.length ? (byKey.get(toHex(pointedTo)) ?? []) : [];
      return [...new Set([...keyed, ...named])];
    },
    listsOf: (issuer) => revocationLists.filter((list) => isListOf(list, issuer)),
    isAnchor(certificate) {
      if (!held.has(certificate)) return false;
      const known = anchors.get(certificate) ?? signsItself(certificate);
      anchors.set(certificate, known);
      return known;
    },
  };
}

const noKey = new Uint8Array(0);

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Trusts nobody. */
export const emptyTrustStore: TrustStore = createTrustStore({ certificates: [] });

/** Does the store hold anybody who may issue? */
export const trustsAnybody = (store: TrustStore): boolean => store.certificates.some(mayIssue);
