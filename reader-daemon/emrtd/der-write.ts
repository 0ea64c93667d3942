/** Writing DER. For what the project itself makes (fixtures, requests); never for anything that was signed elsewhere. */
import { concat, uintToBytes, utf8, ascii } from './bytes.ts';
import { context, contextPrimitive, der } from './der.ts';
import { encodeOid } from './oid.ts';
import { encodeTlv } from './tlv.ts';

export const writeSequence = (...items: readonly Uint8Array[]): Uint8Array => encodeTlv(der.sequence, items);

/** A SET in the order given. The Vietnamese EF.DG13 is in field order; use `writeSetOf` where DER's order is due. */
export const writeSet = (...items: readonly Uint8Array[]): Uint8Array => encodeTlv(der.set, items);

/** A SET OF in DER's order (X.690 §11.6). */
export const writeSetOf = (...items: readonly Uint8Array[]): Uint8Array =>
  encodeTlv(der.set, [...items].sort(compareOctets));

function compareOctets(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? -1) - (b[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Zero or positive INTEGER, or the unsigned big-endian octets of one. */
export function writeInteger(value: number | bigint | Uint8Array): Uint8Array {
  let octets = value instanceof Uint8Array ? value : uintToBytes(value, unsignedLength(BigInt(value)));
  let start = 0;
  while (start < octets.length - 1 && octets[start] === 0) start++;
  octets = octets.subarray(start);
  const needsZero = octets.length === 0 || (octets[0] ?? 0) >= 0x80;
  return encodeTlv(der.integer, needsZero ? concat(Uint8Array.of(0), octets) : octets);
}

function unsignedLength(value: bigint): number {
  let length = 1;
  for (let rest = value >> 8n; rest > 0n; rest >>= 8n) length++;
  return length;
}

export const writeBoolean = (value: boolean): Uint8Array => encodeTlv(der.boolean, Uint8Array.of(value ? 0xff : 0));
export const writeNull = (): Uint8Array => encodeTlv(der.null, new Uint8Array(0));
export const writeOid = (dotted: string): Uint8Array => encodeTlv(der.oid, encodeOid(dotted));
export const writeOctetString = (value: Uint8Array): Uint8Array => encodeTlv(der.octetString, value);

export const writeBitString = (octets: Uint8Array, unusedBits = 0): Uint8Array =>
  encodeTlv(der.bitString, concat(Uint8Array.of(unusedBits), octets));

/** A named-bit list without trailing zero bits (X.690 §11.2.2). */
export function writeNamedBits(bits: Iterable<number>): Uint8Array {
  const set = [...bits];
  if (set.length === 0) return writeBitString(new Uint8Array(0));
  const highest = Math.max(...set);
  const octets = new Uint8Array(Math.floor(highest / 8) + 1);
  for (const bit of set) octets[bit >>> 3] = (octets[bit >>> 3] ?? 0) | (0x80 >>> (bit & 7));
  return writeBitString(octets, 7 - (highest & 7));
}

export const writeUtf8String = (text: string): Uint8Array => encodeTlv(der.utf8String, utf8(text));
export const writePrintableString = (text: string): Uint8Array => encodeTlv(der.printableString, ascii(text));
export const writeIa5String = (text: string): Uint8Array => encodeTlv(der.ia5String, ascii(text));

/** UTCTime until 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
export function writeTime(time: Date): Uint8Array {
  const text = time.toISOString().replace(/[-:T]/g, '').replace(/\..*$/, 'Z');
  return time.getUTCFullYear() < 2050
    ? encodeTlv(der.utcTime, ascii(text.slice(2)))
    : encodeTlv(der.generalizedTime, ascii(text));
}

/** `[n] EXPLICIT`, or a constructed `[n] IMPLICIT` around the parts of the value. */
export const writeContext = (n: number, ...parts: readonly Uint8Array[]): Uint8Array => encodeTlv(context(n), parts);

/** `[n] IMPLICIT` of a primitive type. */
export const writeContextPrimitive = (n: number, value: Uint8Array): Uint8Array =>
  encodeTlv(contextPrimitive(n), value);
