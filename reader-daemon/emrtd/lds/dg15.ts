/** EF.DG15 (9303-10 §4.7.15): the public key of Active Authentication. */
import { der, readDer } from '../der.ts';
import { readOneTlv } from '../tlv.ts';

export interface Dg15 {
  /** SubjectPublicKeyInfo, raw. */
  readonly publicKey: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Throws `malformed` or `limit`. */
export function parseDg15(bytes: Uint8Array): Dg15 {
  return { publicKey: readDer(readOneTlv(bytes, 0x6f).value, der.sequence).bytes, bytes };
}
