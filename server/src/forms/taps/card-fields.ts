import { parseDg13, type Dg13Fields } from '@cccd-kiosk/cccd/dg13';
import { isPersonalNumber } from '@cccd-kiosk/cccd/personal-number';
import type { Files } from '@cccd-kiosk/emrtd/inspection/document-profile';
import type { Holder } from '../../readings/holder.ts';
import type { CasePerson } from '../case/content.ts';

const sexes = { male: 'Nam', female: 'Nữ' } as const;
const slashed = (day: string | null): string | null => day?.split('-').reverse().join('/') ?? null;

/** What a document without DG13 says of its holder (a passport's DG1), as DG13 would. */
export const fieldsOfHolder = (holder: Holder): Dg13Fields => ({
  personalNumber: holder.number,
  fullName: holder.fullName,
  dateOfBirth: slashed(holder.birthDate),
  sex: holder.sex === null ? null : sexes[holder.sex],
  ...{ nationality: null, ethnicity: null, religion: null, placeOfOrigin: null, placeOfResidence: null },
  ...{ identificationMarks: null, dateOfIssue: null, dateOfExpiry: null, father: null, mother: null },
  ...{ spouse: null, oldNumber: null, chipSerial: null },
});

/** What the desk wrote down of somebody without a card, as typed values. */
export function typedOfHolder(holder: Holder, at: string): CasePerson['typed'] {
  const { fullName, sex, personalNumber, dateOfBirth } = fieldsOfHolder(holder);
  const number: keyof CasePerson['typed'] = isPersonalNumber(holder.number)
    ? 'personalNumber'
    : 'healthInsuranceNumber';
  const known = { fullName, sex, birthDate: dateOfBirth, [number]: personalNumber };
  return Object.fromEntries(
    Object.entries(known).flatMap(([fact, value]) => (value === null ? [] : [[fact, { value, at }]])),
  );
}

/** A card's words for forms: DG13 when it is there and in form, and names the same person as the reading; else DG1's few. */
export function cardFields(files: Files, holder: Holder): Dg13Fields {
  const own = fieldsOfHolder(holder);
  const dg13 = files.get('DG13');
  if (dg13 === undefined) return own;
  try {
    const { version: _v, contentType: _c, unknown: _u, bytes: _b, ...fields } = parseDg13(dg13);
    return fields.personalNumber === holder.number ? fields : own;
  } catch {
    // A file out of form is judged by the inspection; here it has nothing to tell.
    return own;
  }
}
