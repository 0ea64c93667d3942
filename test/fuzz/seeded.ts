/** Small repeatable randomness (mulberry32) and the mutations that parsers hate. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** 0 … bound − 1. */
  below(bound: number): number {
    return this.next() % Math.max(1, bound);
  }

  pick<T>(from: readonly T[]): T {
    const one = from[this.below(from.length)];
    if (one === undefined) throw new RangeError('dice: nothing to pick from');
    return one;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}

/** Octets at which length fields, tags and counters turn over. */
const edges = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x90, 0xff] as const;

/** Always another octet string than the one given. */
export function mutate(dice: Dice, bytes: Uint8Array): Uint8Array {
  const at = dice.below(bytes.length);
  const out = bytes.slice();
  switch (dice.below(7)) {
    case 0:
      out[at] = (out[at] ?? 0) ^ (1 << dice.below(8));
      break;
    case 1:
      out[at] = dice.pick(edges);
      break;
    case 2:
      return bytes.length > 1 ? bytes.slice(0, at) : dice.bytes(3);
    case 3:
      return Uint8Array.from([...bytes.subarray(0, at), ...dice.bytes(1 + dice.below(5)), ...bytes.subarray(at)]);
    case 4:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + dice.below(5))]);
    case 5:
      out.set(dice.bytes(Math.min(4, bytes.length - at)), at);
      break;
    default:
      out.copyWithin(at, dice.below(bytes.length), dice.below(bytes.length));
  }
  const same = out.every((octet, i) => octet === bytes[i]);
  if (same) out[at] = (out[at] ?? 0) ^ 0xff;
  return out;
}

/** How many cases, from FUZZ_RUNS where it is set: the suite's own count is a smoke test, the soak's is not. */
export const runs = (otherwise: number): number => Number(process.env['FUZZ_RUNS'] ?? otherwise);
/** Seeds are counted up from FUZZ_SEED, so that a finding can be named. */
export const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);
