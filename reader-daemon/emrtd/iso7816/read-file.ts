/** Reading one elementary file with as few APDUs as card and reader allow (9303-10 §3.6.3). */
import { concat } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import type { ElementaryFile } from '../lds/files.ts';
import { readTlvHeader } from '../tlv.ts';
import type { CardSession } from './card-session.ts';
import { selectFile } from './commands.ts';
import { treatmentOf } from './quirks.ts';
import { readChunk } from './read-chunk.ts';
import { showStatusWord, sw, type StatusWord } from './status-word.ts';

export type FileResult =
  | { readonly status: 'read'; readonly bytes: Uint8Array }
  /** 6A82: the card has no such file. */
  | { readonly status: 'absent' }
  /** 6982: the card wants more than this terminal proved (EF.DG3 without Terminal Authentication). */
  | { readonly status: 'denied'; readonly statusWord: number };

export interface ReadFileOptions {
  /** What an earlier, torn reading of the same file brought; reading goes on behind it. */
  readonly prefix?: Uint8Array;
  /** Longer files are a `limit`. Default 256 KiB. */
  readonly maxBytes?: number;
  /** Called after each answer with all octets so far and, once known, how many there will be. */
  readonly onBytes?: (soFar: Uint8Array, total: number | undefined) => void;
}

/** Tag and length of any file of the LDS fit. */
const headerOctets = 6;
const defaultMaxBytes = 0x4_0000;
/** Answers for one file, however small the card makes them. */
const maxReads = 4096;

/**
 * Reads a file whole: exactly the octets of its outermost TLV. Absent and denied files are results; every other
 * refusal throws `status-word`, a file that ends before its stated length `malformed`, a longer one than allowed
 * `limit`. On a throw in the middle, the last octets that `onBytes` saw are the prefix to go on with.
 */
export async function readFile(
  session: CardSession,
  file: ElementaryFile,
  { prefix = new Uint8Array(0), maxBytes = defaultMaxBytes, onBytes }: ReadFileOptions = {},
): Promise<FileResult> {
  let bytes = prefix;
  let total = totalLength(bytes, maxBytes);
  let isCurrent = false;
  let knowsSfi = session.limits.bySfi;
  const { answer } = session.limits;
  /** The short answer that was taken for the card's largest was the file's end: the next file is asked for as before. */
  const endsEarly = (): EmrtdError => {
    session.limits = { ...session.limits, answer };
    return truncated(file);
  };
  for (let reads = 0; total === undefined || bytes.length < total; reads++) {
    if (reads === maxReads) throw new EmrtdError('limit', `${file.name}: too many answers`, { step: 'read-file' });
    const bySfi = !isCurrent && knowsSfi && bytes.length < 0x100;
    if (!isCurrent && !bySfi) {
      const refused = refusal(await selectByFid(session, file));
      if (refused !== undefined) return refused;
      isCurrent = true;
    }
    const left = total === undefined ? leftUnknown(session) : total - bytes.length;
    const response = await readChunk(session, {
      offset: bytes.length,
      ...(bySfi && { sfi: file.sfi }),
      ...(left !== undefined && { left }),
    });
    if (response.sw === sw.ok || treatmentOf('read', response.sw) === 'take-data') {
      isCurrent = true;
      if (response.data.length === 0) throw endsEarly();
      bytes = concat(bytes, response.data);
      total ??= totalLength(bytes, maxBytes);
      learnFromAnswer(session, response.data.length, left, total === undefined ? undefined : total - bytes.length);
      bytes = bytes.subarray(0, total);
      onBytes?.(bytes, total);
      continue;
    }
    const refused = bytes.length === 0 ? refusal(response.sw) : undefined;
    if (refused !== undefined) return refused;
    if (bySfi && treatmentOf('read-by-sfi', response.sw) === 'select-first') {
      knowsSfi = false;
      // Outside a channel the refusal may be that of the master file, or of a file that is not there.
      if (session.channel !== undefined) session.limits = { ...session.limits, bySfi: false };
    } else {
      const isGuess = left === undefined && session.limits.pastEnd === 'unknown';
      if (bytes.length > 0 && response.sw === sw.wrongOffset && !isGuess) throw endsEarly();
      recover(session, file, response.sw, isGuess);
    }
  }
  return { status: 'read', bytes };
}

/** Octets to ask for before the length is known: all that come, or the header where that is refused. */
const leftUnknown = (session: CardSession): number | undefined =>
  session.limits.pastEnd === 'refused' ? headerOctets : undefined;

function totalLength(bytes: Uint8Array, maxBytes: number): number | undefined {
  if (bytes.length < 2) return undefined;
  let total: number;
  try {
    const { headerLength, length } = readTlvHeader(bytes);
    total = headerLength + length;
  } catch (error) {
    const mayBeCut = bytes.length <= headerOctets && error instanceof EmrtdError && error.code === 'malformed';
    if (mayBeCut) return undefined;
    throw error;
  }
  if (total > maxBytes) throw new EmrtdError('limit', `a file of ${total} octets`, { step: 'read-file' });
  return total;
}

async function selectByFid(session: CardSession, file: ElementaryFile): Promise<StatusWord> {
  const response = await session.send(selectFile(file.fid), 'read-file');
  if (response.sw !== sw.ok && refusal(response.sw) === undefined) throw unexpected(file, response.sw);
  return response.sw;
}

function refusal(status: StatusWord): FileResult | undefined {
  const treatment = treatmentOf('file', status);
  if (treatment === 'absent') return { status: 'absent' };
  return treatment === 'denied' ? { status: 'denied', statusWord: status } : undefined;
}

/** `left` as asked, `stillLeft` after the answer (zero or less: the file is complete). */
function learnFromAnswer(session: CardSession, got: number, left: number | undefined, stillLeft?: number): void {
  const { limits } = session;
  if (left === undefined && stillLeft !== undefined && stillLeft <= 0 && limits.pastEnd === 'unknown')
    session.limits = { ...limits, pastEnd: 'works' };
  // Fewer octets than asked for while the file goes on: that is the card's largest answer.
  const isCut = (stillLeft === undefined || stillLeft > 0) && got < Math.min(limits.answer, left ?? Infinity);
  if (isCut && got > headerOctets && session.channel !== undefined) session.limits = { ...session.limits, answer: got };
}

/** Changes the limits so that the next attempt differs, which happens once per card, or throws. */
function recover(session: CardSession, file: ElementaryFile, status: StatusWord, isGuess: boolean): void {
  const { limits } = session;
  const isLength = treatmentOf('read-past-end', status) === 'ask-length-first';
  if (isGuess && isLength) session.limits = { ...limits, pastEnd: 'refused' };
  else throw unexpected(file, status);
}

const truncated = (file: ElementaryFile): EmrtdError =>
  new EmrtdError('malformed', `${file.name} ends before its stated length`, { step: 'read-file' });

const unexpected = (file: ElementaryFile, status: StatusWord): EmrtdError =>
  new EmrtdError('status-word', `reading ${file.name}: ${showStatusWord(status)}`, {
    step: 'read-file',
    statusWord: status,
  });
