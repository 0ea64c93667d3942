/** How long after an unanswered request the server is asked again. */
const retryAfter = 3_000;

/** Requests one after the other, so that the answers come in the order of the acts; and whether the server answers at all. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #again: () => void;
  /** Requests under way. */
  busy = $state(0);
  away = $state(false);

  /** `again` is called some time after the server did not answer. */
  constructor(again: () => void) {
    this.#again = again;
  }

  /** Resolves when all that was begun before has ended. */
  get settled(): Promise<unknown> {
    return this.#last;
  }

  take(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done;
    return done;
  }

  async counted<T>(work: () => Promise<T>): Promise<T> {
    this.busy += 1;
    const result = await work();
    this.busy -= 1;
    return result;
  }

  reached(reached: boolean): void {
    this.away = !reached;
    clearTimeout(this.#retry);
    if (!reached) this.#retry = setTimeout(this.#again, retryAfter);
  }

  /** Nothing is asked again: the page has no officer any more. */
  forget(): void {
    clearTimeout(this.#retry);
    this.away = false;
  }
}
