import type { FieldView, FormView } from '@cccd-kiosk/contract/forms';
import type { Form, FormField, FormSection } from '../registry/form-schema.ts';
import { dateInLine } from '../values/dates-in-words.ts';
import type { Block, Cell, DocumentModel } from './model.ts';

/** The confirmed units of today of somebody's residence. */
type NewUnit = (personId: string | null) => string | undefined;
type SectionView = FormView['sections'][number];

const label = (view: FieldView): string =>
  view.choices.find(({ value }) => value === view.value)?.label.vi ?? view.value;

function printed(field: FormField, view: FieldView): string {
  // A correction is a claim beside the chip's word: the paper carries the chip's.
  const text = view.type === 'check' ? (view.value === 'yes' ? 'Có' : view.value === 'no' ? 'Không' : '') : label(view);
  return (field.print.upper === true ? text.toLocaleUpperCase('vi') : text).normalize('NFC');
}

function cellOf(field: FormField, view: FieldView, newUnit: NewUnit): Cell {
  const { as, span = 12, lines = 1 } = field.print;
  const unit = field.source === 'chip.placeOfResidence' && view.source === 'chip' ? newUnit(view.personId) : undefined;
  // Old and new units stand together: the card's word, and what a person confirmed it is called today.
  const after = field.print.after ?? (unit === undefined ? '' : `(nay là ${unit})`);
  const head = { span, number: field.number ?? '', label: field.label.vi };
  if (as === 'choices')
    return {
      ...head,
      kind: 'choices',
      choices: view.choices.map((choice) => ({ label: choice.label.vi, chosen: choice.value === view.value })),
    };
  const boxes = as === 'boxes' && (view.value === '' || /^\d{12}$/.test(view.value));
  return { ...head, kind: boxes ? 'boxes' : 'line', value: printed(field, view), after, lines };
}

/** Cells one after another, a new line when twelve twelfths are full. */
function linesOf(cells: readonly Cell[]): Block[] {
  const lines: Cell[][] = [];
  let left = 0;
  for (const cell of cells) {
    const last = lines.at(-1);
    if (last === undefined || cell.span > left) {
      lines.push([cell]);
      left = 12 - cell.span;
    } else {
      last.push(cell);
      left -= cell.span;
    }
  }
  return lines.map((line) => ({ kind: 'line', cells: line }));
}

const weights: Partial<Record<FormField['type'], number>> = {
  name: 30,
  date: 15,
  sex: 9,
  'personal-number': 18,
  count: 8,
};

function tableOf(section: FormSection, view: SectionView): Block[] {
  const { table } = section;
  if (table === undefined || view.table === null) return [];
  const rows = view.table.rows.map(({ fields }) =>
    table.columns.map((column, at) => {
      const field = fields[at];
      return field === undefined ? '' : printed(column, field);
    }),
  );
  const empty = Array.from({ length: Math.max(0, table.printed - rows.length) }, () => table.columns.map(() => ''));
  const number = table.number === undefined ? '' : `${table.number}. `;
  return [
    {
      kind: 'table',
      title: `${number}${table.title.vi}`,
      heads: ['TT', ...table.columns.map((column) => column.label.vi)],
      widths: [6, ...table.columns.map(({ type }) => weights[type] ?? 18)],
      rows: [...rows, ...empty].map((row, at) => [String(at + 1), ...row]),
    },
  ];
}

function sectionBlocks(
  section: FormSection,
  view: SectionView,
  without: string | undefined,
  newUnit: NewUnit,
): Block[] {
  const cells = section.fields.flatMap((field, at) => {
    const shown = view.fields[at];
    const hidden = field.print.hidden === true || field.id === without;
    return shown === undefined || hidden ? [] : [cellOf(field, shown, newUnit)];
  });
  const { title, titlePrinted } = section;
  const heading: Block[] = title === undefined || !titlePrinted ? [] : [{ kind: 'heading', text: title.vi }];
  const body = [...linesOf(cells), ...tableOf(section, view)];
  return body.length === 0 ? [] : [...heading, ...body];
}

const valueOf = (view: FormView, fieldId: string): string =>
  view.sections.flatMap(({ fields }) => fields).find((field) => field.fieldId === fieldId)?.value ?? '';

/** The paper of a filled form. `people` gives name and number of a role, for the signatures. */
export function makeModel(
  form: Form,
  view: FormView,
  about: {
    /** dd/mm/yyyy. */
    readonly today: string;
    readonly footer: string;
    readonly madeAt: Date;
    readonly newUnit: NewUnit;
    readonly personOf: (role: string) => { readonly name: string; readonly number: string } | undefined;
  },
): DocumentModel {
  const blocks: Block[] = [];
  let beside: { readonly letter: string; readonly columns: Block[][] } | undefined;
  for (const [at, section] of form.sections.entries()) {
    const shown = view.sections[at];
    if (shown === undefined) continue;
    const own = sectionBlocks(section, shown, form.addressee?.field, about.newUnit);
    if (own.length === 0) continue;
    if (section.beside === undefined) {
      beside = undefined;
      blocks.push(...own);
    } else if (beside !== undefined && beside.letter === section.beside) beside.columns.push(own);
    else {
      const columns = [own];
      beside = { letter: section.beside, columns };
      blocks.push({ kind: 'beside', columns });
    }
  }
  const signatures = form.signatures.map(({ title, note = '', role, number }) => {
    const person = role === undefined ? undefined : about.personOf(role);
    return { title, note, name: person?.name ?? '', number: number ? (person?.number ?? '') : '' };
  });
  return {
    code: form.code,
    title: form.name.vi,
    stamp: form.stamp,
    motto: form.motto,
    addressee: form.addressee === undefined ? null : valueOf(view, form.addressee.field),
    blocks,
    declaration: form.declaration?.vi ?? '',
    dateLine: dateInLine(about.today),
    signatures,
    footer: about.footer,
    madeAt: about.madeAt,
  };
}
