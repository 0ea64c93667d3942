/** EF.DG2 (9303-10 §4.7.2): the portrait, in a biometric information template (ISO/IEC 7816-11, CBEFF). */
import { EmrtdError } from '../errors.ts';
import { findTlv, readOneTlv, readTlvs, requireTlv } from '../tlv.ts';
import { isFace19794, parseFace19794, type Face } from './face-19794.ts';
import { isFace39794, parseFace39794 } from './face-39794.ts';

export type { Face } from './face-19794.ts';

export interface Dg2 {
  /** Usually one; none on a card without a portrait. */
  readonly faces: readonly Face[];
  readonly bytes: Uint8Array;
}

const maxTemplates = 8;

/**
 * Finds the pictures; decodes none. Throws `malformed`, `limit`, or `unsupported` for a biometric block that is neither
 * of ISO/IEC 19794-5 nor of 39794-5.
 */
export function parseDg2(bytes: Uint8Array): Dg2 {
  const group = readTlvs(requireTlv(readTlvs(readOneTlv(bytes, 0x75).value), 0x7f61).value);
  const templates = group.filter((each) => each.tag === 0x7f60);
  if (templates.length > maxTemplates) throw new EmrtdError('limit', 'DG2: too many templates', { step: 'parse' });
  const faces = templates.flatMap((template) => {
    const items = readTlvs(template.value);
    const block = findTlv(items, 0x5f2e) ?? requireTlv(items, 0x7f2e);
    if (block.value.length === 0) return [];
    if (isFace39794(block.value)) return parseFace39794(block.value);
    if (!isFace19794(block.value))
      throw new EmrtdError('unsupported', 'DG2: biometric block of another format', { step: 'parse' });
    return parseFace19794(block.value);
  });
  return { faces, bytes };
}
