/**
 * More than one card on a tray. A reader that can tell says so itself. Others name one card at a time, whichever answered
 * last: a card that gives way to another kind and comes back, while the tray was never empty, is two cards. And where
 * several readers stand at one tray, a card on two of them is one too many.
 */
import type { ReaderStatus } from './reader-source.ts';

export interface SeveralRules {
  /** There and back within so long, milliseconds. */
  readonly flickerMs: number;
  /** Without a change for so long, the one card that answers is alone. */
  readonly calmMs: number;
}
export const severalRules: SeveralRules = { flickerMs: 3000, calmMs: 1500 };

interface Turn {
  readonly kind: string;
  readonly insertion: number;
  readonly at: number;
}

const kindOf = ({ atr }: ReaderStatus): string => Buffer.from(atr).toString('hex');

export class SeveralCards {
  readonly #rules: SeveralRules;
  readonly #oneTray: boolean;
  /** The last three cards of a reader since it was empty. */
  readonly #turns = new Map<string, readonly Turn[]>();
  /** Readers that flickered, until when it counts. */
  readonly #until = new Map<string, number>();

  constructor(oneTray: boolean, rules = severalRules) {
    this.#oneTray = oneTray;
    this.#rules = rules;
  }

  /** The statuses with `several` where it is so; called with every snapshot, and again when {@link calmAt} has come. */
  see(readers: readonly ReaderStatus[], now: number): ReaderStatus[] {
    const seen = readers.map((status): ReaderStatus => (this.#flickers(status, now) ? several(status) : status));
    const taken = seen.filter(({ card }) => card !== 'absent');
    return this.#oneTray && taken.length > 1
      ? seen.map((status) => (status.card === 'absent' ? status : several(status)))
      : seen;
  }

  /** When a reader that flickered may be believed again. */
  calmAt(): number | undefined {
    return this.#until.size === 0 ? undefined : Math.min(...this.#until.values());
  }

  #flickers(status: ReaderStatus, now: number): boolean {
    const { name, card, insertion } = status;
    if (card === 'absent') {
      this.#turns.delete(name);
      this.#until.delete(name);
      return false;
    }
    const before = this.#turns.get(name) ?? [];
    if (card === 'present' && before.at(-1)?.insertion !== insertion) {
      const turns = [...before, { kind: kindOf(status), insertion, at: now }].slice(-3);
      this.#turns.set(name, turns);
      const [first, second, third] = turns;
      const back = third !== undefined && first?.kind === third.kind && second?.kind !== third.kind;
      const again = this.#until.has(name);
      if (again || (back && third.at - (first?.at ?? 0) <= this.#rules.flickerMs))
        this.#until.set(name, now + this.#rules.calmMs);
    }
    const until = this.#until.get(name);
    if (until === undefined || now < until) return until !== undefined;
    this.#until.delete(name);
    // From here the one that answers is a card like any other.
    this.#turns.set(name, (this.#turns.get(name) ?? []).slice(-1));
    return false;
  }
}

const several = (status: ReaderStatus): ReaderStatus => ({ ...status, card: 'several' });
