/**
 * Kind and size of a picture from its header alone. Nothing is decoded: a header that claims 60000 × 60000 costs what
 * any other costs, and the caller decides before a decoder sees it.
 */
import { bytesToUint } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';

export interface ImageHeader {
  readonly format: 'jpeg' | 'jpeg2000';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `image: ${why}`, { step: 'parse' });

function uint(bytes: Uint8Array, offset: number, length: number): number {
  if (offset < 0 || offset + length > bytes.length) throw malformed('header cut short');
  return bytesToUint(bytes.subarray(offset, offset + length));
}

/** Segments before the frame header, boxes before the codestream. */
const maxSegments = 256;

/** ISO/IEC 10918-1 B.1: segments until the first SOFn (C0–CF without DHT C4, JPG C8, DAC CC). */
function jpegHeader(bytes: Uint8Array): ImageHeader {
  let at = 2;
  for (let i = 0; i < maxSegments; i++) {
    if (uint(bytes, at, 1) !== 0xff) throw malformed('no marker');
    while (uint(bytes, at + 1, 1) === 0xff) at++;
    const marker = uint(bytes, at + 1, 1);
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { format: 'jpeg', height: uint(bytes, at + 5, 2), width: uint(bytes, at + 7, 2) };
    if (marker === 0xd9 || marker === 0xda) throw malformed('no frame header');
    at += 2 + ((marker >= 0xd0 && marker <= 0xd7) || marker === 0x01 ? 0 : Math.max(2, uint(bytes, at + 2, 2)));
  }
  throw new EmrtdError('limit', 'image: too many segments', { step: 'parse' });
}

/** ISO/IEC 15444-1 A.5.1: the SIZ segment follows SOC. */
function codestreamHeader(bytes: Uint8Array, at: number): ImageHeader {
  if (uint(bytes, at, 4) !== 0xff4fff51) throw malformed('no codestream');
  const width = uint(bytes, at + 8, 4) - uint(bytes, at + 16, 4);
  const height = uint(bytes, at + 12, 4) - uint(bytes, at + 20, 4);
  return { format: 'jpeg2000', width, height };
}

/** ISO/IEC 15444-1 I.5: boxes until the codestream; the size in its own header is what a decoder would allocate. */
function jp2Header(bytes: Uint8Array): ImageHeader {
  let at = 0;
  for (let i = 0; i < maxSegments; i++) {
    const length = uint(bytes, at, 4);
    if (uint(bytes, at + 4, 4) === 0x6a703263) return codestreamHeader(bytes, length === 1 ? at + 16 : at + 8);
    if (length < 8) throw malformed('box without an end');
    at += length;
  }
  throw new EmrtdError('limit', 'image: too many boxes', { step: 'parse' });
}

/** Throws `malformed` for anything that is neither JPEG nor JPEG 2000, or has no pixels. */
export function readImageHeader(bytes: Uint8Array): ImageHeader {
  const start = bytes.length >= 12 ? uint(bytes, 0, 4) : 0;
  const header =
    start === 0xff4fff51
      ? codestreamHeader(bytes, 0)
      : start === 0x0000000c && uint(bytes, 4, 4) === 0x6a502020
        ? jp2Header(bytes)
        : start >>> 8 === 0xffd8ff
          ? jpegHeader(bytes)
          : undefined;
  if (header === undefined) throw malformed('neither JPEG nor JPEG 2000');
  if (header.width <= 0 || header.height <= 0) throw malformed('no pixels');
  return header;
}
