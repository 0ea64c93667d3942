/** One READ BINARY, asked as large as card and reader bear, and what its answer teaches about them. */
import { EmrtdError } from '../errors.ts';
import { readOneTlv } from '../tlv.ts';
import type { CardSession, SessionResponse } from './card-session.ts';
import { extendedLimits, shortLimits, type CommandApdu } from './command-apdu.ts';
import { maxEvenOffset, object53Length, readBinary, readBinaryBySfi, readBinaryOdd } from './commands.ts';
import { treatmentOf } from './quirks.ts';
import { lowered } from './read-limits.ts';
import { sw } from './status-word.ts';

/** What to read: at an offset of the current file, or of the one that a short identifier selects. */
export interface ChunkRequest {
  readonly offset: number;
  readonly sfi?: number;
  /** Octets the file still has; `undefined` asks for as many as one answer brings, maybe past the file's end. */
  readonly left?: number;
}

interface Question {
  readonly le: number;
  readonly extended: boolean;
}

/**
 * Resolves with the answer as the card gave it, object 53 taken off. A refusal of the length alone is answered with
 * a smaller question, unless the length may be wrong for being past the end; what was learnt is in `session.limits`.
 */
export async function readChunk(session: CardSession, request: ChunkRequest): Promise<SessionResponse> {
  for (;;) {
    const question = questionFor(session, request);
    const response = await ask(session, request, question);
    if (response !== undefined && treatmentOf('read-length', response.sw) !== 'ask-for-less') {
      learn(session, question, response);
      return response;
    }
    const { limits } = session;
    const isPlainGuess = request.left === undefined && limits.extended !== 'unknown' && limits.pastEnd === 'unknown';
    const less = lowered(limits, question.le, question.extended, shortAnswer(session));
    if (response !== undefined && (isPlainGuess || less === undefined)) return response;
    if (less !== undefined) session.limits = less;
  }
}

/** Most octets that one short answer brings. */
const shortAnswer = (session: CardSession): number =>
  session.channel?.dataWithin(shortLimits.answer) ?? shortLimits.answer;

/**
 * Extended length is tried outside a channel only: there a refusal costs one APDU, inside it could cost the channel.
 * The probe is extended however little is wanted, for it is the form of the question that teaches.
 */
function questionFor(session: CardSession, { left = extendedLimits.answer }: ChunkRequest): Question {
  const { limits, channel } = session;
  const short = shortAnswer(session);
  const le = Math.min(limits.answer, left);
  const isProbe = limits.extended === 'unknown' && channel === undefined;
  return isProbe || (limits.extended === 'works' && le > short)
    ? { le, extended: true }
    : { le: Math.min(le, short), extended: false };
}

/** `undefined` when the reader, not the card, refused the extended form. */
async function ask(
  session: CardSession,
  request: ChunkRequest,
  question: Question,
): Promise<SessionResponse | undefined> {
  const isOdd = request.sfi === undefined && request.offset > maxEvenOffset;
  try {
    const response = await session.send(command(session, request, question), 'read-file');
    if (!isOdd || response.data.length === 0) return response;
    return { ...response, data: readOneTlv(response.data, 0x53).value };
  } catch (error) {
    const isReader = error instanceof EmrtdError && error.code === 'reader-failed';
    if (isReader && question.extended && session.limits.extended === 'unknown') return undefined;
    throw error;
  }
}

function command(session: CardSession, { offset, sfi }: ChunkRequest, { le, extended }: Question): CommandApdu {
  if (sfi !== undefined) return { ...readBinaryBySfi(sfi, offset, le), extended };
  if (offset <= maxEvenOffset) return { ...readBinary(offset, le), extended };
  // Object 53 around the answer shares the room that one answer has.
  const room = extended ? extendedLimits.answer : shortAnswer(session);
  return { ...readBinaryOdd(offset, Math.min(object53Length(le), room)), extended };
}

function learn(session: CardSession, { le, extended }: Question, response: SessionResponse): void {
  if (response.sw !== sw.ok && treatmentOf('read', response.sw) !== 'take-data') return;
  if (extended && session.limits.extended === 'unknown') session.limits = { ...session.limits, extended: 'works' };
  // A card that hands long answers out in pieces (61xx) is asked for pieces: the same APDUs, and each can be resumed.
  if (response.pieces > 1 && le > shortAnswer(session))
    session.limits = { ...session.limits, answer: shortAnswer(session) };
}
