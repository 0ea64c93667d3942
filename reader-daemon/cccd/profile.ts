/** The Vietnamese card, and any passport beside it, as the inspection needs to know them. */
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { wrongCheckDigits, type DocumentProfile, type Files } from '@cccd-kiosk/emrtd/inspection/document-profile';
import {
  failed,
  inconclusive,
  notAttempted,
  notOffered,
  passed,
  type Check,
  type FailureReason,
} from '@cccd-kiosk/emrtd/inspection/verdict';
import { vietnamesePolicy } from '@cccd-kiosk/emrtd/access/open-access';
import { attempt } from '@cccd-kiosk/emrtd/inspection/attempt';
import { parseDg1 } from '@cccd-kiosk/emrtd/lds/dg1';
import { parseSod } from '@cccd-kiosk/emrtd/lds/ef-sod';
import type { Mrz } from '@cccd-kiosk/emrtd/lds/mrz';
import type { PrintedData } from './access-keys.ts';
import { compareFiles, comparePrinted, type Comparison } from './cross-checks.ts';
import { parseDg13, type Dg13 } from './dg13.ts';

interface Chip {
  readonly mrz: Mrz;
  readonly dg13?: Dg13;
}

/** The two files parsed, or why that cannot be. */
function chipOf(files: Files): Chip | Check {
  const dg1 = files.get('DG1');
  const dg13 = files.get('DG13');
  if (dg1 === undefined) return inconclusive('file-not-read', 'DG1');
  try {
    return { mrz: parseDg1(dg1).mrz, ...(dg13 && { dg13: parseDg13(dg13) }) };
  } catch (error) {
    if (error instanceof EmrtdError) return inconclusive('malformed');
    throw error;
  }
}

/** Fields by name in the detail, never their values. */
function checkOf({ compared, differences }: Comparison, reason: FailureReason): Check {
  if (differences.length > 0) return failed(reason, differences.join(', '));
  return compared.length === 0 ? notAttempted : passed;
}

/** Whether the issuer signed a second set of data, which a chip may then keep back. */
function signsDg13(files: Files): boolean {
  const sod = files.get('SOD');
  const parsed = sod && attempt(() => parseSod(sod).ldsSecurityObject.dataGroupHashes.has(13));
  return parsed?.ok === true && parsed.value;
}

/** What keeps a card from agreeing with itself without contradicting itself: a file kept back, a number not written. */
function leftOpen({ mrz, dg13 }: Chip, files: Files): Check | undefined {
  const wrong = wrongCheckDigits(mrz);
  if (wrong) return wrong;
  if (dg13 === undefined) return signsDg13(files) ? inconclusive('file-not-read', 'DG13') : undefined;
  return dg13.personalNumber === null ? inconclusive('malformed', 'DG13 without personalNumber') : undefined;
}

/** `printed`: what opened the chip, when it came from a scanner or a person. */
export const cccdProfile = (printed?: PrintedData): DocumentProfile => ({
  name: 'cccd',
  greeting: [1, 13],
  last: [2],
  policy: vietnamesePolicy,
  filesAgree(files) {
    const chip = chipOf(files);
    if ('status' in chip) return files.has('DG13') || signsDg13(files) ? chip : notOffered;
    const { mrz, dg13 } = chip;
    const compared = dg13 ? checkOf(compareFiles(mrz, dg13), 'files-disagree') : notOffered;
    return compared.status === 'failed' ? compared : (leftOpen(chip, files) ?? compared);
  },
  printedData(files) {
    if (printed === undefined) return notAttempted;
    const chip = chipOf(files);
    return 'status' in chip ? chip : checkOf(comparePrinted(printed, chip), 'printed-data-disagree');
  },
});
