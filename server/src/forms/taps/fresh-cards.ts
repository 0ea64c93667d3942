import type { Dg13Fields } from '@cccd-kiosk/cccd/dg13';
import { minutes } from '../../clock.ts';
import { Personal } from '../../personal.ts';

/**
 * What a card said minutes ago, in memory alone. At a counter the card comes before the procedure: only then is it known
 * which fields are needed, and those alone are kept (decision 11). Gone with its case, after ten minutes, and on a restart.
 */
export interface FreshCards {
  put(personId: string, card: Dg13Fields, now: Date): void;
  get(personId: string, now: Date): Dg13Fields | undefined;
  drop(personIds: Iterable<string>): void;
}

const lifetime = minutes(10);
const most = 256;

export function createFreshCards(): FreshCards {
  const kept = new Map<string, { card: Personal<Dg13Fields>; at: number }>();
  const removeOld = (now: Date): void => {
    for (const [id, { at }] of kept) if (now.getTime() - at >= lifetime) kept.delete(id);
  };
  return {
    put(personId, card, now) {
      removeOld(now);
      kept.delete(personId);
      kept.set(personId, { card: new Personal(card), at: now.getTime() });
      const oldest = kept.keys().next().value;
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
    get(personId, now) {
      removeOld(now);
      return kept.get(personId)?.card.reveal();
    },
    drop(personIds) {
      for (const id of personIds) kept.delete(id);
    },
  };
}
