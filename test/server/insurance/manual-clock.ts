import type { Clock } from '@cccd-kiosk/server/src/clock';

/** A clock that stands until it is moved, and rings whatever is due on the way, in order. */
export class ManualClock implements Clock {
  #time: number;
  #orders: { at: number; callback: () => void }[] = [];

  constructor(start: string) {
    this.#time = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#time);
  }

  wake(at: Date, callback: () => void): () => void {
    const order = { at: at.getTime(), callback };
    this.#orders.push(order);
    return () => {
      this.#orders = this.#orders.filter((one) => one !== order);
    };
  }

  /** Moves on by so many milliseconds; between two rings everything that is ready runs. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#time + milliseconds;
    for (;;) {
      await settle();
      const due = this.#orders.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#orders = this.#orders.filter((one) => one !== due);
      this.#time = Math.max(this.#time, due.at);
      due.callback();
    }
    this.#time = end;
    await settle();
  }
}

/** Lets promises and immediates run that are ready. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setImmediate(resolve));
};
