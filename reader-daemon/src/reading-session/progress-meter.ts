/** From octets read to what a screen shows: a percentage that never falls, seconds left once they can be known. */
import type { ReadingProgress } from '@cccd-kiosk/contract/phases';
import type { Progress } from '@cccd-kiosk/emrtd/inspection/progress';

const minIntervalMs = 100;
/** Before that, a rate says nothing. */
const minElapsedMs = 600;
const minOctets = 1500;

export class ProgressMeter {
  readonly #clock: () => number;
  readonly #startedAt: number;
  /** Octets that an earlier sitting had read: they say nothing about the rate. */
  #before: number | undefined;
  #percent: number;
  #toldAt = -Infinity;

  constructor(clock: () => number, percent = 0) {
    this.#clock = clock;
    this.#startedAt = clock();
    this.#percent = percent;
  }

  get percent(): number {
    return this.#percent;
  }

  /** `undefined` when it is too soon after the last one. */
  next({ phase, bytesRead, bytesTotal }: Progress): ReadingProgress | undefined {
    const now = this.#clock();
    this.#before ??= bytesRead;
    const share = phase === 'verdict' ? 1 : bytesTotal === 0 ? 0 : bytesRead / bytesTotal;
    this.#percent = Math.max(this.#percent, Math.min(100, Math.floor(share * 100)));
    if (now - this.#toldAt < minIntervalMs) return undefined;
    this.#toldAt = now;
    const elapsed = now - this.#startedAt;
    const octets = bytesRead - this.#before;
    const known = elapsed >= minElapsedMs && octets >= minOctets;
    const left = known ? Math.ceil(((bytesTotal - bytesRead) / octets) * (elapsed / 1000)) : undefined;
    return {
      phase,
      percent: this.#percent,
      ...(left !== undefined && { secondsLeft: Math.min(600, Math.max(0, left)) }),
    };
  }
}
