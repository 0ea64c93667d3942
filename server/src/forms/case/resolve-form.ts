import type { FieldView, FormView } from '@cccd-kiosk/contract/forms';
import type { Form, FormField, FormTable } from '../registry/form-schema.ts';
import { lengthOf } from '../values/check-value.ts';
import { personIn, personOfRole, type CaseContent, type CaseForm } from './content.ts';
import { factOfField, viewField, type CaseFrame, type FieldPlace } from './resolve-field.ts';

/** Which typed facts have been shown already, in the order of the case's forms. */
type Shown = Set<string>;

function placeOf(field: FormField, place: Omit<FieldPlace, 'firstPlace'>, shown: Shown): FieldPlace {
  const fact = factOfField(field);
  if (fact === undefined || place.person === undefined) return { ...place, firstPlace: true };
  const key = `${place.person.id} ${fact}`;
  const firstPlace = !shown.has(key);
  shown.add(key);
  return { ...place, firstPlace };
}

function viewTable(
  table: FormTable,
  caseForm: CaseForm,
  content: CaseContent,
  frame: CaseFrame,
  shown: Shown,
): NonNullable<FormView['sections'][number]['table']> {
  const rows = (content.roles[table.role] ?? []).map((personId) => {
    const person = personIn(content, personId);
    const row = { tableId: table.id, personId };
    const fields = table.columns.map((column) =>
      viewField(column, placeOf(column, { form: caseForm, person, row }, shown), frame, column.required),
    );
    return { personId, fields };
  });
  return {
    tableId: table.id,
    title: table.title,
    role: table.role,
    most: table.most,
    columns: table.columns.map(({ id, label }) => ({ fieldId: id, label })),
    rows,
  };
}

/** A form of a case as an officer sees it, every value with its source. */
export function viewForm(
  form: Form,
  caseForm: CaseForm,
  content: CaseContent,
  frame: CaseFrame,
  shown: Shown = new Set(),
): FormView {
  const sections = form.sections.map((section) => {
    const views = section.fields.map((field) => ({
      field,
      view: viewField(
        field,
        placeOf(field, { form: caseForm, person: personOfRole(content, field.role ?? section.role) }, shown),
        frame,
        field.required,
      ),
    }));
    return { section, views, table: section.table };
  });
  const values = new Map(sections.flatMap(({ views }) => views.map(({ view }) => [view.fieldId, view.value] as const)));
  /** Needed because of what another field says. */
  const conditional = (field: FormField, view: FieldView): FieldView => {
    const { requiredWhen } = field;
    if (requiredWhen === undefined || !requiredWhen.is.includes(values.get(requiredWhen.field) ?? '')) return view;
    return { ...view, required: true, problem: view.problem ?? (view.value === '' ? 'missing' : null) };
  };
  const viewed = sections.map(({ section, views, table }) => ({
    sectionId: section.id,
    title: section.title ?? null,
    role: section.role ?? null,
    fields: views.map(({ field, view }) => conditional(field, view)),
    table: table === undefined ? null : viewTable(table, caseForm, content, frame, shown),
  }));
  const fields = viewed.flatMap(({ fields: own, table }) => [
    ...own.map((view) => ({ id: view.fieldId, view })),
    ...(table?.rows ?? []).flatMap((row) =>
      row.fields.map((view) => ({ id: `${table?.tableId ?? ''}.${row.personId}.${view.fieldId}`, view })),
    ),
  ]);
  const short = form.sections.flatMap(({ table }) =>
    table !== undefined && (content.roles[table.role]?.length ?? 0) < table.least ? [table.id] : [],
  );
  const missing = [
    ...fields.filter(({ view }) => view.problem !== null && (view.required || view.value !== '')).map(({ id }) => id),
    ...short,
  ];
  const attachments = form.attachments.map(({ id, label, required }) => ({
    attachmentId: id,
    label,
    required,
    present: caseForm.attachments.includes(id),
  }));
  return {
    formId: caseForm.id,
    code: form.code,
    version: form.version,
    name: form.name,
    legalBasis: form.legalBasis,
    sections: viewed,
    attachments,
    roles: form.roles.map(({ id, label, many, card }) => ({
      role: id,
      label,
      many,
      card,
      people: [...(content.roles[id] ?? [])],
    })),
    missing: {
      fields: missing,
      attachments: attachments.filter(({ required, present }) => required && !present).map((each) => each.attachmentId),
    },
    next: fields.find(({ view }) => view.required && view.value === '')?.id ?? null,
    filled: fields.filter(({ view }) => view.value !== '').length,
    fieldCount: fields.length,
    portal: form.portal !== undefined,
  };
}

/** Letters that stand on the forms and that nobody typed. */
export const savedLetters = (views: readonly FormView[]): number =>
  views
    .flatMap(({ sections }) =>
      sections.flatMap(({ fields, table }) => [...fields, ...(table?.rows ?? []).flatMap((row) => row.fields)]),
    )
    .filter(({ source }) => source === 'chip' || source === 'record' || source === 'earlier')
    .reduce((sum, { value }) => sum + lengthOf(value), 0);
