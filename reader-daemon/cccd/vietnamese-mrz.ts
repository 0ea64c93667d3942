/** What the Vietnamese card puts into its TD1 zone beyond the standard. */
import { checkDigit } from '@cccd-kiosk/emrtd/lds/check-digit';
import type { Mrz } from '@cccd-kiosk/emrtd/lds/mrz';
import { noExpiry } from './dates.ts';
import { documentNumber, isPersonalNumber } from './personal-number.ts';

/** Is this the zone of a Vietnamese identity card? */
export const isVietnameseCard = (mrz: Mrz): boolean =>
  mrz.format === 'TD1' && mrz.issuingState === 'VNM' && mrz.documentCode.startsWith('I');

/**
 * The personal number: the first 12 characters of the optional data, of which the document number repeats the last
 * nine and the field's last character is a check digit. `undefined` where the zone does not say so.
 */
export function vietnameseNumber(mrz: Mrz): string | undefined {
  const number = mrz.optionalData.slice(0, 12);
  const agrees =
    isVietnameseCard(mrz) &&
    isPersonalNumber(number) &&
    documentNumber(number) === mrz.documentNumber &&
    checkDigit(number) === mrz.optionalData.slice(14, 15);
  return agrees ? number : undefined;
}

/** "Không thời hạn". */
export const hasNoExpiry = (mrz: Mrz): boolean => isVietnameseCard(mrz) && mrz.dateOfExpiry === noExpiry;
