import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { Form, FormField, FormTable } from '../registry/form-schema.ts';
import { checkValue, lengthOf } from '../values/check-value.ts';
import type { Fact } from '../values/facts.ts';
import {
  personIn,
  personOfRole,
  typedPerson,
  withForm,
  withPerson,
  withRole,
  type CaseContent,
  type CaseForm,
  type CasePerson,
} from './content.ts';
import { factOfField, keyOf, resolveFact, type CaseFrame } from './resolve-field.ts';

export interface TypedValue {
  readonly fieldId: string;
  /** In a table: whose row. */
  readonly personId?: string | undefined;
  readonly value: string;
  readonly reason?: string | undefined;
}

export interface Hand {
  readonly by: string;
  readonly at: string;
  readonly newId: () => string;
}

interface Place {
  readonly field: FormField;
  readonly role: string | undefined;
  readonly table?: FormTable;
}

/** The field of that name: in the row of a person, else of the form itself. Throws RefusedError `not-found`. */
function placeOf(form: Form, content: CaseContent, { fieldId, personId }: TypedValue): Place {
  for (const section of form.sections) {
    const { table } = section;
    if (personId !== undefined && table !== undefined && (content.roles[table.role] ?? []).includes(personId)) {
      const column = table.columns.find(({ id }) => id === fieldId);
      if (column !== undefined) return { field: column, role: table.role, table };
    }
    const field = section.fields.find(({ id }) => id === fieldId);
    if (personId === undefined && field !== undefined) return { field, role: field.role ?? section.role };
  }
  throw new RefusedError('not-found', fieldId);
}

function withFact(person: CasePerson, fact: Fact, value: string, hand: Hand): CasePerson {
  const { [fact]: _before, ...others } = person.typed;
  return { ...person, typed: value === '' ? others : { ...others, [fact]: { value, at: hand.at } } };
}

function withCorrection(person: CasePerson, fact: Fact, value: string, reason: string, hand: Hand): CasePerson {
  const { [fact]: _before, ...others } = person.corrections;
  const { by, at } = hand;
  return { ...person, corrections: value === '' ? others : { ...others, [fact]: { value, reason, by, at } } };
}

/**
 * The content after somebody typed a value. A person's fact is kept with the person, so that every form of the case has
 * it; nobody's fact stays in its form. What the chip says is never written over: with a reason the value stands beside it.
 * Throws RefusedError `not-found`, `bad-request` with the field, `value-locked`.
 */
export function setValue(
  content: CaseContent,
  { form, caseForm, frame }: { form: Form; caseForm: CaseForm; frame: CaseFrame },
  typed: TypedValue,
  hand: Hand,
): CaseContent {
  const { field, role, table } = placeOf(form, content, typed);
  const checked = checkValue(field, typed.value);
  if ('problem' in checked) throw new RefusedError('bad-request', field.id);
  const { value } = checked;
  const counted: CaseContent = { ...content, typed: content.typed + lengthOf(value), review: null };
  const fact = factOfField(field);
  if (fact === undefined) {
    const row =
      table === undefined || typed.personId === undefined ? undefined : { tableId: table.id, personId: typed.personId };
    return withForm(counted, { ...caseForm, values: { ...caseForm.values, [keyOf(field, row)]: value } });
  }
  const known = table === undefined ? personOfRole(content, role) : personIn(content, typed.personId);
  // The first thing typed of somebody who has no card makes them a person of the case.
  const person = known ?? typedPerson(hand.newId());
  const placed =
    known === undefined && role !== undefined ? withRole(withPerson(counted, person), role, person.id, false) : counted;
  if (resolveFact(fact, person, frame).locked) {
    if (typed.reason === undefined) throw new RefusedError('value-locked', field.id);
    return withPerson(placed, withCorrection(person, fact, value, typed.reason, hand));
  }
  return withPerson(placed, withFact(person, fact, value, hand));
}
