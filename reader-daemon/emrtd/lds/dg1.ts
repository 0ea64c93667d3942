/** EF.DG1 (9303-10 §4.7.1): the machine readable zone. */
import { EmrtdError } from '../errors.ts';
import { readOneTlv, readTlvs, requireTlv } from '../tlv.ts';
import { parseMrz, type Mrz } from './mrz.ts';

export interface Dg1 {
  readonly mrz: Mrz;
  readonly bytes: Uint8Array;
}

/** Throws `malformed` or `limit`. */
export function parseDg1(bytes: Uint8Array): Dg1 {
  const { value } = requireTlv(readTlvs(readOneTlv(bytes, 0x61).value), 0x5f1f);
  if (value.some((octet) => octet < 0x20 || octet > 0x7e))
    throw new EmrtdError('malformed', 'DG1: not characters', { step: 'parse' });
  if (value.length > 200) throw new EmrtdError('limit', 'DG1: too long', { step: 'parse' });
  return { mrz: parseMrz(String.fromCharCode(...value)), bytes };
}
