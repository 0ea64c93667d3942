/** The commands of ISO/IEC 7816-4 and -8 that an eMRTD terminal sends (9303-10 §3.6, 9303-11 §4 and §6). */
import { concat, uintToBytes } from '../bytes.ts';
import { encodeTlv } from '../tlv.ts';
import { extendedLimits, shortLimits, type CommandApdu } from './command-apdu.ts';

/** SELECT by application identifier, no answer data wanted (P2 0C, no Le). */
export const selectApplicationById = (aid: Uint8Array): CommandApdu => ({
  cla: 0x00,
  ins: 0xa4,
  p1: 0x04,
  p2: 0x0c,
  data: aid,
});

/** SELECT of an elementary file under the current one by its file identifier, no answer data wanted. */
export const selectFile = (fid: number): CommandApdu => ({
  cla: 0x00,
  ins: 0xa4,
  p1: 0x02,
  p2: 0x0c,
  data: uintToBytes(fid, 2),
});

/** Reach of READ BINARY's 15-bit offset. */
export const maxEvenOffset = 0x7fff;

/** READ BINARY of the current file at an offset up to 7FFF. */
export function readBinary(offset: number, le: number): CommandApdu {
  if (offset > maxEvenOffset) throw new RangeError(`read binary: offset ${offset}`);
  return { cla: 0x00, ins: 0xb0, p1: offset >>> 8, p2: offset & 0xff, le };
}

/** READ BINARY that selects the file by its short identifier (1–30), at an offset below 256. */
export function readBinaryBySfi(sfi: number, offset: number, le: number): CommandApdu {
  if (sfi < 1 || sfi > 30 || offset > 0xff) throw new RangeError(`read binary: sfi ${sfi}, offset ${offset}`);
  return { cla: 0x00, ins: 0xb0, p1: 0x80 + sfi, p2: offset, le };
}

/**
 * READ BINARY with odd INS, for offsets beyond 7FFF: the offset stands in object 54, the answer in object 53, whose
 * header `le` has to make room for.
 */
export const readBinaryOdd = (offset: number, le: number): CommandApdu => ({
  cla: 0x00,
  ins: 0xb1,
  p1: 0x00,
  p2: 0x00,
  data: encodeTlv(0x54, uintToBytes(offset, offset > 0xffff ? 3 : 2)),
  le,
});

/** Octets that object 53 takes around `length` octets of content. */
export const object53Length = (length: number): number =>
  length + (length < 0x80 ? 2 : length < 0x100 ? 3 : length < 0x1_0000 ? 4 : 5);

/** MANAGE SECURITY ENVIRONMENT: P1 the operation and its side, P2 the template. */
export const manageSecurityEnvironment = (p1: number, p2: number, data: Uint8Array): CommandApdu => ({
  cla: 0x00,
  ins: 0x22,
  p1,
  p2,
  data,
});

/**
 * GENERAL AUTHENTICATE with its objects inside template 7C. `last` false chains further ones behind (CLA bit 5). Where
 * the data needs extended length fields the answer, as long, needs them too.
 */
export function generalAuthenticate(objects: readonly Uint8Array[], last: boolean): CommandApdu {
  const data = encodeTlv(0x7c, concat(...objects));
  const le = data.length > shortLimits.data ? extendedLimits.answer : shortLimits.answer;
  return { cla: last ? 0x00 : 0x10, ins: 0x86, p1: 0x00, p2: 0x00, data, le };
}

/** GET CHALLENGE of `le` octets. */
export const getChallenge = (le: number): CommandApdu => ({ cla: 0x00, ins: 0x84, p1: 0x00, p2: 0x00, le });

/** EXTERNAL AUTHENTICATE with an answer: MUTUAL AUTHENTICATE of BAC. */
export const externalAuthenticate = (data: Uint8Array, le: number): CommandApdu => ({
  cla: 0x00,
  ins: 0x82,
  p1: 0x00,
  p2: 0x00,
  data,
  le,
});

/** EXTERNAL AUTHENTICATE with a signature and no answer: Terminal Authentication (9303-11 §7.1.5.5). */
export const terminalSignature = (signature: Uint8Array): CommandApdu => ({
  cla: 0x00,
  ins: 0x82,
  p1: 0x00,
  p2: 0x00,
  data: signature,
});

/** PSO:Verify Certificate of a self-descriptive certificate: its body and signature (9303-11 §7.1.5.2). */
export const verifyCertificate = (objects: Uint8Array): CommandApdu => ({
  cla: 0x00,
  ins: 0x2a,
  p1: 0x00,
  p2: 0xbe,
  data: objects,
});

/** INTERNAL AUTHENTICATE over a challenge. */
export const internalAuthenticate = (challenge: Uint8Array, le: number): CommandApdu => ({
  cla: 0x00,
  ins: 0x88,
  p1: 0x00,
  p2: 0x00,
  data: challenge,
  le,
});
