/** Response APDUs (ISO/IEC 7816-4 §5.1). */
import { EmrtdError } from '../errors.ts';
import { statusWord, type StatusWord } from './status-word.ts';

export interface ResponseApdu {
  readonly data: Uint8Array;
  readonly sw: StatusWord;
}

/**
 * Splits data from the status word. Fewer than 2 octets mean that the card is gone: a dead card was seen to answer
 * success with nothing in it.
 */
export function decodeResponse(bytes: Uint8Array): ResponseApdu {
  const at = bytes.length - 2;
  const [sw1, sw2] = bytes.subarray(Math.max(at, 0));
  if (at < 0 || sw1 === undefined || sw2 === undefined)
    throw new EmrtdError('card-lost', `answer of ${bytes.length} octets`);
  return { data: bytes.slice(0, at), sw: statusWord(sw1 * 0x100 + sw2) };
}
