/** The personal number, 12 digits: PPP G YY NNNNNN. It has no check digit. */
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { currentProvince, registeredProvince, type Province } from './provinces.ts';

export interface PersonalNumber {
  readonly number: string;
  /** Birth registration, or a country when born abroad. An unknown code is legal. */
  readonly registrationCode: string;
  /** As it was called when numbers were given; `undefined` for a country or an unknown code. */
  readonly registeredProvince: Province | undefined;
  readonly currentProvince: Province | undefined;
  readonly sex: 'M' | 'F';
  readonly birthYear: number;
}

export const isPersonalNumber = (text: string): boolean => /^\d{12}$/.test(text);

/** Throws `malformed` unless it is 12 digits. */
export function parsePersonalNumber(number: string): PersonalNumber {
  if (!isPersonalNumber(number)) throw new EmrtdError('malformed', 'personal number: not 12 digits', { step: 'parse' });
  const registrationCode = number.slice(0, 3);
  const centuryAndSex = Number(number.charAt(3));
  return {
    number,
    registrationCode,
    registeredProvince: registeredProvince(registrationCode),
    currentProvince: currentProvince(registrationCode),
    sex: centuryAndSex % 2 === 0 ? 'M' : 'F',
    birthYear: 1900 + Math.floor(centuryAndSex / 2) * 100 + Number(number.slice(4, 6)),
  };
}

/** The card's access number (CAN): the last six digits. */
export const cardAccessNumber = (number: string): string => number.slice(-6);

/** The document number in the machine readable zone: the last nine digits. */
export const documentNumber = (number: string): string => number.slice(-9);

/**
 * Where number and card tell different things of sex or year of birth. A warning and no more: numbers are sometimes
 * given anew.
 */
export function numberDisagrees(
  number: PersonalNumber,
  card: { readonly sex?: 'M' | 'F'; readonly birthYear?: number },
): readonly ('sex' | 'birthYear')[] {
  const out: ('sex' | 'birthYear')[] = [];
  if (card.sex !== undefined && card.sex !== number.sex) out.push('sex');
  if (card.birthYear !== undefined && card.birthYear !== number.birthYear) out.push('birthYear');
  return out;
}

/** Sex as the card spells it. */
export function sexOf(text: string): 'M' | 'F' | undefined {
  const word = text.normalize('NFC').trim().toLocaleLowerCase('vi');
  return word === 'nam' ? 'M' : word === 'nữ' ? 'F' : undefined;
}
