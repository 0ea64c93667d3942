/** What reading has taught about one card in one reader. A value: hand it to the next session of the same pair. */
import { extendedLimits } from './command-apdu.ts';

export interface ReadLimits {
  /** Whether card and reader take extended length fields; asked once per card, with a command outside any channel. */
  readonly extended: 'unknown' | 'works' | 'refused';
  /** Most octets of a file that one answer is known, or hoped, to bring. */
  readonly answer: number;
  /** Whether the card bears being asked for more than a file has left. If not, its length is asked first. */
  readonly pastEnd: 'unknown' | 'works' | 'refused';
  /** False once the card refused READ BINARY with a short file identifier. */
  readonly bySfi: boolean;
}

export const unknownLimits: ReadLimits = {
  extended: 'unknown',
  answer: extendedLimits.answer,
  pastEnd: 'unknown',
  bySfi: true,
};

/** Answers to ask for after a refusal of a larger one: sizes that cards' buffers are built for. */
const smallerAnswers = [2048, 1024];
const smallestAnswer = 16;

/**
 * The limits after a refusal, for its length alone, of a question for `le` octets; `short` is the most that one short
 * answer brings. `undefined` when there is nothing left to lower.
 */
export function lowered(limits: ReadLimits, le: number, extended: boolean, short: number): ReadLimits | undefined {
  if (extended && limits.extended === 'unknown') return { ...limits, extended: 'refused' };
  if (extended) return { ...limits, answer: smallerAnswers.find((answer) => answer < le && answer > short) ?? short };
  if (le <= smallestAnswer) return undefined;
  return { ...limits, answer: Math.max(smallestAnswer, Math.floor(le / 2)) };
}
