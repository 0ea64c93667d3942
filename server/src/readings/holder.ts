import { isoDate, parseMrzDate, parseSlashDate } from '@cccd-kiosk/cccd/dates';
import { parseDg13 } from '@cccd-kiosk/cccd/dg13';
import { isPersonalNumber, sexOf } from '@cccd-kiosk/cccd/personal-number';
import { vietnameseNumber } from '@cccd-kiosk/cccd/vietnamese-mrz';
import type { Files } from '@cccd-kiosk/emrtd/inspection/document-profile';
import { parseDg1 } from '@cccd-kiosk/emrtd/lds/dg1';
import type { Mrz } from '@cccd-kiosk/emrtd/lds/mrz';

/** What the purpose needs of a person, and nothing else of the card (decision 11). */
export interface Holder {
  /** As the chip spells it, NFC. */
  readonly fullName: string;
  /**
   * 12 digits of a Vietnamese card, else the document's own number with its issuer before it: `KOR M1234567`. Of a child
   * without a card whose personal number nobody has at hand: its BHYT number.
   */
  readonly number: string;
  /** yyyy-mm-dd, yyyy-mm or yyyy. */
  readonly birthDate: string | null;
  readonly sex: 'male' | 'female' | null;
}

const orNull = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch {
    // A file out of form is judged by the inspection; here it only has nothing to tell.
    return null;
  }
};

const sexes = { M: 'male', F: 'female' } as const;

function fromMrz(mrz: Mrz, now: Date): Holder {
  const name = [mrz.surname, mrz.givenNames].filter((part) => part !== '').join(' ');
  return {
    fullName: name.normalize('NFC'),
    number: vietnameseNumber(mrz) ?? `${mrz.issuingState} ${mrz.documentNumber}`,
    birthDate: orNull(() => isoDate(parseMrzDate(mrz.dateOfBirth, 'birth', now))),
    sex: mrz.sex === '<' ? null : sexes[mrz.sex],
  };
}

/** The person a reading is about: DG13 where it is there (it has the diacritics), else DG1. Null without either. */
export function holderOf(files: Files, now: Date): Holder | null {
  const dg1 = files.get('DG1');
  const dg13 = files.get('DG13');
  const mrz = dg1 === undefined ? null : orNull(() => parseDg1(dg1).mrz);
  const personal = dg13 === undefined ? null : orNull(() => parseDg13(dg13));
  const own = mrz === null ? null : fromMrz(mrz, now);
  const complete = personal !== null && personal.fullName !== null && personal.personalNumber !== null;
  if (!complete || !isPersonalNumber(personal.personalNumber)) return own;
  const { dateOfBirth, sex } = personal;
  const spelled = sex === null ? undefined : sexOf(sex);
  return {
    fullName: personal.fullName.normalize('NFC'),
    number: personal.personalNumber,
    birthDate:
      (dateOfBirth === null ? null : orNull(() => isoDate(parseSlashDate(dateOfBirth)))) ?? own?.birthDate ?? null,
    sex: spelled === undefined ? (own?.sex ?? null) : sexes[spelled],
  };
}
