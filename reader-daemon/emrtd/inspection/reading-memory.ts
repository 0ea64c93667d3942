/**
 * What survives a torn reading, so that the same card can go on where it stopped. A value; it holds personal data and
 * belongs in memory only, for the seconds in which the card may come back.
 */
import type { ReadLimits } from '../iso7816/read-limits.ts';
import type { FileName } from '../lds/files.ts';
import type { Files } from './document-profile.ts';
import type { FileRefusal } from './file-refusal.ts';

export interface ReadingMemory {
  /** Files read whole. */
  readonly files: Files;
  /** Files that the chip does not give; not asked for again. */
  readonly refusals: ReadonlyMap<FileName, FileRefusal>;
  /** Octets so far of files that are not whole. */
  readonly partial: Files;
  /** What was learnt about the read length. */
  readonly limits: ReadLimits;
}
