import type { FieldView, FormView } from '@cccd-kiosk/contract/forms';

/** A value as other programs take it: with its source, and the correction beside it where there is one. */
export interface FormValue {
  readonly value: string;
  readonly source: FieldView['source'];
  readonly correction?: { readonly value: string; readonly reason: string };
}

/** A filled form as JSON: fields by id, tables as rows. */
export interface FormValues {
  readonly code: string;
  readonly version: string;
  readonly legalBasis: string;
  readonly fields: Readonly<Record<string, FormValue>>;
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, FormValue>>[]>>;
  readonly attachments: Readonly<Record<string, boolean>>;
}

const valueOf = ({ value, source, correction }: FieldView): FormValue => ({
  value: value.normalize('NFC'),
  source,
  ...(correction === null ? {} : { correction: { value: correction.value, reason: correction.reason } }),
});
const byId = (fields: readonly FieldView[]): Record<string, FormValue> =>
  Object.fromEntries(fields.map((field) => [field.fieldId, valueOf(field)]));

export function valuesOf(view: FormView): FormValues {
  const tables = view.sections.flatMap(({ table }) => (table === null ? [] : [table]));
  return {
    code: view.code,
    version: view.version,
    legalBasis: view.legalBasis,
    fields: byId(view.sections.flatMap(({ fields }) => fields)),
    tables: Object.fromEntries(tables.map(({ tableId, rows }) => [tableId, rows.map(({ fields }) => byId(fields))])),
    attachments: Object.fromEntries(view.attachments.map(({ attachmentId, present }) => [attachmentId, present])),
  };
}
