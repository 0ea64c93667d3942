/** The mutations of the parsers' fuzzer: fast on 16 KB, several at once, aware of how TLV says its lengths. */
import type { Dice } from './seeded.ts';

const edges = [0x00, 0x01, 0x02, 0x1f, 0x30, 0x3c, 0x7f, 0x80, 0x81, 0x82, 0x83, 0x84, 0x88, 0xa0, 0xfe, 0xff] as const;
const longest = 0x8000;

function spliced(bytes: Uint8Array, at: number, drop: number, insert: Uint8Array): Uint8Array {
  const end = Math.min(bytes.length, at + drop);
  const out = new Uint8Array(Math.min(longest, bytes.length - (end - at) + insert.length));
  out.set(bytes.subarray(0, Math.min(at, out.length)));
  const room = Math.max(0, out.length - at);
  out.set(insert.subarray(0, room), Math.min(at, out.length));
  const behind = at + insert.length;
  if (behind < out.length) out.set(bytes.subarray(end, end + out.length - behind), behind);
  return out;
}

function once(dice: Dice, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  if (bytes.length === 0) return dice.bytes(1 + dice.below(8));
  // Half of the time near the beginning, where the headers are.
  const at = dice.below(2) === 0 ? dice.below(bytes.length) : dice.below(Math.min(64, bytes.length));
  switch (dice.below(10)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
      return bytes;
    case 1:
      bytes[at] = dice.pick(edges);
      return bytes;
    case 2:
      // A length that is off by a little.
      bytes[at] = (bytes[at] ?? 0) + dice.below(7) - 3;
      return bytes;
    case 3:
      return bytes.slice(0, at);
    case 4:
      return spliced(bytes, at, 0, dice.bytes(1 + dice.below(8)));
    case 5:
      return spliced(bytes, at, 1 + dice.below(16), new Uint8Array(0));
    case 6: {
      // A piece of another good file.
      const from = dice.below(other.length);
      return spliced(bytes, at, dice.below(32), other.subarray(from, from + 1 + dice.below(64)));
    }
    case 7: {
      // A piece of its own, again: elements twice.
      const from = dice.below(bytes.length);
      return spliced(bytes, at, 0, bytes.slice(from, from + 1 + dice.below(64)));
    }
    case 8:
      // A length field in a longer form.
      return spliced(bytes, at, 1, Uint8Array.of(0x80 | (1 + dice.below(5)), ...dice.bytes(dice.below(5))));
    default:
      bytes.set(dice.bytes(Math.min(4, bytes.length - at)), at);
      return bytes;
  }
}

/** A case: usually a seed with one to four changes, now and then octets from nowhere. Never changes a seed. */
export function nextCase(dice: Dice, seeds: readonly Uint8Array[]): Uint8Array {
  if (seeds.length === 0 || dice.below(50) === 0) return dice.bytes(dice.below(300));
  let bytes: Uint8Array = dice.pick(seeds).slice();
  for (let changes = 1 + (dice.below(3) === 0 ? dice.below(4) : 0); changes > 0; changes--)
    bytes = once(dice, bytes, dice.pick(seeds));
  return bytes;
}
