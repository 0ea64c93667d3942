/**
 * Does the card agree with itself, and with what was printed on it? Answers name fields and carry no values, so that
 * they can be reported and logged. A field that either side lacks is not compared.
 */
import type { Mrz } from '@cccd-kiosk/emrtd/lds/mrz';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { PrintedData } from './access-keys.ts';
import { dateMatchesMrz, noExpiry, parseSlashDate, sameDate, type CardDate } from './dates.ts';
import type { Dg13 } from './dg13.ts';
import { nameMatchesMrz, sameName, transliterate } from './names.ts';
import { cardAccessNumber, documentNumber, sexOf } from './personal-number.ts';
import { vietnameseNumber } from './vietnamese-mrz.ts';

export type ComparedField =
  'personalNumber' | 'documentNumber' | 'name' | 'dateOfBirth' | 'sex' | 'dateOfIssue' | 'dateOfExpiry';

export interface Comparison {
  readonly compared: readonly ComparedField[];
  readonly differences: readonly ComparedField[];
}

/** `undefined` where a side has nothing to compare. */
type Answers = Readonly<Partial<Record<ComparedField, boolean | undefined>>>;

function comparison(answers: Answers): Comparison {
  const rows = Object.entries(answers) as [ComparedField, boolean | undefined][];
  return {
    compared: rows.filter(([, same]) => same !== undefined).map(([field]) => field),
    differences: rows.filter(([, same]) => same === false).map(([field]) => field),
  };
}

/** The date, or `undefined` where the chip holds words ("Không thời hạn") or nothing. */
function dateOrUndefined(text: string | null): CardDate | undefined {
  if (text === null) return undefined;
  try {
    return parseSlashDate(text);
  } catch (error) {
    if (error instanceof EmrtdError) return undefined;
    throw error;
  }
}

/** Both sides, if both are there. */
function both<A, B>(
  a: A | null | undefined,
  b: B | null | undefined,
  same: (a: A, b: B) => boolean,
): boolean | undefined {
  return a === null || a === undefined || b === null || b === undefined ? undefined : same(a, b);
}

const equalText = (a: string, b: string): boolean => a === b;

/** An expiry in words stands for `991231`, and only for that. */
function expiryMatches(text: string, mrzDate: string): boolean {
  const date = dateOrUndefined(text);
  return date === undefined ? mrzDate === noExpiry : dateMatchesMrz(date, mrzDate);
}

/** A name in a script that has no Latin reading here cannot be compared with a zone. */
const latin = (name: string | null): string | null => (name !== null && transliterate(name) === '' ? null : name);

/** DG1 against DG13. */
export function compareFiles(mrz: Mrz, dg13: Dg13): Comparison {
  const sex = dg13.sex === null ? undefined : sexOf(dg13.sex);
  return comparison({
    personalNumber: both(vietnameseNumber(mrz), dg13.personalNumber, equalText),
    documentNumber: both(dg13.personalNumber, mrz.documentNumber, (number, short) => documentNumber(number) === short),
    name: both(latin(dg13.fullName), mrz.name, nameMatchesMrz),
    dateOfBirth: both(dateOrUndefined(dg13.dateOfBirth), mrz.dateOfBirth, dateMatchesMrz),
    sex: both(sex, mrz.sex === '<' ? null : mrz.sex, equalText),
    dateOfExpiry: both(dg13.dateOfExpiry, mrz.dateOfExpiry, expiryMatches),
  });
}

/** What was scanned or typed against the chip. The printed name may be in capitals; diacritics count. */
export function comparePrinted(printed: PrintedData, chip: { readonly mrz: Mrz; readonly dg13?: Dg13 }): Comparison {
  const { mrz, dg13 } = chip;
  const number = vietnameseNumber(mrz) ?? dg13?.personalNumber ?? undefined;
  if (printed.kind === 'can')
    return comparison({ personalNumber: both(number, printed.can, (n, can) => cardAccessNumber(n) === can) });
  if (printed.kind === 'mrz') {
    const zone = printed.mrz;
    return comparison({
      personalNumber: both(vietnameseNumber(zone), vietnameseNumber(mrz), equalText),
      documentNumber: zone.documentNumber === mrz.documentNumber,
      name: zone.name === mrz.name,
      dateOfBirth: zone.dateOfBirth === mrz.dateOfBirth,
      sex: zone.sex === mrz.sex,
      dateOfExpiry: zone.dateOfExpiry === mrz.dateOfExpiry,
    });
  }
  const { qr } = printed;
  const name = latin(qr.fullName);
  return comparison({
    personalNumber: both(number, qr.personalNumber, equalText),
    name: dg13?.fullName ? both(dg13.fullName, name, sameName) : both(name, mrz.name, nameMatchesMrz),
    dateOfBirth: both(qr.dateOfBirth, mrz.dateOfBirth, dateMatchesMrz),
    sex: both(sexOf(qr.sex), mrz.sex === '<' ? null : mrz.sex, equalText),
    dateOfIssue: both(dateOrUndefined(dg13?.dateOfIssue ?? null), qr.dateOfIssue, sameDate),
  });
}
