import type { FieldView, FormView } from '@cccd-kiosk/contract/forms';

/** One field at its place in a form; `key` is how the server names it among what is missing. */
export interface Place {
  /** `full-name`, in a table `members.PERSON.name`. */
  readonly key: string;
  readonly field: FieldView;
  readonly sectionRole: string | null;
  /** In a table: whose row. */
  readonly row: string | null;
}

/** Every field of a form, in the order they are read. */
export const placesOf = (form: FormView): Place[] =>
  form.sections.flatMap(({ fields, table, role }) => [
    ...fields.map((field) => ({ key: field.fieldId, field, sectionRole: role, row: null })),
    ...(table?.rows ?? []).flatMap((row) =>
      row.fields.map((field) => ({
        key: `${table?.tableId ?? ''}.${row.personId}.${field.fieldId}`,
        field,
        sectionRole: table?.role ?? null,
        row: row.personId,
      })),
    ),
  ]);

const isEmptyAndNeeded = ({ field }: Place, typed: ReadonlySet<string>, key: string): boolean =>
  field.required && field.value === '' && !field.locked && !typed.has(key);

/**
 * Where the cursor goes: the next empty required field behind `after`, from the top again at the end; null when there is
 * none. `typed` are the keys of values that are on their way to the server.
 */
export function nextEmpty(form: FormView, after: string | null, typed: ReadonlySet<string> = new Set()): string | null {
  const places = placesOf(form);
  const at = places.findIndex(({ key }) => key === after);
  const turned = [...places.slice(at + 1), ...places.slice(0, at + 1)];
  return turned.find((place) => place.key !== after && isEmptyAndNeeded(place, typed, place.key))?.key ?? null;
}

/** The fields of a form for which a value is on its way. */
export function keysTyped(
  waiting: Iterable<[string, { readonly value: string }]>,
  formId: string,
): ReadonlySet<string> {
  const own = `${formId} `;
  const keys = [...waiting].filter(([key, { value }]) => key.startsWith(own) && value !== '');
  return new Set(keys.map(([key]) => key.slice(own.length)));
}

/** How the mark beside a value reads. What a database says of a person is locked; what is not, the system filled in. */
export type Mark = 'chip' | 'record' | 'typed' | 'earlier' | 'preset';
export function markOf({ source, locked, value }: FieldView): Mark | null {
  if (source === null || value === '') return null;
  return source === 'record' && !locked ? 'preset' : source;
}

/** What stands in the way of finishing, in the words of the form. */
export function missingLabels(form: FormView): {
  readonly key: string;
  readonly kind: 'field' | 'attachment' | 'table';
  readonly label: { vi: string; en: string };
}[] {
  const places = new Map(placesOf(form).map((place) => [place.key, place.field.label]));
  const tables = new Map(form.sections.flatMap(({ table }) => (table === null ? [] : [[table.tableId, table.title]])));
  const papers = new Map(form.attachments.map(({ attachmentId, label }) => [attachmentId, label]));
  return [
    ...form.missing.fields.map((key) => ({
      key,
      kind: tables.has(key) ? ('table' as const) : ('field' as const),
      label: places.get(key) ?? tables.get(key) ?? { vi: key, en: key },
    })),
    ...form.missing.attachments.map((key) => ({
      key,
      kind: 'attachment' as const,
      label: papers.get(key) ?? { vi: key, en: key },
    })),
  ];
}
