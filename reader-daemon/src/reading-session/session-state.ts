/** The values of one reader's session: what it is at, what may happen to it, what it then wants done. */
import type { EmrtdErrorCode, Step } from '@cccd-kiosk/emrtd/errors';
import type { ProblemCode } from '@cccd-kiosk/contract/error-codes';
import type { KeyOffer, ReaderStateEvent } from '@cccd-kiosk/contract/station';
import type { Personal } from '../personal.ts';

/** A key as scanner or keypad gave it. `mark` tells equal keys apart from others without telling the key. */
export interface OfferedKey {
  readonly offer: Personal<KeyOffer>;
  readonly mark: string;
}

export interface HeldKey extends OfferedKey {
  readonly until: number;
}

/** What lies on the reader, as the service last said. */
export type Presence =
  { readonly card: 'gone' } | { readonly card: 'absent' | 'present' | 'mute' | 'several'; readonly insertion: number };

/** Something lies there, whatever it is. */
export const taken = ({ card }: Presence): boolean => card !== 'gone' && card !== 'absent';

/** One reading, over all its sittings. */
export interface Reading {
  readonly readingId: string;
  readonly key: OfferedKey;
  readonly insertion: number;
  /** Marks of the keys that this card has refused before. */
  readonly refused: readonly string[];
  /** A card was laid down since the reading began: perhaps another one. */
  readonly swapped: boolean;
  /** Rises with every sitting: news of an earlier one is stale. */
  readonly run: number;
  /** Times the card went silent, was lost while it lay there, broke its channel, or its reader refused. */
  readonly silences: number;
  readonly glitches: number;
  readonly restarts: number;
  readonly refusals: number;
}

/** Which sitting of which reading: what comes late from another one is not listened to. */
export type Sitting = Pick<Reading, 'readingId' | 'run'>;

export const sameSitting = (a: Sitting | undefined, b: Sitting): boolean =>
  a?.readingId === b.readingId && a.run === b.run;

export type At =
  /** No reader. A reading that it took with it can still go on when it returns in time. */
  | { readonly at: 'gone'; readonly paused?: { readonly reading: Reading; readonly until: number } }
  | { readonly at: 'empty'; readonly key?: HeldKey }
  /** A card without a key. A key that comes before `notBefore` waits. */
  | {
      readonly at: 'waiting';
      readonly insertion: number;
      readonly refused: readonly string[];
      readonly notBefore: number;
      readonly key?: HeldKey;
    }
  | { readonly at: 'reading'; readonly reading: Reading }
  /** Lifted, or being tried again. */
  | { readonly at: 'paused'; readonly reading: Reading; readonly until: number; readonly retryAt?: number }
  /** The reader refused the card; tried again every so often. */
  | { readonly at: 'failed'; readonly reading: Reading; readonly until: number; readonly retryAt: number }
  /** A card that has had its turn; `again`: a key may give it another one, unless it is `usedMark`. */
  | {
      readonly at: 'done';
      readonly insertion: number;
      readonly again: boolean;
      readonly usedMark: string | undefined;
      readonly key?: HeldKey;
    };

export interface SessionState {
  readonly presence: Presence;
  readonly phase: At;
  /** The station is revoked: nothing is read any more. */
  readonly closed: boolean;
}

export const initialState: SessionState = { presence: { card: 'gone' }, phase: { at: 'gone' }, closed: false };

/** `outbox-full`: readings that wait for the server have reached their limit. */
export type FailureCode = EmrtdErrorCode | 'outbox-full' | 'unknown';

export type SessionEvent =
  | { readonly type: 'presence'; readonly presence: Presence }
  | { readonly type: 'key'; readonly key: OfferedKey }
  | { readonly type: 'cancel' }
  | { readonly type: 'finished'; readonly sitting: Sitting }
  | { readonly type: 'failed'; readonly sitting: Sitting; readonly code: FailureCode; readonly step?: Step }
  | { readonly type: 'tick' }
  | { readonly type: 'close' };

export type Effect =
  | { readonly do: 'report'; readonly event: Omit<ReaderStateEvent, 'reader'> }
  | { readonly do: 'problem'; readonly problem: ProblemCode; readonly readingId?: string }
  /** Start a sitting, with the memory of the one before if there is any. */
  | { readonly do: 'read'; readonly reading: Reading }
  | { readonly do: 'abort'; readonly sitting: Sitting }
  /** Forget everything of a reading: memory, key, challenge. */
  | { readonly do: 'wipe'; readonly readingId: string }
  /** Forget only what was read: the next sitting starts afresh. */
  | { readonly do: 'forget'; readonly readingId: string };

/** Times in milliseconds. */
export interface SessionRules {
  readonly resumeMs: number;
  readonly keyMs: number;
  readonly lostProbeMs: number;
  readonly silenceProbeMs: number;
  readonly refusalProbeMs: number;
  readonly readerRetryMs: number;
  readonly refusalsBeforeFailed: number;
  readonly glitchLimit: number;
  readonly wrongKeyLimit: number;
  /** Pause after the n-th wrong key on one card (n from 1). */
  readonly backOffMs: (wrongKeys: number) => number;
}

export const houseRules: SessionRules = {
  resumeMs: 15_000,
  keyMs: 60_000,
  // The service notices a lifted card up to 0.8 s late: only after that does "still there" mean anything.
  lostProbeMs: 1000,
  silenceProbeMs: 300,
  refusalProbeMs: 400,
  readerRetryMs: 2000,
  refusalsBeforeFailed: 4,
  glitchLimit: 3,
  wrongKeyLimit: 10,
  backOffMs: (wrongKeys) => Math.min(8000, 500 * 2 ** (wrongKeys - 1)),
};

/** What a step is told beside the event. `now` in milliseconds. */
export interface Context {
  readonly now: number;
  readonly rules: SessionRules;
  readonly newReadingId: () => string;
}
