/** What differs between kinds of documents: which files matter, in which order, and how they must agree. */
import type { AccessPolicy } from '../access/open-access.ts';
import type { DataGroupNumber, FileName } from '../lds/files.ts';
import { parseDg1 } from '../lds/dg1.ts';
import type { Mrz } from '../lds/mrz.ts';
import { attempt } from './attempt.ts';
import { inconclusive, notOffered, notAttempted, type Check } from './verdict.ts';

/** Whole files as the chip gave them, tag and length included. */
export type Files = ReadonlyMap<FileName, Uint8Array>;

export interface DocumentProfile {
  readonly name: string;
  /** Read first, in this order: enough to greet the holder. */
  readonly greeting: readonly DataGroupNumber[];
  /** Read last, in this order; the portrait at the very end. EF.SOD, EF.COM, DG14 and DG15 are read in between. */
  readonly last: readonly DataGroupNumber[];
  readonly policy: AccessPolicy;
  /** DG1 against itself and the issuer's own data; `not-offered` where it holds and there is no second set. */
  filesAgree(files: Files): Check;
  /** What was scanned or typed against the chip; `not-attempted` where nothing was. */
  printedData(files: Files): Check;
}

/** Which of the zone's check digits (9303-3 §4.9) do not hold; nothing where all do. Open and no failure: it is signed so. */
export function wrongCheckDigits({ checkDigits }: Mrz): Check | undefined {
  const wrong = Object.entries(checkDigits).filter(([, holds]) => !holds);
  if (wrong.length === 0) return undefined;
  return inconclusive('malformed', `DG1 check digits: ${wrong.map(([name]) => name).join(', ')}`);
}

function zoneAlone(files: Files): Check {
  const dg1 = files.get('DG1');
  const parsed = dg1 && attempt(() => parseDg1(dg1).mrz);
  return (parsed?.ok ? wrongCheckDigits(parsed.value) : undefined) ?? notOffered;
}

/** Any passport or card after Doc 9303, with nothing known of its issuer. */
export const icaoProfile: DocumentProfile = {
  name: 'icao',
  greeting: [1],
  last: [2],
  policy: ['pace-can', 'pace-mrz', 'bac-without-pace'],
  filesAgree: zoneAlone,
  printedData: () => notAttempted,
};
