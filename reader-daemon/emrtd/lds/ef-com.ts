/** EF.COM (9303-10 §4.6.1): an unsigned list of what is on the chip. What is believed comes from EF.SOD. */
import { EmrtdError } from '../errors.ts';
import { findTlv, readOneTlv, readTlvs, requireTlv } from '../tlv.ts';
import { dataGroupOfTag, type DataGroupNumber } from './files.ts';

export interface EfCom {
  /** `0107` or `0108`, as written. */
  readonly ldsVersion: string | undefined;
  readonly unicodeVersion: string | undefined;
  /** Every tag of the list, in its order, known or not. */
  readonly tags: readonly number[];
  /** The data groups among them, ascending. */
  readonly dataGroups: readonly DataGroupNumber[];
  readonly bytes: Uint8Array;
}

const text = (value: Uint8Array | undefined): string | undefined =>
  value && Array.from(value, (octet) => String.fromCharCode(octet)).join('');

export function parseCom(bytes: Uint8Array): EfCom {
  const items = readTlvs(readOneTlv(bytes, 0x60).value);
  const list = requireTlv(items, 0x5c).value;
  if (list.length > 64) throw new EmrtdError('limit', 'EF.COM: list too long', { step: 'parse' });
  const tags = [...list];
  const dataGroups = new Set(tags.map(dataGroupOfTag).filter((n) => n !== undefined));
  return {
    ldsVersion: text(findTlv(items, 0x5f01)?.value),
    unicodeVersion: text(findTlv(items, 0x5f36)?.value),
    tags,
    dataGroups: [...dataGroups].sort((a, b) => a - b),
    bytes,
  };
}
