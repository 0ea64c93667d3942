/**
 * Some issuers wrap CMS in BER's indefinite lengths (X.690 §8.1.3.6), streaming the content in pieces. This is the one
 * place that knows: it rewrites such wrappers to definite lengths and leaves every other octet as it was, so that
 * certificates, signed attributes and content keep the octets that were signed.
 */
import { concat } from './bytes.ts';
import { der } from './der.ts';
import { EmrtdError } from './errors.ts';
import { encodeTlv, readTlvHeader } from './tlv.ts';

/** A constructed OCTET STRING: its value is the pieces. */
export const constructedOctetString = 0x24;
const maxDepth = 32;
const maxElements = 0x1_0000;

interface Piece {
  readonly tag: number;
  readonly value: Uint8Array;
  readonly bytes: Uint8Array;
}

interface Frame {
  readonly tag: number;
  readonly start: number;
  readonly valueAt: number;
  /** Offset behind the value; `undefined` when two zero octets end it. */
  readonly end: number | undefined;
  readonly pieces: Piece[];
  changed: boolean;
}

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `ber: ${why}`, { step: 'parse' });

/** Does the first element use an indefinite length? (Only single-octet tags do in CMS.) */
export const isIndefinite = (bytes: Uint8Array): boolean => bytes[1] === 0x80;

function close(frame: Frame, bytes: Uint8Array, next: number): Piece {
  if (!frame.changed)
    return {
      tag: frame.tag,
      value: bytes.subarray(frame.valueAt, frame.end),
      bytes: bytes.subarray(frame.start, next),
    };
  if (frame.tag === constructedOctetString) {
    if (frame.pieces.some((piece) => piece.tag !== der.octetString)) throw malformed('not a piece of a string');
    const value = concat(...frame.pieces.map((piece) => piece.value));
    return { tag: der.octetString, value, bytes: encodeTlv(der.octetString, value) };
  }
  const value = concat(...frame.pieces.map((piece) => piece.bytes));
  return { tag: frame.tag, value, bytes: encodeTlv(frame.tag, value) };
}

/**
 * The first element of `bytes` with definite lengths; octets behind it are refused. Strings in pieces are joined where
 * their length was indefinite. Throws `malformed` or `limit`.
 */
export function toDefiniteLengths(bytes: Uint8Array): Uint8Array {
  const frames: Frame[] = [];
  let at = 0;
  for (let count = 0; ; count++) {
    if (count > maxElements) throw new EmrtdError('limit', 'ber: too many elements', { step: 'parse' });
    const top = frames.at(-1);
    let piece: Piece | undefined;
    if (top !== undefined && top.end === undefined && bytes[at] === 0 && bytes[at + 1] === 0) {
      frames.pop();
      at += 2;
      piece = close(top, bytes, at);
    } else if (top !== undefined && top.end === at) {
      frames.pop();
      piece = close(top, bytes, at);
    } else {
      const first = bytes[at];
      if (first !== undefined && (first & 0x20) !== 0 && (first & 0x1f) !== 0x1f && bytes[at + 1] === 0x80) {
        frames.push({ tag: first, start: at, valueAt: at + 2, end: undefined, pieces: [], changed: true });
        at += 2;
      } else {
        const { tag, headerLength, length } = readTlvHeader(bytes, at);
        const valueAt = at + headerLength;
        const end = valueAt + length;
        if (end > (top?.end ?? bytes.length)) throw malformed('value cut short');
        if (first !== undefined && (first & 0x20) !== 0) {
          frames.push({ tag, start: at, valueAt, end, pieces: [], changed: false });
          at = valueAt;
        } else {
          piece = { tag, value: bytes.subarray(valueAt, end), bytes: bytes.subarray(at, end) };
          at = end;
        }
      }
      if (frames.length > maxDepth) throw new EmrtdError('limit', 'ber: nested too deep', { step: 'parse' });
    }
    if (piece === undefined) continue;
    const parent = frames.at(-1);
    if (parent === undefined) {
      if (at !== bytes.length) throw malformed('octets behind the element');
      return piece.bytes;
    }
    parent.pieces.push(piece);
    if (!piece.bytes.length || piece.bytes.buffer !== bytes.buffer) parent.changed = true;
  }
}
