/**
 * Status words (ISO/IEC 7816-4 §5.1.3) as a type compared by value. Ranges such as 61xx are asked for by name;
 * nothing is ever masked.
 */
export type StatusWord = number & { readonly __statusWord: never };

/** From SW1 ‖ SW2 as a number. Throws a `RangeError` outside 0x0000–0xFFFF. */
export function statusWord(value: number): StatusWord {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) throw new RangeError('status word: out of range');
  return value as StatusWord;
}

export const sw = {
  ok: statusWord(0x9000),
  /** End of file reached before Le octets were read; the data is good. */
  endOfFile: statusWord(0x6282),
  authenticationFailed: statusWord(0x6300),
  wrongLength: statusWord(0x6700),
  securityStatusNotSatisfied: statusWord(0x6982),
  conditionsNotSatisfied: statusWord(0x6985),
  commandNotAllowed: statusWord(0x6986),
  secureMessagingMissing: statusWord(0x6987),
  secureMessagingWrong: statusWord(0x6988),
  wrongData: statusWord(0x6a80),
  functionNotSupported: statusWord(0x6a81),
  fileNotFound: statusWord(0x6a82),
  wrongParameters: statusWord(0x6a86),
  referenceNotFound: statusWord(0x6a88),
  wrongOffset: statusWord(0x6b00),
  instructionNotSupported: statusWord(0x6d00),
  classNotSupported: statusWord(0x6e00),
} as const;

const sw1 = (word: StatusWord): number => Math.floor(word / 0x100);
const sw2 = (word: StatusWord): number => word % 0x100;

/** 61xx: octets still to fetch with GET RESPONSE (00 is 256 or more); `undefined` for any other word. */
export const octetsRemaining = (word: StatusWord): number | undefined =>
  sw1(word) === 0x61 ? sw2(word) || 256 : undefined;

/** 6Cxx: the Le to ask again with (00 is 256); `undefined` for any other word. */
export const correctLength = (word: StatusWord): number | undefined =>
  sw1(word) === 0x6c ? sw2(word) || 256 : undefined;

/** Four upper-case digits. */
export const showStatusWord = (word: StatusWord): string => word.toString(16).toUpperCase().padStart(4, '0');
