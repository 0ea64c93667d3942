/**
 * EF.ATR/INFO (9303-10 §3.11, ISO/IEC 7816-4): data objects in the master file that say how long a command and an
 * answer may be. Unsigned and readable by anybody: a hint for speed, never a fact about the document.
 */
import { bytesToUint } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import { findTlv, readTlv, readTlvs, type Tlv } from '../tlv.ts';

/** Where it is, under the master file. */
export const efAtrInfoFile = { fid: 0x2f01, sfi: 0x01 } as const;

export interface EfAtrInfo {
  /** Octets of a whole command APDU and of a whole response APDU, status word included. */
  readonly extendedLength?: { readonly maxCommand: number; readonly maxResponse: number };
  /** Third octet of the card capabilities (ISO/IEC 7816-4). */
  readonly commandChaining?: boolean;
  readonly extendedFields?: boolean;
  readonly bytes: Uint8Array;
}

/** Two INTEGERs of at most four octets. */
function readExtendedLength(template: Tlv): { maxCommand: number; maxResponse: number } {
  const numbers = readTlvs(template.value).filter(({ tag }) => tag === 0x02);
  const [command, response] = numbers;
  if (command === undefined || response === undefined || numbers.some(({ value }) => value.length > 4))
    throw new EmrtdError('malformed', 'EF.ATR/INFO: lengths', { step: 'parse' });
  return { maxCommand: bytesToUint(command.value), maxResponse: bytesToUint(response.value) };
}

/** Data objects up to the file's padding: a transparent file may be longer than what is in it. */
function objects(bytes: Uint8Array): Tlv[] {
  const out: Tlv[] = [];
  for (let at = 0; at < bytes.length && bytes[at] !== 0x00 && bytes[at] !== 0xff;) {
    if (out.length === 32) throw new EmrtdError('limit', 'EF.ATR/INFO: too many objects', { step: 'parse' });
    const { tlv, next } = readTlv(bytes, at);
    out.push(tlv);
    at = next;
  }
  return out;
}

/** Throws `malformed` or `limit`. */
export function parseAtrInfo(bytes: Uint8Array): EfAtrInfo {
  const items = objects(bytes);
  const lengths = findTlv(items, 0x7f66);
  const third = findTlv(items, 0x47)?.value[2];
  return {
    ...(lengths && { extendedLength: readExtendedLength(lengths) }),
    ...(third !== undefined && { commandChaining: (third & 0x80) !== 0, extendedFields: (third & 0x40) !== 0 }),
    bytes,
  };
}
