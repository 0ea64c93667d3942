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

/**
 * A signer (or issuer) on any genuine list is revoked, however old the list: what is revoked stays so. Otherwise the
 * newest genuine list speaks, while it is fresh.
 */
export function revocationOf(
  signer: Certificate,
  issuer: Certificate | undefined,
  store: TrustStore,
  now: Date,
): Check {
  if (issuer === undefined) return inconclusive('no-revocation-list');
  const lists = store.listsOf(issuer);
  if (lists.length === 0) return inconclusive('no-revocation-list');
  const genuine = lists.filter((list) => isGenuineListOf(list, issuer));
  const latest = newest(genuine);
  if (latest === undefined) return inconclusive('unverified-revocation-list');
  if (genuine.some((list) => list.revoked.has(signer.serialNumber))) return failed('signer-revoked');
  if (genuine.some((list) => list.revoked.has(issuer.serialNumber))) return failed('signer-revoked', 'issuer');
  return isStale(latest, now) ? inconclusive('stale-revocation-list') : passed;
}
