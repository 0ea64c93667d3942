/** Waiting on a reader source, for programs that do one thing after another (the command line, tests). */
import type { ReadersSnapshot, ReaderSource, ReaderStatus } from './reader-source.ts';
import { statusOf } from './reader-source.ts';

/** Resolves with the first snapshot that `wanted` accepts; rejects with the signal's reason. */
async function when<T>(
  source: ReaderSource,
  wanted: (snapshot: ReadersSnapshot) => T | undefined,
  signal: AbortSignal | undefined,
): Promise<T> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    let over = false;
    const end = () => {
      over = true;
      stop();
      signal?.removeEventListener('abort', abort);
    };
    const abort = () => {
      end();
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal?.addEventListener('abort', abort, { once: true });
    const stop = source.watch((snapshot) => {
      const found = over ? undefined : wanted(snapshot);
      if (found === undefined) return;
      end();
      resolve(found);
    });
  });
}

/** The first snapshot that says more than "service away", or the last one seen after `ms`. */
export async function firstSnapshot(source: ReaderSource, ms = 5000): Promise<ReadersSnapshot> {
  let last: ReadersSnapshot = { service: 'away', readers: [] };
  const wanted = (snapshot: ReadersSnapshot): ReadersSnapshot | undefined => {
    last = snapshot;
    return snapshot.service === 'away' ? undefined : snapshot;
  };
  return when(source, wanted, AbortSignal.timeout(ms)).catch(() => last);
}

export const waitForCard = (source: ReaderSource, reader: string, signal?: AbortSignal): Promise<ReaderStatus> =>
  when(
    source,
    (snapshot) => {
      const status = statusOf(snapshot, reader);
      return status?.card === 'present' ? status : undefined;
    },
    signal,
  );

/** A reader that is gone holds no card either. */
export const waitForRemoval = async (source: ReaderSource, reader: string, signal?: AbortSignal): Promise<void> => {
  await when(
    source,
    (snapshot) => {
      const status = statusOf(snapshot, reader);
      return status === undefined || status.card === 'absent' ? true : undefined;
    },
    signal,
  );
};
