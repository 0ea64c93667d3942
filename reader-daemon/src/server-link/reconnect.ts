/** When to dial again: soon at first, then slower, never all stations at once. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

export const houseBackoff: Backoff = { firstMs: 400, maxMs: 10_000 };

/** Pause before the n-th attempt (n from 0); `chance` in [0, 1) spreads it over half to one and a half. */
export const pauseMs = ({ firstMs, maxMs }: Backoff, attempt: number, chance: number): number =>
  Math.round(Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 16)) * (0.5 + chance));
