/** What an operator has chosen to trust: country signing certificates and revocation lists, as one immutable value. */
import { toHex } from '../bytes.ts';
import { mayIssue, type Certificate } from './certificate.ts';
import { isListOf, type RevocationList } from './revocation-list.ts';

export interface TrustStore {
  readonly certificates: readonly Certificate[];
  readonly revocationLists: readonly RevocationList[];
  /** Where the content came from, for reports: file names, or what an importer says. */
  readonly origins: readonly string[];
  /** Certificates that may have issued this one: the issuer's name, or the key the certificate points to. */
  issuersOf(certificate: Certificate): readonly Certificate[];
  /** Revocation lists that may be this issuer's, unverified. */
  listsOf(issuer: Certificate): readonly RevocationList[];
}

/** Immutable; a change of trust is a new store. Takes parsed values as they are: `loadTrustAnchors` is who chooses. */
export function createTrustStore(content: {
  readonly certificates: readonly Certificate[];
  readonly crls?: readonly RevocationList[];
  readonly origins?: readonly string[];
}): TrustStore {
  const certificates = [...content.certificates];
  const revocationLists = [...(content.crls ?? [])];
  const byName = groupBy(certificates, ({ subject }) => subject.key);
  const byKey = groupBy(certificates, ({ extensions }) => toHex(extensions.subjectKeyIdentifier ?? noKey));
  return {
    certificates,
    revocationLists,
    origins: [...(content.origins ?? [])],
    issuersOf({ issuer, extensions }) {
      const named = byName.get(issuer.key) ?? [];
      const pointedTo = extensions.authorityKeyIdentifier;
      const keyed = pointedTo?.length ? (byKey.get(toHex(pointedTo)) ?? []) : [];
      return [...new Set([...keyed, ...named])];
    },
    listsOf: (issuer) => revocationLists.filter((list) => isListOf(list, issuer)),
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
