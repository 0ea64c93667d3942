/** EF.DG7 (9303-10 §4.7.7): the displayed signature or usual mark, as pictures. */
import { EmrtdError } from '../errors.ts';
import { readOneTlv, readTlvs } from '../tlv.ts';

export interface Dg7 {
  /** The pictures' octets, views into the file; neither decoded nor looked into. */
  readonly signatures: readonly Uint8Array[];
  readonly bytes: Uint8Array;
}

const maxSignatures = 8;

/** Throws `malformed` or `limit`. */
export function parseDg7(bytes: Uint8Array): Dg7 {
  const signatures = readTlvs(readOneTlv(bytes, 0x67).value)
    .filter(({ tag }) => tag === 0x5f43)
    .map(({ value }) => value);
  if (signatures.length > maxSignatures) throw new EmrtdError('limit', 'DG7: too many signatures', { step: 'parse' });
  return { signatures, bytes };
}
