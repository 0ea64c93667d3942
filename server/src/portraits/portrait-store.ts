import { hours } from '../clock.ts';
import { Personal } from '../personal.ts';

/**
 * Portraits in memory, never on a disk: until the officer has compared them, at most the visit's day (decision 11). A
 * restart of the server forgets them; the card can be laid down again.
 */
export interface PortraitStore {
  put(visitId: string, jpeg: Uint8Array, now: Date): void;
  get(visitId: string, now: Date): Personal<Uint8Array> | null;
  /** Forgets the portrait, and the one that is being made right now as well. */
  drop(visitId: string): void;
  /** Somebody makes this visit's portrait right now: `work` settles when it is there, or will not be. */
  comes(visitId: string, work: Promise<unknown>): void;
  /** Resolves when no portrait of this visit is being made; never rejects. */
  settled(visitId: string): Promise<void>;
  /** Removes the old ones; returns how many. */
  removeExpired(now: Date): number;
}

const lifetime = hours(24);
/** At 64 KB each: 32 MB. The oldest goes first. */
const most = 512;

export function createPortraitStore(): PortraitStore {
  const kept = new Map<string, { jpeg: Personal<Uint8Array>; at: number }>();
  const underWay = new Map<string, Promise<void>>();
  /** Dropped while they were being made: whoever is erased does not come back a moment later. */
  const unwanted = new Set<string>();
  const alive = (at: number, now: Date): boolean => now.getTime() - at < lifetime;
  return {
    put(visitId, jpeg, now) {
      if (unwanted.has(visitId)) return;
      kept.delete(visitId);
      kept.set(visitId, { jpeg: new Personal(jpeg), at: now.getTime() });
      const oldest = kept.keys().next().value;
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
    get(visitId, now) {
      const found = kept.get(visitId);
      return found !== undefined && alive(found.at, now) ? found.jpeg : null;
    },
    drop(visitId) {
      kept.delete(visitId);
      if (underWay.has(visitId)) unwanted.add(visitId);
    },
    comes(visitId, work) {
      const settled = work.then(
        () => undefined,
        () => undefined,
      );
      underWay.set(visitId, settled);
      unwanted.delete(visitId);
      void settled.then(() => {
        if (underWay.get(visitId) !== settled) return;
        underWay.delete(visitId);
        unwanted.delete(visitId);
      });
    },
    settled: (visitId) => underWay.get(visitId) ?? Promise.resolve(),
    removeExpired(now) {
      const old = [...kept].filter(([, { at }]) => !alive(at, now));
      for (const [visitId] of old) kept.delete(visitId);
      return old.length;
    },
  };
}
