import { inspect } from 'node:util';

const shown = '[personal]';

/**
 * Holds something about a person, or a key to a card. However it is printed, logged, joined or turned into JSON, only
 * the word `[personal]` comes out; whoever needs the value says so with `reveal`.
 */
export class Personal<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.toPrimitive](): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
