/** How much there is to read, for a progress bar: measured as soon as a file's header is in, typical before that. */
import type { FileName } from '../lds/files.ts';

/** Octets of the Vietnamese card's files; the portrait's is the middle of what was seen. */
const typical: Partial<Record<FileName, number>> = {
  COM: 30,
  SOD: 2000,
  DG1: 95,
  DG2: 17_000,
  DG13: 600,
  DG14: 400,
  DG15: 300,
};

export const expectedSize = (file: FileName): number => typical[file] ?? 500;
