/** What reading has taught about one card in one reader. A value: hand it to the next session of the same pair. */
import { extendedLimits } from './command-apdu.ts';

export interface ReadLimits {
  /** Whether card and reader take extended length fields; asked once per card, with a command outside any channel. */
  readonly extended: 'unknown' | 'works' | 'refused';
  /** Most octets of a file that one answer is known, or hoped, to bring. */
  readonly answer: number;
  /** False once the card refused to read past the end of a file: then its length is asked first. */
  readonly pastEnd: boolean;
  /** False once the card refused READ BINARY with a short file identifier. */
  readonly bySfi: boolean;
}

export const unknownLimits: ReadLimits = {
  extended: 'unknown',
  answer: extendedLimits.answer,
  pastEnd: true,
  bySfi: true,
};
