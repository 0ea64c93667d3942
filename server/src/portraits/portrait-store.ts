import { hours } from '../clock.ts';
import { Personal } from '../personal.ts';

/**
 * Portraits in memory, never on a disk: until the officer has compared them, at most the visit's day (decision 11). A
 * restart of the server forgets them; the card can be laid down again.
 */
export interface PortraitStore {
  put(visitId: string, jpeg: Uint8Array, now: Date): void;
  get(visitId: string, now: Date): Personal<Uint8Array> | null;
  drop(visitId: string): void;
  /** Removes the old ones; returns how many. */
  removeExpired(now: Date): number;
}

const lifetime = hours(24);
/** At 64 KB each: 32 MB. The oldest goes first. */
const most = 512;

export function createPortraitStore(): PortraitStore {
  const kept = new Map<string, { jpeg: Personal<Uint8Array>; at: number }>();
  const alive = (at: number, now: Date): boolean => now.getTime() - at < lifetime;
  return {
    put(visitId, jpeg, now) {
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
    },
    removeExpired(now) {
      const old = [...kept].filter(([, { at }]) => !alive(at, now));
      for (const [visitId] of old) kept.delete(visitId);
      return old.length;
    },
  };
}
