/** Command APDUs (ISO/IEC 7816-4 §5.1) as values, and their encoding in short and extended form. */
import { concat } from '../bytes.ts';

export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** Command data, Nc 1–65535 octets; absent and empty are the same. */
  readonly data?: Uint8Array;
  /** Ne, 1–65536; absent where the standard has no Le field (some cards refuse one, 9303-11 has none on SELECT or MSE). */
  readonly le?: number;
  /** Ask for extended length fields even where the numbers would fit the short ones. */
  readonly extended?: boolean;
}

/** Most octets of data, and of answer, that short length fields can name. */
export const shortLimits = { data: 255, answer: 256 } as const;
/** The same for extended length fields. */
export const extendedLimits = { data: 65_535, answer: 65_536 } as const;

/** Whether the encoding needs, or was asked for, extended length fields. */
export function isExtended({ data, le, extended }: CommandApdu): boolean {
  return extended === true || (data?.length ?? 0) > shortLimits.data || (le ?? 0) > shortLimits.answer;
}

/** CLA INS P1 P2. */
export const header = ({ cla, ins, p1, p2 }: CommandApdu): Uint8Array => Uint8Array.of(cla, ins, p1, p2);

/** The octets on the wire. Throws a `RangeError` for numbers that no length field holds. */
export function encodeCommand(command: CommandApdu): Uint8Array {
  const data = command.data ?? new Uint8Array(0);
  const { le } = command;
  if (data.length > extendedLimits.data) throw new RangeError(`apdu: ${data.length} octets of data`);
  if (le !== undefined && (!Number.isInteger(le) || le < 1 || le > extendedLimits.answer))
    throw new RangeError(`apdu: Le ${le}`);
  return concat(header(command), isExtended(command) ? extendedBody(data, le) : shortBody(data, le));
}

function shortBody(data: Uint8Array, le: number | undefined): Uint8Array {
  const lc = data.length > 0 ? [data.length] : [];
  return concat(Uint8Array.from(lc), data, Uint8Array.from(le === undefined ? [] : [le & 0xff]));
}

/** One 00 opens the first length field; a Le without Lc is three octets, behind an Lc two. 65536 is written 0000. */
function extendedBody(data: Uint8Array, le: number | undefined): Uint8Array {
  const lc = data.length > 0 ? [0, data.length >>> 8, data.length & 0xff] : [];
  const leOctets = le === undefined ? [] : [(le >>> 8) & 0xff, le & 0xff];
  const opening = data.length === 0 && le !== undefined ? [0] : [];
  return concat(Uint8Array.from(lc), data, Uint8Array.from([...opening, ...leOctets]));
}
