import type { FieldView, FormView, PortalFill } from '@cccd-kiosk/contract/forms';
import type { Portal } from '../registry/form-schema.ts';

const fieldsOf = (view: FormView): FieldView[] =>
  view.sections.flatMap(({ fields, table }) => [...fields, ...(table?.rows ?? []).flatMap((row) => row.fields)]);

/** As a person reads it: a choice by its printed word. */
const shown = ({ value, choices }: FieldView): string =>
  choices.find((choice) => choice.value === value)?.label.vi ?? value;

/**
 * A form's values under the names of a portal's own controls, and in the form's order to be copied one by one. Without a
 * portal of ours there is the copying alone. Checks and empty fields are left to the officer.
 */
export function fillPortal(view: FormView, portal: Portal | undefined): PortalFill {
  const fields = fieldsOf(view).filter(({ value, type }) => value !== '' && type !== 'check');
  const byId = new Map(fields.map((field) => [field.fieldId, field]));
  return {
    hosts: portal?.hosts ?? [],
    controls: (portal?.controls ?? []).flatMap(({ names, field, kind, values }) => {
      const found = byId.get(field);
      if (found === undefined) return [];
      return [{ names, kind, value: values[found.value] ?? shown(found), label: found.label.vi }];
    }),
    copy: fields.map((field) => ({ label: field.label, value: shown(field) })),
  };
}
