/** Is a signer revoked, as far as the lists at hand can tell (9303-12 §5, decision: no fresh list is not a failure)? */
import { failed, inconclusive, passed, type Check } from '../inspection/verdict.ts';
import type { Certificate } from './certificate.ts';
import { isGenuineListOf, isStale, type RevocationList } from './revocation-list.ts';
import type { TrustStore } from './trust-store.ts';

const newest = (lists: readonly RevocationList[]): RevocationList | undefined =>
  lists.reduce<RevocationList | undefined>(
    (best, list) => (best === undefined || list.thisUpdate > best.thisUpdate ? list : best),
    undefined,
  );

/** Is a link of the path on a genuine list of the key that vouched for it? */
const isLinkRevoked = (path: readonly Certificate[], store: TrustStore): boolean =>
  path.slice(1).some((parent, i) => {
    const link = path[i];
    const lists = link ? store.listsOf(parent).filter((list) => isGenuineListOf(list, parent)) : [];
    return lists.some((list) => link !== undefined && list.revoked.has(link.serialNumber));
  });

/**
 * `path` leads from the signer's issuer to the anchor. A signer (or issuer) on any genuine list is revoked, however old the list: what is revoked stays so. Otherwise the
 * newest genuine list speaks, while it is fresh.
 */
export function revocationOf(signer: Certificate, path: readonly Certificate[], store: TrustStore, now: Date): Check {
  const [issuer] = path;
  if (issuer === undefined) return inconclusive('no-revocation-list');
  if (isLinkRevoked(path, store)) return failed('signer-revoked', 'issuer');
  const lists = store.listsOf(issuer);
  if (lists.length === 0) return inconclusive('no-revocation-list');
  const genuine = lists.filter((list) => isGenuineListOf(list, issuer));
  const latest = newest(genuine);
  if (latest === undefined) return inconclusive('unverified-revocation-list');
  if (genuine.some((list) => list.revoked.has(signer.serialNumber))) return failed('signer-revoked');
  // A link's number is one of the key before it, and says nothing in this key's list.
  if (path.length === 1 && genuine.some((list) => list.revoked.has(issuer.serialNumber)))
    return failed('signer-revoked', 'issuer');
  return isStale(latest, now) ? inconclusive('stale-revocation-list') : passed;
}
