import type { BreakerState } from '@cccd-kiosk/contract/insurance-status';
import type { InsuranceCode } from '@cccd-kiosk/contract/insurance-codes';

/** Questions in a row without an answer from which nobody waits for the gateway any more. */
const failuresToOpen = 3;
const firstWait = 15_000;
const longestWait = 120_000;
/** After a fault that every question would meet until somebody mends a setting. */
const heldWait = 300_000;

/** Keeps people from waiting for a gateway that is away. Times are milliseconds since 1970. */
export interface Breaker {
  readonly state: BreakerState;
  /** Since when it is in this state; null before anything happened. */
  readonly since: number | null;
  /** When it may be tried again; null unless open. */
  readonly triesAt: number | null;
  readonly cause: InsuranceCode | null;
  answered(now: number): void;
  /** `askedAt`: when the question left. A time-out opens at once when nothing was answered since. */
  failed(code: InsuranceCode, askedAt: number, now: number): void;
  /** Every question would end so: no use in trying soon. */
  hold(code: InsuranceCode, now: number): void;
  /** From open to half-open: one question goes out. */
  tryAgain(now: number): void;
}

export function createBreaker(): Breaker {
  let state: BreakerState = 'closed';
  let since: number | null = null;
  let triesAt: number | null = null;
  let cause: InsuranceCode | null = null;
  let failures = 0;
  let lastAnswer = 0;
  let wait = firstWait;

  function open(code: InsuranceCode, after: number, now: number): void {
    if (state !== 'open') since = now;
    state = 'open';
    cause = code;
    triesAt = now + after;
  }
  return {
    get state() {
      return state;
    },
    get since() {
      return since;
    },
    get triesAt() {
      return triesAt;
    },
    get cause() {
      return cause;
    },
    answered(now) {
      failures = 0;
      lastAnswer = now;
      if (state === 'closed') return;
      // An answer to a question from before it opened does not close it: the trial does.
      if (state === 'open') return;
      state = 'closed';
      since = now;
      triesAt = null;
      cause = null;
      wait = firstWait;
    },
    failed(code, askedAt, now) {
      failures += 1;
      if (state === 'open') return;
      if (state === 'half-open') {
        wait = Math.min(longestWait, wait * 2);
        open(code, wait, now);
        return;
      }
      const silent = code === 'timed-out' && lastAnswer < askedAt;
      if (failures >= failuresToOpen || silent) open(code, wait, now);
    },
    hold(code, now) {
      open(code, heldWait, now);
    },
    tryAgain(now) {
      state = 'half-open';
      since = now;
      triesAt = null;
    },
  };
}
