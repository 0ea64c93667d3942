import type { FieldRelation, Severity, ValueSource } from '@cccd-kiosk/contract/work-items';
import { compareDates } from './compare-dates.ts';
import { compareNames } from './compare-names.ts';

export const matchedFields = ['full-name', 'birth-date', 'sex', 'personal-number'] as const;
export type MatchedField = (typeof matchedFields)[number];

/** What one source tells of a person; what it does not tell is not compared. */
export type PersonRecord = Readonly<Partial<Record<MatchedField, string | null | undefined>>>;

/** Of any source that names these facts by their own names; the number is the caller's to add where it is compared. */
export const personRecord = (
  of: Readonly<Record<'fullName' | 'birthDate' | 'sex', string | null | undefined>>,
): PersonRecord => ({ 'full-name': of.fullName, 'birth-date': of.birthDate, sex: of.sex });

export interface FieldMatch {
  readonly field: MatchedField;
  readonly relation: FieldRelation;
  readonly severity: Severity | null;
  readonly values: Readonly<Partial<Record<ValueSource, string>>>;
}

const sexOf = (text: string): string => {
  const word = text.normalize('NFC').trim().toLocaleLowerCase('vi');
  return { nam: 'male', nữ: 'female', m: 'male', f: 'female' }[word] ?? word;
};
const equal =
  (form: (text: string) => string) =>
  (a: string, b: string): FieldRelation =>
    a === b ? 'same' : form(a) === form(b) ? 'same-after-normalising' : 'different';

const comparisons: Readonly<Record<MatchedField, (a: string, b: string) => FieldRelation>> = {
  'full-name': compareNames,
  'birth-date': compareDates,
  sex: equal(sexOf),
  'personal-number': equal((text) => text.replace(/\s/g, '')),
};

/** Null: nothing to look at. A difference of marks is the likeliest slip of a typist; another person is the gravest. */
export const severityOf = (field: MatchedField, relation: FieldRelation): Severity | null => {
  if (relation === 'same' || relation === 'same-after-normalising') return null;
  if (relation === 'accent-only') return 'information';
  return field === 'personal-number' ? 'blocking' : 'needs-look';
};

/** The chip against one other source, field by field. */
export function compareRecords(
  chip: PersonRecord,
  source: Exclude<ValueSource, 'chip'>,
  other: PersonRecord,
): FieldMatch[] {
  return matchedFields.flatMap((field) => {
    const [own, theirs] = [chip[field]?.trim() ?? '', other[field]?.trim() ?? ''];
    if (own === '' || theirs === '') return [];
    const relation = comparisons[field](own, theirs);
    return [{ field, relation, severity: severityOf(field, relation), values: { chip: own, [source]: theirs } }];
  });
}
