/**
 * BER-TLV as eMRTD files and secure messaging use it (ISO/IEC 7816-4 §5.2.2, ISO/IEC 8825-1): tags of 1 to 3 octets,
 * definite lengths of up to 4 octets. Every reader is flat: it never descends by itself, so nesting costs nothing.
 */
import { concat } from './bytes.ts';
import { EmrtdError } from './errors.ts';

export interface Tlv {
  /** The tag's octets read as one big-endian number, e.g. `0x30`, `0x7F61`. */
  readonly tag: number;
  readonly value: Uint8Array;
  /** Tag, length and value exactly as they were read or written. */
  readonly bytes: Uint8Array;
}

export interface TlvHeader {
  readonly tag: number;
  /** Octets of tag and length fields together. */
  readonly headerLength: number;
  /** Octets of the value. */
  readonly length: number;
}

/** No card file, certificate list or message comes near this; a longer claim is refused before it is believed. */
export const maxTlvLength = 0x00ff_ffff;
/** Siblings in one value. */
export const maxTlvCount = 0x1_0000;

const malformed = (message: string): EmrtdError => new EmrtdError('malformed', message, { step: 'parse' });

function readTag(bytes: Uint8Array, offset: number): { tag: number; next: number } {
  const first = bytes[offset];
  if (first === undefined) throw malformed('tlv: no tag');
  if (first === 0x00) throw malformed('tlv: zero tag');
  if ((first & 0x1f) !== 0x1f) return { tag: first, next: offset + 1 };
  const second = bytes[offset + 1];
  if (second === undefined) throw malformed('tlv: tag cut short');
  if (second === 0x80) throw malformed('tlv: tag number with a leading zero');
  if (second < 0x80) return { tag: first * 0x100 + second, next: offset + 2 };
  const third = bytes[offset + 2];
  if (third === undefined) throw malformed('tlv: tag cut short');
  if (third >= 0x80) throw new EmrtdError('limit', 'tlv: tag longer than 3 octets', { step: 'parse' });
  return { tag: first * 0x1_0000 + second * 0x100 + third, next: offset + 3 };
}

function readLength(bytes: Uint8Array, offset: number): { length: number; next: number } {
  const first = bytes[offset];
  if (first === undefined) throw malformed('tlv: no length');
  if (first < 0x80) return { length: first, next: offset + 1 };
  if (first === 0x80) throw malformed('tlv: indefinite length');
  const count = first & 0x7f;
  if (count > 4) throw new EmrtdError('limit', 'tlv: length field longer than 4 octets', { step: 'parse' });
  let length = 0;
  for (let i = 1; i <= count; i++) {
    const octet = bytes[offset + i];
    if (octet === undefined) throw malformed('tlv: length cut short');
    length = length * 0x100 + octet;
  }
  if (length > maxTlvLength) throw new EmrtdError('limit', 'tlv: length beyond the limit', { step: 'parse' });
  return { length, next: offset + 1 + count };
}

/**
 * Tag and length from the first octets of a file (7 always suffice); the value need not be there.
 * Throws `malformed` or `limit`.
 */
export function readTlvHeader(bytes: Uint8Array, offset = 0): TlvHeader {
  const { tag, next } = readTag(bytes, offset);
  const { length, next: valueAt } = readLength(bytes, next);
  return { tag, headerLength: valueAt - offset, length };
}

/** One element at `offset`; `next` is the offset behind it. Values are views, not copies. */
export function readTlv(bytes: Uint8Array, offset = 0): { tlv: Tlv; next: number } {
  const { tag, headerLength, length } = readTlvHeader(bytes, offset);
  const valueAt = offset + headerLength;
  const next = valueAt + length;
  if (next > bytes.length) throw malformed('tlv: value cut short');
  return { tlv: { tag, value: bytes.subarray(valueAt, next), bytes: bytes.subarray(offset, next) }, next };
}

/** All elements of a value, which they must fill exactly. */
export function readTlvs(bytes: Uint8Array): Tlv[] {
  const out: Tlv[] = [];
  for (let offset = 0; offset < bytes.length;) {
    if (out.length === maxTlvCount) throw new EmrtdError('limit', 'tlv: too many elements', { step: 'parse' });
    const { tlv, next } = readTlv(bytes, offset);
    out.push(tlv);
    offset = next;
  }
  return out;
}

/** Exactly one element, nothing behind it. With `tag`, that tag and no other. */
export function readOneTlv(bytes: Uint8Array, tag?: number): Tlv {
  const { tlv, next } = readTlv(bytes);
  if (next !== bytes.length) throw malformed('tlv: octets behind the element');
  if (tag !== undefined && tlv.tag !== tag) throw malformed(`tlv: tag ${hex(tlv.tag)} where ${hex(tag)} is due`);
  return tlv;
}

const hex = (tag: number): string => tag.toString(16).toUpperCase().padStart(2, '0');

/** First element with that tag. */
export function findTlv(tlvs: readonly Tlv[], tag: number): Tlv | undefined {
  return tlvs.find((tlv) => tlv.tag === tag);
}

/** First element with that tag, or `malformed`. */
export function requireTlv(tlvs: readonly Tlv[], tag: number): Tlv {
  const found = findTlv(tlvs, tag);
  if (found === undefined) throw malformed(`tlv: ${hex(tag)} is missing`);
  return found;
}

function tagOctets(tag: number): number[] {
  if (!Number.isInteger(tag) || tag <= 0 || tag > 0xff_ffff) throw new RangeError('tlv: not a tag');
  if (tag > 0xffff) return [tag >>> 16, (tag >>> 8) & 0xff, tag & 0xff];
  return tag > 0xff ? [tag >>> 8, tag & 0xff] : [tag];
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  if (length < 0x1_0000) return [0x82, length >>> 8, length & 0xff];
  return [0x83, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff];
}

/** Encodes with the shortest length (DER). A list of parts is joined to the value. */
export function encodeTlv(tag: number, value: Uint8Array | readonly Uint8Array[]): Uint8Array {
  const content = value instanceof Uint8Array ? value : concat(...value);
  if (content.length > maxTlvLength) throw new RangeError(`tlv: ${content.length} octets are too many`);
  return concat(Uint8Array.from([...tagOctets(tag), ...lengthOctets(content.length)]), content);
}
