/** What a screen in a hall may show of a person: no birth date, no address, a masked number (B0.6). */
import type { Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import { addressOf, type Address } from './address.ts';
import { maskedName, maskedNumber } from './masking.ts';
import { isPersonalNumber } from './personal-number.ts';

/** How a house wants its people shown. */
export interface ShownRules {
  readonly maskNames: boolean;
  readonly elderAge: number;
}

export const shownName = (fullName: string, { maskNames }: Pick<ShownRules, 'maskNames'>): string =>
  maskNames ? maskedName(fullName) : fullName.normalize('NFC');

export const shownPerson = (
  person: {
    readonly fullName: string;
    readonly number: string;
    readonly sex: 'male' | 'female' | null;
    readonly birthDate: string | null;
  },
  overall: Overall | null,
  /** The site's day, `yyyy-mm-dd`. */
  today: string,
  rules: ShownRules,
): { name: string; maskedNumber: string; address: Address; proven: boolean; document?: 'other' } => ({
  name: shownName(person.fullName, rules),
  maskedNumber: maskedNumber(person.number),
  address: addressOf(person, overall, today, rules.elderAge),
  proven: overall === 'genuine',
  ...(isPersonalNumber(person.number) ? {} : { document: 'other' }),
});
