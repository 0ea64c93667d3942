import type { Dg13Field } from '@cccd-kiosk/cccd/dg13';
import type { Form } from '../registry/form-schema.ts';
import { fieldsFor } from '../values/card-facts.ts';
import { isChipFact, type ChipFact } from '../values/facts.ts';
import { factOfField } from './resolve-field.ts';

/** What every case keeps of a card, whatever its forms: who this is. */
const always: readonly ChipFact[] = ['fullName', 'personalNumber', 'birthDate', 'sex'];

/** The chip's fields that these forms ask of a person in these roles; the purpose that DG13 is kept for (decision 11). */
export function wantedFields(forms: readonly Form[], roles: readonly string[]): Set<Dg13Field> {
  const facts = forms.flatMap((form) =>
    form.sections.flatMap((section) => [
      ...section.fields
        .filter((field) => roles.includes(field.role ?? section.role ?? ''))
        .map((field) => factOfField(field)),
      ...(section.table !== undefined && roles.includes(section.table.role)
        ? section.table.columns.map((column) => factOfField(column))
        : []),
    ]),
  );
  return fieldsFor([...always, ...facts.filter((fact): fact is ChipFact => fact !== undefined && isChipFact(fact))]);
}
