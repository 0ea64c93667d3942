/** From the service's state words to statuses: counts cards laid down, one after another, per reader. */
import type { ReaderStatus } from '../readers/reader-source.ts';
import { cardExclusive, cardInUse, cardMute, cardPresent } from './binding.ts';
import type { RawStatus } from './messages.ts';

interface Seen {
  readonly present: boolean;
  /** The service counts insertions and removals; a quick swap shows only there. */
  readonly counter: number;
  readonly insertion: number;
}

export class Insertions {
  #seen = new Map<string, Seen>();
  /** Never falls back, also over a restart of the service, so that no two cards share a number. */
  readonly #last = new Map<string, number>();

  statuses(raw: readonly RawStatus[]): ReaderStatus[] {
    const seen = new Map<string, Seen>();
    const statuses = raw.map(({ name, state, atr }): ReaderStatus => {
      const present = (state & cardPresent) !== 0;
      const counter = state >>> 16;
      const before = this.#seen.get(name);
      const sameCard = before?.present === true && before.counter === counter;
      const insertion = (this.#last.get(name) ?? 0) + (present && !sameCard ? 1 : 0);
      this.#last.set(name, insertion);
      seen.set(name, { present, counter, insertion });
      const mute = present && (state & cardMute) !== 0;
      return {
        name,
        card: mute ? 'mute' : present ? 'present' : 'absent',
        atr: present ? atr : new Uint8Array(),
        insertion,
        inUse: (state & (cardInUse | cardExclusive)) !== 0,
      };
    });
    this.#seen = seen;
    return statuses;
  }
}
