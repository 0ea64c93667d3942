/**
 * The host's work that need not wait for the card, nor the card for it: it is done while a command is under way, when the
 * host would only wait. Nothing of it may depend on that command's answer.
 */
import type { Clock } from '../transport.ts';

export class Meanwhile {
  readonly #clock: Clock;
  readonly #waiting: (() => unknown)[] = [];
  #ms = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds of work done while a command was under way. */
  get ms(): number {
    return this.#ms;
  }

  /**
   * Has `work` done during the next answer, and hands out its value: at once where it has been done, else after doing
   * it on the spot. What the work throws, its value throws, so that no exception meets a card under way.
   */
  plan<T>(work: () => T): () => T {
    let done: { readonly value: T } | { readonly error: unknown } | undefined;
    const outcome = (): { readonly value: T } | { readonly error: unknown } => {
      try {
        return { value: work() };
      } catch (error) {
        return { error };
      }
    };
    this.#waiting.push(() => (done ??= outcome()));
    return () => {
      done ??= outcome();
      if ('error' in done) throw done.error;
      return done.value;
    };
  }

  /**
   * `answer`, with what is planned done before it comes. Not at once: a transport may need a few promises before the
   * command is on its way, and the card is not to wait. An answer that is quicker than that leaves the work planned.
   */
  async during<T>(answer: Promise<T>): Promise<T> {
    if (this.#waiting.length === 0) return answer;
    const turn = setImmediate(() => this.#run());
    try {
      return await answer;
    } finally {
      clearImmediate(turn);
    }
  }

  #run(): void {
    const start = this.#clock();
    for (const work of this.#waiting.splice(0)) work();
    this.#ms += this.#clock() - start;
  }
}
