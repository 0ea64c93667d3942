import { formatDate, parseSlashDate } from '@cccd-kiosk/cccd/dates';
import type { Dg13Field, Dg13Fields } from '@cccd-kiosk/cccd/dg13';
import { dateInWords } from './dates-in-words.ts';
import { chipFacts, type ChipFact } from './facts.ts';
import { issuedBy, type PlaceOfIssue } from './place-of-issue.ts';
import { splitName } from './split-name.ts';

/** The chip's fields that a case kept of a card: those its forms ask for, and no others. */
export type KeptFields = Partial<Record<Dg13Field, string>>;

/** The fields that these facts are made of. */
export const fieldsFor = (facts: Iterable<ChipFact>): Set<Dg13Field> =>
  new Set([...facts].flatMap((fact) => [...chipFacts[fact]]));

/** Of a whole DG13, the fields asked for, in NFC. An absent field is kept as empty: the chip was asked and said nothing. */
export function keepFields(card: Dg13Fields, wanted: ReadonlySet<Dg13Field>): KeptFields {
  return Object.fromEntries([...wanted].map((name) => [name, (card[name] ?? '').normalize('NFC')]));
}

/** dd/mm/yyyy with two digits each; unknown parts left out; what is no date as it stands. */
export function tidyDate(text: string): string {
  try {
    return formatDate(parseSlashDate(text));
  } catch {
    return text;
  }
}

const words = (date: string): string => {
  try {
    return dateInWords(date);
  } catch {
    return '';
  }
};

function identityPaper(number: string, date: string, table: readonly PlaceOfIssue[]): string {
  const issuer = issuedBy(date, table);
  return [
    `${issuer?.paper ?? 'Căn cước công dân'} số ${number}`,
    ...(issuer === undefined ? [] : [`${issuer.name} cấp`]),
    ...(date === '' ? [] : [`${issuer === undefined ? 'cấp ' : ''}ngày ${tidyDate(date)}`]),
  ]
    .join(', ')
    .replace(' cấp, ngày', ' cấp ngày');
}

/**
 * A fact from the fields at hand. Undefined when a field it is made of was not kept: the chip would have to be read again.
 * Empty when the chip says nothing about it.
 */
export function factOf(fact: ChipFact, kept: KeptFields, table: readonly PlaceOfIssue[]): string | undefined {
  if (chipFacts[fact].some((field) => kept[field] === undefined)) return undefined;
  const of = (field: Dg13Field): string => kept[field] ?? '';
  const date = (field: Dg13Field): string => (of(field) === '' ? '' : tidyDate(of(field)));
  switch (fact) {
    case 'surname':
    case 'middleName':
    case 'givenName':
      return splitName(of('fullName'))[fact];
    case 'birthDate':
      return date('dateOfBirth');
    case 'birthDateInWords':
      return of('dateOfBirth') === '' ? '' : words(of('dateOfBirth'));
    case 'birthYear':
      return /\d{4}$/.exec(of('dateOfBirth').trim())?.[0] ?? '';
    case 'issueDate':
      return date('dateOfIssue');
    case 'expiryDate':
      return date('dateOfExpiry');
    case 'placeOfIssue':
      return issuedBy(of('dateOfIssue'), table)?.name ?? '';
    case 'identityPaper':
      return of('personalNumber') === '' ? '' : identityPaper(of('personalNumber'), of('dateOfIssue'), table);
    case 'residenceWard':
    case 'residenceProvince':
      // Not the chip's word: see the confirmed unit of the person.
      return '';
    case 'fatherName':
      return of('father');
    case 'motherName':
      return of('mother');
    case 'spouseName':
      return of('spouse');
    default:
      return of(chipFacts[fact][0]);
  }
}
