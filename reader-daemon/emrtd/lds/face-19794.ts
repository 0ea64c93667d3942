/** The facial record of ISO/IEC 19794-5:2005 §5, as EF.DG2 holds it. Pictures are located, never decoded. */
import { bytesToUint } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import { readImageHeader } from './image-header.ts';

export interface Face {
  /** The standard of the record that held it. */
  readonly record: '19794-5' | '39794-5';
  readonly format: 'jpeg' | 'jpeg2000';
  /** The picture's octets, a view into the file. */
  readonly image: Uint8Array;
  /** Pixels, by the picture's own header. */
  readonly width: number;
  readonly height: number;
}

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `face: ${why}`, { step: 'parse' });

const recordHeaderLength = 14;
const facialInformationLength = 20;
const featurePointLength = 8;
const imageInformationLength = 12;
const maxFaces = 8;

/** Does this block begin with the format identifier `FAC\0`? */
export const isFace19794 = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && bytesToUint(bytes.subarray(0, 4)) === 0x46414300;

/** Every face of a record. Throws `malformed` or `limit`. */
export function parseFace19794(bytes: Uint8Array): readonly Face[] {
  if (!isFace19794(bytes) || bytes.length < recordHeaderLength) throw malformed('no facial record');
  const total = bytesToUint(bytes.subarray(8, 12));
  const count = bytesToUint(bytes.subarray(12, 14));
  if (total > bytes.length) throw malformed('record cut short');
  if (count > maxFaces) throw new EmrtdError('limit', 'face: too many', { step: 'parse' });
  const faces: Face[] = [];
  let at = recordHeaderLength;
  for (let i = 0; i < count; i++) {
    const length = bytesToUint(bytes.subarray(at, at + 4));
    const points = bytesToUint(bytes.subarray(at + 4, at + 6));
    const imageAt = at + facialInformationLength + points * featurePointLength + imageInformationLength;
    if (at + length > bytes.length || imageAt >= at + length) throw malformed('face cut short');
    const image = bytes.subarray(imageAt, at + length);
    faces.push({ record: '19794-5', ...readImageHeader(image), image });
    at += length;
  }
  return faces;
}
