/** Octet-string helpers. Everything in this package speaks `Uint8Array`; nothing here mutates its arguments. */

/** Parses hexadecimal; blanks are allowed between octets. Throws a `RangeError` naming the first offence. */
export function fromHex(text: string): Uint8Array {
  const hex = text.replace(/\s+/g, '');
  if (hex.length % 2 !== 0) throw new RangeError(`hex: odd number of digits (${hex.length})`);
  if (!/^[0-9a-fA-F]*$/.test(hex)) throw new RangeError('hex: a character is not a hexadecimal digit');
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  return out;
}

/** Upper-case hexadecimal without blanks. */
export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const octet of bytes) out += octet.toString(16).padStart(2, '0');
  return out.toUpperCase();
}

/** Joins octet strings in order into a new one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** Length and content equality, without an early exit on content (values compared may be secret). */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** Exclusive or of two strings of the same length. */
export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length !== b.length) throw new RangeError(`xor: lengths differ (${a.length}, ${b.length})`);
  return a.map((octet, i) => octet ^ (b[i] ?? 0));
}

/** Unsigned big-endian integer in exactly `length` octets. */
export function uintToBytes(value: number | bigint, length: number): Uint8Array {
  let rest = BigInt(value);
  if (rest < 0n) throw new RangeError('uint: negative');
  const out = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i--) {
    out[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  if (rest !== 0n) throw new RangeError(`uint: does not fit ${length} octets`);
  return out;
}

/** Unsigned big-endian integer in the fewest octets, at least one. */
export const shortestUint = (value: number | bigint): Uint8Array =>
  uintToBytes(value, Math.max(1, Math.ceil(value.toString(16).length / 2)));

/** Unsigned big-endian integer of any length; the empty string is 0. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/** Unsigned big-endian integer of at most 6 octets. */
export function bytesToUint(bytes: Uint8Array): number {
  if (bytes.length > 6) throw new RangeError(`uint: ${bytes.length} octets do not fit a number`);
  return bytes.reduce((value, octet) => value * 256 + octet, 0);
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** ASCII only; throws a `RangeError` otherwise, without quoting the text (it may be personal). */
export function ascii(text: string): Uint8Array {
  if (!/^[\x00-\x7f]*$/.test(text)) throw new RangeError('ascii: a character is outside ASCII');
  return utf8(text);
}

/** Left-pads with zero octets to `length`; longer input is refused. */
export function leftPad(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length > length) throw new RangeError(`pad: ${bytes.length} octets do not fit ${length}`);
  const out = new Uint8Array(length);
  out.set(bytes, length - bytes.length);
  return out;
}

/** A plain `Uint8Array` view (drops Buffer's subclass without copying). */
export const plain = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
