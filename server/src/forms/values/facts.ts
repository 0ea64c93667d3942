/**
 * What may be known of a person on a form. `base` names the chip's fields (DG13) that a fact is made of: a case keeps
 * those and no others.
 */
import type { Dg13Field } from '@cccd-kiosk/cccd/dg13';

export const chipFacts = {
  fullName: ['fullName'],
  surname: ['fullName'],
  middleName: ['fullName'],
  givenName: ['fullName'],
  personalNumber: ['personalNumber'],
  birthDate: ['dateOfBirth'],
  birthDateInWords: ['dateOfBirth'],
  birthYear: ['dateOfBirth'],
  sex: ['sex'],
  nationality: ['nationality'],
  ethnicity: ['ethnicity'],
  religion: ['religion'],
  placeOfOrigin: ['placeOfOrigin'],
  placeOfResidence: ['placeOfResidence'],
  /** The units of today that a person confirmed for the chip's residence. */
  residenceWard: ['placeOfResidence'],
  residenceProvince: ['placeOfResidence'],
  issueDate: ['dateOfIssue'],
  expiryDate: ['dateOfExpiry'],
  /** Not on the chip: told from the day of issue by a dated table. */
  placeOfIssue: ['dateOfIssue'],
  /** `Căn cước công dân số …, … cấp ngày …`. */
  identityPaper: ['personalNumber', 'dateOfIssue'],
  oldNumber: ['oldNumber'],
  fatherName: ['father'],
  motherName: ['mother'],
  spouseName: ['spouse'],
} as const satisfies Record<string, readonly Dg13Field[]>;
export type ChipFact = keyof typeof chipFacts;

/** What no card says: typed once, then known for the rest of the case. */
export const spokenFacts = ['phone', 'email', 'occupation', 'socialInsuranceNumber', 'healthInsuranceNumber'] as const;
export type SpokenFact = (typeof spokenFacts)[number];

export type Fact = ChipFact | SpokenFact;

export const isChipFact = (name: string): name is ChipFact => Object.hasOwn(chipFacts, name);
export const isFact = (name: string): name is Fact =>
  isChipFact(name) || (spokenFacts as readonly string[]).includes(name);

/** Facts computed from another one: when that was typed, these follow. */
export const derivedFrom = {
  surname: 'fullName',
  middleName: 'fullName',
  givenName: 'fullName',
  birthDateInWords: 'birthDate',
  birthYear: 'birthDate',
  placeOfIssue: 'issueDate',
} as const satisfies Partial<Record<ChipFact, ChipFact>>;
