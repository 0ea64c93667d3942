/** Who is on the card, as soon as the first files are there: a greeting, not yet a fact. */
import { isoDate, parseMrzDate, parseSlashDate } from '@cccd-kiosk/cccd/dates';
import { parseDg13 } from '@cccd-kiosk/cccd/dg13';
import { isPersonalNumber, sexOf } from '@cccd-kiosk/cccd/personal-number';
import { vietnameseNumber } from '@cccd-kiosk/cccd/vietnamese-mrz';
import type { HolderEvent } from '@cccd-kiosk/contract/station';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { parseDg1 } from '@cccd-kiosk/emrtd/lds/dg1';

export type Holder = HolderEvent['holder'];

const sexes = { M: 'male', F: 'female' } as const;

/** What does not parse is the inspection's to judge; a greeting only goes without it. */
function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof EmrtdError) return undefined;
    throw error;
  }
}

const holder = (
  fullName: string,
  personalNumber: string,
  birthDate: string | undefined,
  sex: Holder['sex'],
): Holder => ({
  fullName: fullName.normalize('NFC'),
  personalNumber,
  ...(birthDate !== undefined && { birthDate }),
  ...(sex !== undefined && { sex }),
});

/** From DG13, which has the name with its diacritics. */
export function holderFromDg13(bytes: Uint8Array): Holder | undefined {
  const dg13 = orUndefined(() => parseDg13(bytes));
  if (dg13 === undefined) return undefined;
  const { fullName, personalNumber, dateOfBirth, sex } = dg13;
  if (fullName === null || personalNumber === null || !isPersonalNumber(personalNumber)) return undefined;
  const birthDate = dateOfBirth === null ? undefined : orUndefined(() => isoDate(parseSlashDate(dateOfBirth)));
  const letter = sex === null ? undefined : sexOf(sex);
  return holder(fullName, personalNumber, birthDate, letter && sexes[letter]);
}

/** From the machine readable zone of a Vietnamese card, in plain letters. */
export function holderFromDg1(bytes: Uint8Array, today: Date): Holder | undefined {
  const mrz = orUndefined(() => parseDg1(bytes))?.mrz;
  const personalNumber = mrz && vietnameseNumber(mrz);
  if (mrz === undefined || personalNumber === undefined) return undefined;
  const fullName = [mrz.surname, mrz.givenNames].filter((part) => part !== '').join(' ');
  const birthDate = orUndefined(() => isoDate(parseMrzDate(mrz.dateOfBirth, 'birth', today)));
  return fullName === ''
    ? undefined
    : holder(fullName, personalNumber, birthDate, mrz.sex === '<' ? undefined : sexes[mrz.sex]);
}
