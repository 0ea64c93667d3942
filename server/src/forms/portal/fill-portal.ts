import type { FieldView, FormView, PortalFill, TableView } from '@cccd-kiosk/contract/forms';
import type { Portal } from '../registry/form-schema.ts';

type Filled = PortalFill['controls'][number];

/** As a person reads it: a choice by its printed word. */
const shown = ({ value, choices }: FieldView): string =>
  choices.find((choice) => choice.value === value)?.label.vi ?? value;
const isFilled = ({ value, type }: FieldView): boolean => value !== '' && type !== 'check';

/** How much of `dd/mm/yyyy`, `mm/yyyy` or `yyyy` is known. */
const shapeOf = (date: string): 'day' | 'month' | 'year' =>
  (({ 2: 'month', 3: 'day' }) as const)[date.split('/').length] ?? 'year';

function rowsOf({ rows }: TableView, { controls, add }: Portal['tables'][number]): Filled[] {
  return rows.flatMap(({ fields }, row) =>
    controls.flatMap(({ names, column, kind, values }) => {
      const field = fields.find(({ fieldId }) => fieldId === column);
      if (field === undefined || !isFilled(field)) return [];
      return [
        {
          names: names.map((name) => name.replaceAll('{row}', String(row))),
          ...{ kind, value: values[field.value] ?? shown(field), label: `${row + 1}. ${field.label.vi}` },
          ...(add === undefined ? {} : { add }),
        },
      ];
    }),
  );
}

/**
 * A form's values under the names of a portal's own controls, and in the form's order to be copied one by one. Without a
 * portal of ours there is the copying alone. Checks and empty fields are left to the officer.
 */
export function fillPortal(view: FormView, portal: Portal | undefined): PortalFill {
  const single = view.sections.flatMap(({ fields }) => fields).filter(isFilled);
  const tables = view.sections.flatMap(({ table }) => table ?? []);
  const byId = new Map(single.map((field) => [field.fieldId, field]));
  const controls = (portal?.controls ?? []).flatMap(({ names, field, kind, values }): Filled[] => {
    const found = byId.get(field);
    if (found === undefined) return [];
    if (kind !== 'date-shape')
      return [{ names, kind, value: values[found.value] ?? shown(found), label: found.label.vi }];
    const value = values[shapeOf(found.value)];
    return value === undefined ? [] : [{ names, kind: 'choice', value, label: found.label.vi }];
  });
  const rows = (portal?.tables ?? []).flatMap((known) =>
    tables.filter(({ tableId }) => tableId === known.table).flatMap((table) => rowsOf(table, known)),
  );
  const copied = view.sections.flatMap(({ fields, table }) => [
    ...fields,
    ...(table?.rows ?? []).flatMap((row) => row.fields),
  ]);
  return {
    hosts: portal?.hosts ?? [],
    controls: [...controls, ...rows],
    copy: copied.filter(isFilled).map((field) => ({ label: field.label, value: shown(field) })),
  };
}
