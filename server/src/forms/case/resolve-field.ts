import type { FieldView, ValueSource } from '@cccd-kiosk/contract/forms';
import type { FormField } from '../registry/form-schema.ts';
import { factOf, tidyDate } from '../values/card-facts.ts';
import { checkValue } from '../values/check-value.ts';
import { dateInWords } from '../values/dates-in-words.ts';
import { derivedFrom, isChipFact, isFact, type ChipFact, type Fact } from '../values/facts.ts';
import { issuedBy, type PlaceOfIssue } from '../values/place-of-issue.ts';
import { splitName } from '../values/split-name.ts';
import type { CaseForm, CasePerson } from './content.ts';

/** What a case knows besides its people. */
export interface CaseFrame {
  readonly places: readonly PlaceOfIssue[];
  readonly site: string;
  readonly officer: string;
  /** dd/mm/yyyy. */
  readonly today: string;
}

export interface Resolved {
  readonly value: string;
  readonly source: ValueSource | null;
  readonly locked: boolean;
  /** The chip was read, but this field was not kept of it. */
  readonly tapAgain: boolean;
}

const nothing: Resolved = { value: '', source: null, locked: false, tapAgain: false };

/** The fact that a field shows, when it is a person's. */
export function factOfField(field: FormField): Fact | undefined {
  const [kind, fact = ''] = (field.source ?? '').split('.');
  return (kind === 'chip' || kind === 'person') && isFact(fact) ? fact : undefined;
}

/** Facts that a person may mend by typing although they come from the chip: a proposal of ours, not the chip's word. */
const proposals: readonly Fact[] = [
  'surname',
  'middleName',
  'givenName',
  'placeOfIssue',
  'birthDateInWords',
  'identityPaper',
];
export const isProposal = (fact: Fact): boolean => proposals.includes(fact);

/** What follows from something typed: the parts of a typed name, a typed date in words. */
function derived(fact: ChipFact, person: CasePerson, places: readonly PlaceOfIssue[]): string {
  const of = (name: Fact): string => person.typed[name]?.value ?? '';
  if (fact === 'identityPaper')
    return of('personalNumber') === '' ? '' : `Số định danh cá nhân ${of('personalNumber')}`;
  const base = Object.hasOwn(derivedFrom, fact) ? derivedFrom[fact as keyof typeof derivedFrom] : undefined;
  const text = base === undefined ? '' : of(base);
  if (text === '') return '';
  switch (fact) {
    case 'surname':
    case 'middleName':
    case 'givenName':
      return splitName(text)[fact];
    case 'birthDateInWords':
      return dateInWords(text);
    case 'birthYear':
      return tidyDate(text).slice(-4);
    default:
      return issuedBy(text, places)?.name ?? '';
  }
}

/** A person's fact: the chip's word before a database's, before what was typed. */
export function resolveFact(fact: Fact, person: CasePerson | undefined, frame: CaseFrame): Resolved {
  if (person === undefined) return nothing;
  const typed = person.typed[fact]?.value ?? '';
  if (typed !== '' && (isProposal(fact) || (person.kind !== 'typed' && person.overall !== 'genuine')))
    return { value: typed, source: 'typed', locked: false, tapAgain: false };
  const unit =
    fact === 'residenceWard' ? person.newWard?.ward : fact === 'residenceProvince' ? person.newWard?.province : '';
  if (unit !== undefined && unit !== '' && typed === '')
    return { value: unit, source: 'record', locked: false, tapAgain: false };
  const fromCard = person.kind !== 'typed';
  const chip = isChipFact(fact) ? factOf(fact, person.chip, frame.places) : '';
  if (chip !== undefined && chip !== '')
    // A chip that was not proven tells like paper: it may be written over.
    return { value: chip, source: 'chip', locked: person.overall === 'genuine' && !isProposal(fact), tapAgain: false };
  const record = person.record[fact] ?? '';
  if (record !== '') return { value: record, source: 'record', locked: true, tapAgain: false };
  if (typed !== '') return { value: typed, source: 'typed', locked: false, tapAgain: false };
  const follows = isChipFact(fact) ? derived(fact, person, frame.places) : '';
  if (follows !== '') return { value: follows, source: 'earlier', locked: false, tapAgain: false };
  return { ...nothing, tapAgain: fromCard && chip === undefined };
}

function caseValue(field: FormField, frame: CaseFrame): string {
  switch (field.source) {
    case 'form.today':
      return frame.today;
    case 'form.todayInWords':
      return dateInWords(frame.today);
    case 'site.name':
      return frame.site;
    case 'officer.name':
      return frame.officer;
    default:
      return '';
  }
}

/** Where a field's own value is kept in its form. */
export const keyOf = (field: FormField, row?: { tableId: string; personId: string }): string =>
  row === undefined ? field.id : `${row.tableId}.${row.personId}.${field.id}`;

export interface FieldPlace {
  readonly form: CaseForm;
  readonly person: CasePerson | undefined;
  readonly row?: { readonly tableId: string; readonly personId: string };
  /** First place in the case where a typed fact was asked for: elsewhere it is `earlier`. */
  readonly firstPlace: boolean;
}

export function resolveField(field: FormField, place: FieldPlace, frame: CaseFrame): Resolved {
  const fact = factOfField(field);
  if (fact !== undefined) {
    const found = resolveFact(fact, place.person, frame);
    return found.source === 'typed' && !place.firstPlace ? { ...found, source: 'earlier' } : found;
  }
  const own = place.form.values[keyOf(field, place.row)];
  if (own !== undefined) return { ...nothing, value: own, source: own === '' ? null : 'typed' };
  const proposed = caseValue(field, frame) || (field.initial ?? '');
  return proposed === '' ? nothing : { ...nothing, value: proposed, source: 'record' };
}

export function viewField(field: FormField, place: FieldPlace, frame: CaseFrame, required: boolean): FieldView {
  const { value, source, locked, tapAgain } = resolveField(field, place, frame);
  const fact = factOfField(field);
  const correction = fact === undefined ? undefined : place.person?.corrections[fact];
  // What the chip says is taken as it is; only typed values can be out of form.
  const checked = locked ? undefined : checkValue(field, value);
  const problem = checked !== undefined && 'problem' in checked ? checked.problem : null;
  return {
    fieldId: field.id,
    number: field.number ?? null,
    label: field.label,
    hint: field.hint ?? null,
    type: field.type,
    required,
    max: field.max,
    choices: [...(field.choices ?? [])],
    value,
    source,
    locked,
    correction: correction ?? null,
    problem: problem ?? (value === '' && tapAgain ? 'tap-again' : value === '' && required ? 'missing' : null),
    personId: place.person?.id ?? null,
  };
}
