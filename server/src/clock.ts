/** Time as the server sees it, injected so that tests can move it. */
export interface Clock {
  now(): Date;
  /** Calls back once at or after `at`; the returned function takes the order back. */
  wake(at: Date, callback: () => void): () => void;
}

export function systemClock(now: () => Date = () => new Date()): Clock {
  return {
    now,
    wake(at, callback) {
      const timer = setTimeout(callback, Math.max(0, at.getTime() - now().getTime()));
      timer.unref();
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

export const seconds = (count: number): number => count * 1000;
export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => count * 3_600_000;
export const days = (count: number): number => count * 86_400_000;
export const later = (time: Date, milliseconds: number): Date => new Date(time.getTime() + milliseconds);
