/** A dry run: what another trust store would hold, and what it would have said of recent readings. Nothing is changed. */
import { toHex } from '../bytes.ts';
import { hash } from '../crypto/hash.ts';
import type { Check, CheckName } from '../inspection/verdict.ts';
import type { DataGroupNumber } from '../lds/files.ts';
import { passiveAuthentication } from './passive-authentication.ts';
import type { TrustStore } from './trust-store.ts';

/** A reading as far as trust can judge it again. */
export interface RecentReading {
  /** Whatever the caller knows it by; never a person's number. */
  readonly id: string;
  readonly sod: Uint8Array;
  /** Where they are kept. DG1 tells the kind of document. */
  readonly files?: ReadonlyMap<DataGroupNumber, Uint8Array>;
  readonly issuingState?: string;
}

export interface TrustChange {
  readonly kind: 'certificate' | 'revocation-list';
  /** Of a certificate its subject, of a list its issuer. */
  readonly subject: string;
  /** SHA-256 of the whole, upper-case hexadecimal. */
  readonly fingerprint: string;
  /** Trust would begin, or begins, here. */
  readonly anchor: boolean;
}

export interface ReadingChange {
  readonly id: string;
  readonly check: CheckName;
  readonly before: Check;
  readonly after: Check;
}

export interface ImportPlan {
  readonly added: readonly TrustChange[];
  readonly removed: readonly TrustChange[];
  /** Checks that would come out differently; none when the import is harmless to what was read. */
  readonly readings: readonly ReadingChange[];
  /** Readings that were judged again. */
  readonly judged: number;
}

function contentOf(store: TrustStore): ReadonlyMap<string, TrustChange> {
  const certificates = store.certificates.map((each): TrustChange => {
    const fingerprint = toHex(hash('SHA-256', each.bytes));
    return { kind: 'certificate', subject: each.subject.text, fingerprint, anchor: store.isAnchor(each) };
  });
  const lists = store.revocationLists.map((each): TrustChange => {
    const fingerprint = toHex(hash('SHA-256', each.bytes));
    return { kind: 'revocation-list', subject: each.issuer.text, fingerprint, anchor: false };
  });
  return new Map([...certificates, ...lists].map((each) => [each.fingerprint, each]));
}

/** What trust decides; hashes and the country of the zone do not depend on the store. */
const dependent = ['sod-signature', 'signer-certificate', 'signer-validity', 'revocation', 'issuing-country'] as const;

const same = (a: Check, b: Check): boolean =>
  a.status === b.status && ('reason' in a ? a.reason : undefined) === ('reason' in b ? b.reason : undefined);

/**
 * Compares two stores, and judges recent readings by both. The same content with another anchor counts as removed and
 * added. Never throws on what a reading holds.
 */
export function importPlan(
  before: TrustStore,
  after: TrustStore,
  recent: readonly RecentReading[],
  standards: { readonly now: Date; readonly simulation: boolean },
): ImportPlan {
  const [old, fresh] = [contentOf(before), contentOf(after)];
  const missingIn = (from: ReadonlyMap<string, TrustChange>, other: ReadonlyMap<string, TrustChange>): TrustChange[] =>
    [...from.values()].filter((each) => other.get(each.fingerprint)?.anchor !== each.anchor);
  const judge = ({ sod, files = new Map(), issuingState }: RecentReading, trust: TrustStore) =>
    passiveAuthentication({ sod, files, trust, ...standards, ...(issuingState !== undefined && { issuingState }) })
      .checks;
  const readings = recent.flatMap((reading) => {
    const [was, will] = [judge(reading, before), judge(reading, after)];
    return dependent.flatMap((check): ReadingChange[] => {
      const [from, to] = [was[check], will[check]];
      return from && to && !same(from, to) ? [{ id: reading.id, check, before: from, after: to }] : [];
    });
  });
  return { added: missingIn(fresh, old), removed: missingIn(old, fresh), readings, judged: recent.length };
}
