/** What another trust store would hold that this one does not. Nothing is judged, nothing is changed. */
import { toHex } from '../bytes.ts';
import { hash } from '../crypto/hash.ts';
import type { TrustStore } from './trust-store.ts';

export interface TrustContent {
  readonly kind: 'certificate' | 'revocation-list';
  /** Of a certificate its subject, of a list its issuer. */
  readonly subject: string;
  /** SHA-256 of the whole, upper-case hexadecimal. */
  readonly fingerprint: string;
  /** Trust begins here. */
  readonly anchor: boolean;
  /** Begin of validity; of a list when it was made. */
  readonly from: Date;
  /** End of validity; of a list when the next is due, `undefined` where it does not say. */
  readonly until: Date | undefined;
}

export interface StoreDifference {
  readonly added: readonly TrustContent[];
  readonly removed: readonly TrustContent[];
  /**
   * The same certificate, anchor on one side only; another certificate of the same subject in place of one; a list newer
   * than its issuer's newest so far. None of these stands in `added` or `removed` as well.
   */
  readonly changed: readonly { readonly before: TrustContent; readonly after: TrustContent }[];
}

type Content = ReadonlyMap<string, TrustContent>;

/** Everything that a store holds, by fingerprint: certificates first. */
export function contentOf(store: TrustStore): Content {
  const certificates = store.certificates.map((each): TrustContent => {
    const { notBefore: from, notAfter: until } = each;
    const fingerprint = toHex(hash('SHA-256', each.bytes));
    const anchor = store.isAnchor(each);
    return { kind: 'certificate', subject: each.subject.text, fingerprint, anchor, from, until };
  });
  const lists = store.revocationLists.map((each): TrustContent => {
    const { thisUpdate: from, nextUpdate: until } = each;
    const fingerprint = toHex(hash('SHA-256', each.bytes));
    return { kind: 'revocation-list', subject: each.issuer.text, fingerprint, anchor: false, from, until };
  });
  return new Map([...certificates, ...lists].map((each) => [each.fingerprint, each]));
}

const missingIn = (from: Content, other: Content): TrustContent[] =>
  [...from.values()].filter(({ fingerprint }) => !other.has(fingerprint));

const ofTheSame =
  ({ kind, subject }: TrustContent) =>
  (other: TrustContent): boolean =>
    other.kind === kind && other.subject === subject;

/** The one certificate that goes while this one comes, or the newest list so far. */
function predecessor(fresh: TrustContent, old: Content, removed: readonly TrustContent[]): TrustContent | undefined {
  if (fresh.kind === 'certificate') return removed.find(ofTheSame(fresh));
  const [newest] = [...old.values()].filter(ofTheSame(fresh)).sort((a, b) => b.from.getTime() - a.from.getTime());
  return newest && newest.from < fresh.from ? newest : undefined;
}

/** From `before` to `after`; sorted as the stores are. */
export function storeDifference(before: TrustStore, after: TrustStore): StoreDifference {
  const [old, fresh] = [contentOf(before), contentOf(after)];
  const changed = [...fresh.values()].flatMap((each): StoreDifference['changed'][number][] => {
    const known = old.get(each.fingerprint);
    return known && known.anchor !== each.anchor ? [{ before: known, after: each }] : [];
  });
  let removed = missingIn(old, fresh);
  const added: TrustContent[] = [];
  for (const each of missingIn(fresh, old)) {
    const earlier = predecessor(each, old, removed);
    if (earlier === undefined) added.push(each);
    else changed.push({ before: earlier, after: each });
    removed = removed.filter((other) => other !== earlier);
  }
  return { added, removed, changed };
}
