/**
 * Who changed trust, when, and how to go back in one step. A history is a value that only grows: a rollback is an entry
 * of its own, so that what was trusted at any time can be told afterwards. What an entry holds is the caller's: a store,
 * or the names of the files that make one.
 */
export interface TrustEntry<Content> {
  readonly kind: 'import' | 'rollback';
  /** Who did it, as the caller names its people. */
  readonly by: string;
  readonly at: Date;
  /** In use from then on; `undefined` back at the beginning, where nobody is trusted. */
  readonly content: Content | undefined;
  /** Index of the entry that one rollback from here returns to; `undefined` for the beginning. */
  readonly previous: number | undefined;
}

export interface TrustHistory<Content> {
  /** Oldest first. */
  readonly entries: readonly TrustEntry<Content>[];
}

export const emptyTrustHistory: TrustHistory<never> = { entries: [] };

/** What is in use; `undefined` where nobody is trusted. */
export const currentTrust = <Content>({ entries }: TrustHistory<Content>): Content | undefined =>
  entries.at(-1)?.content;

/** What was in use at that time. */
export const trustAt = <Content>({ entries }: TrustHistory<Content>, time: Date): Content | undefined =>
  entries.findLast(({ at }) => at <= time)?.content;

function grown<Content>({ entries }: TrustHistory<Content>, entry: TrustEntry<Content>): TrustHistory<Content> {
  const last = entries.at(-1);
  if (last && entry.at < last.at) throw new RangeError('trust history: earlier than its last entry');
  return { entries: [...entries, entry] };
}

/** Takes new content into use. Throws a `RangeError` for a time before the last entry's. */
export function recordImport<Content>(
  history: TrustHistory<Content>,
  change: { readonly content: Content; readonly by: string; readonly at: Date },
): TrustHistory<Content> {
  const previous = history.entries.length === 0 ? undefined : history.entries.length - 1;
  return grown(history, { kind: 'import', ...change, previous });
}

/** Is there anything to go back from? */
export const canRollBack = ({ entries }: TrustHistory<unknown>): boolean => entries.at(-1)?.content !== undefined;

/**
 * Takes what was in use before the last import into use again; another rollback goes one import further back. Throws a
 * `RangeError` where there is nothing to go back from.
 */
export function rollBack<Content>(
  history: TrustHistory<Content>,
  change: { readonly by: string; readonly at: Date },
): TrustHistory<Content> {
  const last = history.entries.at(-1);
  if (last === undefined || !canRollBack(history)) throw new RangeError('trust history: nothing to go back from');
  const target = last.previous === undefined ? undefined : history.entries[last.previous];
  const { content, previous } = target ?? { content: undefined, previous: undefined };
  return grown(history, { kind: 'rollback', ...change, content, previous });
}
