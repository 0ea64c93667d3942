/** What differs between kinds of documents: which files matter, in which order, and how they must agree. */
import type { AccessPolicy } from '../access/open-access.ts';
import type { DataGroupNumber, FileName } from '../lds/files.ts';
import { notOffered, notAttempted, type Check } from './verdict.ts';

/** Whole files as the chip gave them, tag and length included. */
export type Files = ReadonlyMap<FileName, Uint8Array>;

export interface DocumentProfile {
  readonly name: string;
  /** Read first, in this order: enough to greet the holder. */
  readonly greeting: readonly DataGroupNumber[];
  /** Read last, in this order; the portrait at the very end. EF.SOD, EF.COM, DG14 and DG15 are read in between. */
  readonly last: readonly DataGroupNumber[];
  readonly policy: AccessPolicy;
  /** DG1 against the issuer's own data; `not-offered` where a document has no second set. */
  filesAgree(files: Files): Check;
  /** What was scanned or typed against the chip; `not-attempted` where nothing was. */
  printedData(files: Files): Check;
}

/** Any passport or card after Doc 9303, with nothing known of its issuer. */
export const icaoProfile: DocumentProfile = {
  name: 'icao',
  greeting: [1],
  last: [2],
  policy: ['pace-can', 'pace-mrz', 'bac-without-pace'],
  filesAgree: () => notOffered,
  printedData: () => notAttempted,
};
