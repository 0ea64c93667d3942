/**
 * Reading DER (X.690 §10–11) over `tlv.ts`. Every value keeps its raw octets (`Tlv.bytes`), so nothing that is signed
 * or hashed need ever be encoded again. Readers look one level down; nesting is walked by the parser that knows it.
 */
import { bytesToBigInt } from './bytes.ts';
import { EmrtdError } from './errors.ts';
import { decodeOid } from './oid.ts';
import { readTlv, readTlvs, type Tlv } from './tlv.ts';

export const der = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Tag of a constructed context-specific element `[n]`. */
export const context = (n: number): number => 0xa0 + n;
/** Tag of a primitive context-specific element `[n] IMPLICIT`. */
export const contextPrimitive = (n: number): number => 0x80 + n;

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `der: ${why}`, { step: 'parse' });

function assertShortestLength(tlv: Tlv): void {
  const header = tlv.bytes.length - tlv.value.length;
  const tagLength = tlv.tag > 0xffff ? 3 : tlv.tag > 0xff ? 2 : 1;
  const length = tlv.value.length;
  const due = length < 0x80 ? 1 : length < 0x100 ? 2 : length < 0x1_0000 ? 3 : 4;
  if (header !== tagLength + due) throw malformed('length not in its shortest form');
}

/** Exactly one DER element. With `tag`, that one and no other. */
export function readDer(bytes: Uint8Array, tag?: number): Tlv {
  const { tlv, next } = readTlv(bytes);
  if (next !== bytes.length) throw malformed('octets behind the element');
  assertShortestLength(tlv);
  return tag === undefined ? tlv : expectTag(tlv, tag);
}

/** The same element, or `malformed` when its tag is another. */
export function expectTag(tlv: Tlv, tag: number): Tlv {
  if (tlv.tag !== tag) throw malformed(`tag ${tlv.tag.toString(16)} where ${tag.toString(16)} is due`);
  return tlv;
}

/** The elements inside a constructed one; with `tag`, of which the tag is checked first. */
export function children(tlv: Tlv, tag?: number): Tlv[] {
  if (tag !== undefined) expectTag(tlv, tag);
  const out = readTlvs(tlv.value);
  for (const child of out) assertShortestLength(child);
  return out;
}

/** The one element inside an EXPLICIT tag. */
export function onlyChild(tlv: Tlv, tag?: number): Tlv {
  const [child, ...more] = children(tlv);
  if (child === undefined || more.length > 0) throw malformed('one element is due');
  return tag === undefined ? child : expectTag(child, tag);
}

/** Walks the elements of a SEQUENCE from left to right. */
export class Fields {
  readonly #items: readonly Tlv[];
  #at = 0;

  constructor(items: readonly Tlv[]) {
    this.#items = items;
  }

  /** The next element, which must be there and carry `tag` when one is given. */
  next(tag?: number): Tlv {
    const item = this.#items[this.#at];
    if (item === undefined) throw malformed('an element is missing');
    if (tag !== undefined) expectTag(item, tag);
    this.#at++;
    return item;
  }

  /** The next element when it carries one of `tags`. */
  optional(...tags: readonly number[]): Tlv | undefined {
    const item = this.#items[this.#at];
    if (item === undefined || !tags.includes(item.tag)) return undefined;
    this.#at++;
    return item;
  }

  /** Whatever is left. */
  rest(): readonly Tlv[] {
    return this.#items.slice(this.#at);
  }

  /** Nothing may be left. */
  end(): void {
    if (this.#at !== this.#items.length) throw malformed('an element too many');
  }
}

/** A walk through the elements of a SEQUENCE (or of another tag). */
export const fields = (tlv: Tlv, tag: number = der.sequence): Fields => new Fields(children(tlv, tag));

export function readBoolean(tlv: Tlv): boolean {
  expectTag(tlv, der.boolean);
  if (tlv.value.length !== 1) throw malformed('BOOLEAN not of one octet');
  return tlv.value[0] !== 0;
}

/** INTEGER or ENUMERATED of any size and sign, two's complement. */
export function readInteger(tlv: Tlv): bigint {
  if (tlv.tag !== der.enumerated) expectTag(tlv, der.integer);
  const [first, second] = tlv.value;
  if (first === undefined) throw malformed('INTEGER without octets');
  if (second !== undefined && ((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80)))
    throw malformed('INTEGER not in its shortest form');
  const unsigned = bytesToBigInt(tlv.value);
  return first < 0x80 ? unsigned : unsigned - (1n << BigInt(tlv.value.length * 8));
}

/** INTEGER from 0 to 2³¹ − 1, as versions, identifiers and salt lengths are. */
export function readSmallInteger(tlv: Tlv): number {
  const value = readInteger(tlv);
  if (value < 0n || value > 0x7fff_ffffn) throw malformed('INTEGER out of range');
  return Number(value);
}

/** Dotted form. */
export const readOid = (tlv: Tlv): string => decodeOid(expectTag(tlv, der.oid).value);

export const readOctetString = (tlv: Tlv): Uint8Array => expectTag(tlv, der.octetString).value;

/** BIT STRING: its octets, and how many bits of the last one do not count. */
export function readBitString(tlv: Tlv): { readonly unusedBits: number; readonly octets: Uint8Array } {
  expectTag(tlv, der.bitString);
  const unusedBits = tlv.value[0];
  if (unusedBits === undefined || unusedBits > 7 || (unusedBits > 0 && tlv.value.length === 1))
    throw malformed('BIT STRING without its count of unused bits');
  return { unusedBits, octets: tlv.value.subarray(1) };
}

/** Numbers of the bits that are set, counted from the left as in a named-bit list. */
export function readNamedBits(tlv: Tlv): ReadonlySet<number> {
  const { octets } = readBitString(tlv);
  if (octets.length > 8) throw malformed('named-bit list too long');
  const bits = new Set<number>();
  octets.forEach((octet, i) => {
    for (let bit = 0; bit < 8; bit++) if ((octet & (0x80 >> bit)) !== 0) bits.add(i * 8 + bit);
  });
  return bits;
}
