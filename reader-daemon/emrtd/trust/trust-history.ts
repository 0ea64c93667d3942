/**
 * Who changed trust, when, and how to go back in one step. A history is a value that only grows: a rollback is an entry
 * of its own, so that what was trusted at any time can be told afterwards.
 */
import { emptyTrustStore, type TrustStore } from './trust-store.ts';

export interface TrustEntry {
  readonly kind: 'import' | 'rollback';
  /** Who did it, as the caller names its people. */
  readonly by: string;
  readonly at: Date;
  /** The store in use from then on. */
  readonly store: TrustStore;
  /** Index of the entry that one rollback from here returns to; `undefined` for the empty store of the beginning. */
  readonly previous: number | undefined;
}

export interface TrustHistory {
  /** Oldest first. */
  readonly entries: readonly TrustEntry[];
}

export const emptyTrustHistory: TrustHistory = { entries: [] };

/** The store in use: the last entry's, or one that trusts nobody. */
export const currentTrust = ({ entries }: TrustHistory): TrustStore => entries.at(-1)?.store ?? emptyTrustStore;

/** The store that was in use at that time. */
export const trustAt = ({ entries }: TrustHistory, time: Date): TrustStore =>
  entries.findLast(({ at }) => at <= time)?.store ?? emptyTrustStore;

function grown({ entries }: TrustHistory, entry: TrustEntry): TrustHistory {
  const last = entries.at(-1);
  if (last && entry.at < last.at) throw new RangeError('trust history: earlier than its last entry');
  return { entries: [...entries, entry] };
}

/** Takes a new store into use. Throws a `RangeError` for a time before the last entry's. */
export function recordImport(
  history: TrustHistory,
  change: { readonly store: TrustStore; readonly by: string; readonly at: Date },
): TrustHistory {
  const previous = history.entries.length === 0 ? undefined : history.entries.length - 1;
  return grown(history, { kind: 'import', ...change, previous });
}

/**
 * Takes the store before the last import into use again; another rollback goes one import further back. Throws a
 * `RangeError` where there is nothing to go back from.
 */
export function rollBack(history: TrustHistory, change: { readonly by: string; readonly at: Date }): TrustHistory {
  const last = history.entries.at(-1);
  if (last === undefined || (last.kind === 'rollback' && last.previous === undefined && last.store === emptyTrustStore))
    throw new RangeError('trust history: nothing to go back from');
  const target = last.previous === undefined ? undefined : history.entries[last.previous];
  return grown(history, {
    kind: 'rollback',
    ...change,
    store: target?.store ?? emptyTrustStore,
    previous: target?.previous,
  });
}
