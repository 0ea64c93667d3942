/** The rate agreed with the gateway: never two questions closer together than this. Times are milliseconds. */
export interface Pace {
  /** Takes the next turn if it is due; otherwise says when it will be. */
  take(now: number): { readonly due: true } | { readonly due: false; readonly at: number };
  /** Takes the next turn whenever that is. */
  reserve(now: number): number;
  /** Questions a second over the last minute. */
  lastMinute(now: number): number;
}

/** `lastTurn`: when the process before this one took its last. */
export function createPace(ratePerSecond: number, lastTurn = 0): Pace {
  const gap = 1000 / ratePerSecond;
  let free = lastTurn + gap;
  let taken: number[] = [];

  function turn(at: number): number {
    free = at + gap;
    taken = [...taken.filter((time) => time > at - 60_000), at];
    return at;
  }
  return {
    take(now) {
      if (free > now) return { due: false, at: Math.ceil(free) };
      turn(now);
      return { due: true };
    },
    reserve: (now) => turn(Math.max(now, free)),
    lastMinute: (now) => taken.filter((time) => time > now - 60_000 && time <= now).length / 60,
  };
}
