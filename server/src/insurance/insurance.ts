import type { InsuranceView, InsuranceWay } from '@cccd-kiosk/contract/insurance';
import type { Visit } from '../check-ins/visit-repository.ts';

/** The insurance of today's visits, as screens and counters see it. Nothing here ever makes a check-in wait. */
export interface Insurance {
  /** Keeps the question with a visit that is being checked in. In the caller's transaction. */
  queue(visit: Visit): void;
  /**
   * Begins the look-up of a visit that was checked in; returns at once. Within 3 s the view is no longer `checking`;
   * with the national link known to be away it never is.
   */
  begin(visitId: string): void;
  /** What a screen may show now. */
  view(visitId: string): InsuranceView;
  /** A number that the person typed or showed (10 digits or 15 characters): looks it up. Throws RefusedError `bad-request`. */
  enterNumber(visitId: string, number: string): void;
  /** How the person goes on: pays themselves, or sees the insurance desk. */
  choose(visitId: string, way: InsuranceWay): void;
  /** The visit is none any more: nothing is asked about it, and what is on its way changes nothing. In the caller's transaction. */
  withdraw(visitId: string): void;
  /** Called after every change of a visit's insurance; returns the way to stop. */
  watch(listener: (visitId: string) => void): () => void;
}

/** A site without a gateway: everybody is looked up at the counter. */
export function withoutGateway(): Insurance {
  const chosen = new Map<string, InsuranceView>();
  const listeners = new Set<(visitId: string) => void>();
  return {
    queue: () => undefined,
    begin: () => undefined,
    view: (visitId) => chosen.get(visitId) ?? { state: 'will-be-checked' },
    enterNumber: () => undefined,
    choose(visitId, way) {
      chosen.set(visitId, { state: way === 'self-pay' ? 'self-pay' : 'desk' });
      for (const listener of listeners) listener(visitId);
    },
    withdraw: (visitId) => void chosen.delete(visitId),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
