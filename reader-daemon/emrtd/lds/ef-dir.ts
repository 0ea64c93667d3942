/** EF.DIR (9303-10 §3.11, ISO/IEC 7816-4): the applications on the chip. Unsigned: a hint and no more. */
import { toHex } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import { findTlv, readTlv, readTlvs } from '../tlv.ts';

/** Where it is, under the master file. */
export const efDirFile = { fid: 0x2f00, sfi: 0x1e } as const;

/** Identifiers of the applications of 9303-10: LDS1, and the three of LDS2. */
export const emrtdApplications = {
  A0000002471001: 'emrtd',
  A0000002472001: 'travel-records',
  A0000002472002: 'visa-records',
  A0000002472003: 'additional-biometrics',
} as const;

export interface EfDir {
  readonly applications: readonly {
    /** Upper-case hexadecimal. */
    readonly aid: string;
    readonly name?: (typeof emrtdApplications)[keyof typeof emrtdApplications];
  }[];
  readonly bytes: Uint8Array;
}

const maxApplications = 32;
const names: ReadonlyMap<string, (typeof emrtdApplications)[keyof typeof emrtdApplications]> = new Map(
  Object.entries(emrtdApplications),
);

/** Application templates `61` with an identifier `4F`, up to the file's padding. Throws `malformed` or `limit`. */
export function parseDir(bytes: Uint8Array): EfDir {
  const applications: EfDir['applications'][number][] = [];
  for (let at = 0; at < bytes.length && bytes[at] !== 0x00 && bytes[at] !== 0xff;) {
    const { tlv, next } = readTlv(bytes, at);
    at = next;
    const identifier = tlv.tag === 0x61 ? findTlv(readTlvs(tlv.value), 0x4f) : undefined;
    if (identifier === undefined) continue;
    // ISO/IEC 7816-5: an identifier has 5 to 16 octets.
    if (identifier.value.length < 5 || identifier.value.length > 16)
      throw new EmrtdError('malformed', 'EF.DIR: no application identifier', { step: 'parse' });
    if (applications.length === maxApplications)
      throw new EmrtdError('limit', 'EF.DIR: too many applications', { step: 'parse' });
    const aid = toHex(identifier.value);
    const name = names.get(aid);
    applications.push({ aid, ...(name && { name }) });
  }
  return { applications, bytes };
}
