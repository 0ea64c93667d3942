import { minutes, seconds } from './clock.ts';

/** Milliseconds until the next try: doubling from 2 s to 5 min, between half and the whole of it by chance. */
export function backOff(attempts: number, chance: () => number): number {
  const whole = Math.min(minutes(5), seconds(2) * 2 ** Math.min(attempts, 12));
  return Math.round(whole * (0.5 + chance() / 2));
}
