/**
 * The face image block of ISO/IEC 39794-5:2019 in its tagged binary (DER) form, as EF.DG2 holds it from 2026.
 *
 * Source of the structure: the ASN.1 of the ICAO application profile of ISO/IEC 39794-5 as it is quoted by public readers
 * of passports, two of which agree on every tag below; the standard itself was not at hand, and no block of a real
 * document has been read. The tags are the automatic ones of that module:
 *
 *     7F2E biometric data template
 *       A1 biometric data in the standardized format (ISO/IEC 7816-11)
 *         65 FaceImageDataBlock ::= [APPLICATION 5] SEQUENCE
 *           A0 versionBlock
 *           A1 representationBlocks ::= SEQUENCE OF SEQUENCE
 *             A1 imageRepresentation ::= CHOICE, A0 base ::= CHOICE
 *               A0 imageRepresentation2DBlock ::= SEQUENCE
 *                 80 representationData2D, the picture
 *                 A1 imageInformation2DBlock
 *
 * Only the way to the picture is walked. Its kind and size come from its own header, which is what a decoder would
 * believe; the block's statement of them is not read. A block without the wrapper `65` is accepted as well (unverified).
 */
import { EmrtdError } from '../errors.ts';
import { findTlv, readTlvs, requireTlv, type Tlv } from '../tlv.ts';
import type { Face } from './face-19794.ts';
import { readImageHeader } from './image-header.ts';

const maxFaces = 8;
const [standardized, faceImageDataBlock] = [0xa1, 0x65];

/** Does this template's value begin with a constructed block of the standardized format? */
export const isFace39794 = (bytes: Uint8Array): boolean => bytes[0] === standardized;

const inside = (tlvs: readonly Tlv[], tag: number): readonly Tlv[] => readTlvs(requireTlv(tlvs, tag).value);

/** Every face of a block in two dimensions. Throws `malformed`, `limit`, or `unsupported` for a body of another kind. */
export function parseFace39794(template: Uint8Array): readonly Face[] {
  const outer = inside(readTlvs(template), standardized);
  const wrapped = findTlv(outer, faceImageDataBlock);
  const representations = inside(wrapped ? readTlvs(wrapped.value) : outer, 0xa1);
  if (representations.length > maxFaces) throw new EmrtdError('limit', 'face: too many', { step: 'parse' });
  return representations.map((representation) => {
    const choice = findTlv(inside(readTlvs(representation.value), 0xa1), 0xa0);
    const flat = choice && findTlv(readTlvs(choice.value), 0xa0);
    if (flat === undefined) throw new EmrtdError('unsupported', 'face: not in two dimensions', { step: 'parse' });
    const image = requireTlv(readTlvs(flat.value), 0x80).value;
    return { record: '39794-5', ...readImageHeader(image), image };
  });
}
