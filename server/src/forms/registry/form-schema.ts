import { z } from 'zod';
import { confidences, fieldTypes } from '@cccd-kiosk/contract/forms';
import { isFact } from '../values/facts.ts';

/** A form as its file says it. Strict: a word that is not known here is a mistake with a line. */
const id = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/, 'small letters, digits and hyphens, a letter first');
const day = z.iso.date('a day as yyyy-mm-dd');
export const wordsSchema = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const confidence = z.enum(confidences);

/** `chip.FACT` and `person.FACT` are of the role's person; the others of the case itself. */
const caseSources = ['form.today', 'form.todayInWords', 'site.name', 'officer.name'] as const;
export type CaseSource = (typeof caseSources)[number];
const source = z.string().refine((text) => {
  const [kind, fact = '', ...more] = text.split('.');
  if ((caseSources as readonly string[]).includes(text)) return true;
  return more.length === 0 && (kind === 'chip' || kind === 'person') && isFact(fact);
}, 'no such source');

const fieldSchema = z.strictObject({
  id,
  /** As printed: `1`, `[01]`. */
  number: z.string().max(8).optional(),
  label: wordsSchema,
  hint: wordsSchema.optional(),
  type: z.enum(fieldTypes),
  required: z.boolean().default(false),
  /** Longest value, in letters. */
  max: z.number().int().min(1).max(2000).default(200),
  choices: z.array(z.strictObject({ value: z.string().min(1), label: wordsSchema })).optional(),
  role: id.optional(),
  source: source.optional(),
  /** A value to begin with; the officer may change it. */
  initial: z.string().max(200).optional(),
  /** Needed when another field of the form has one of these values. */
  requiredWhen: z.strictObject({ field: id, is: z.array(z.string()).min(1) }).optional(),
  print: z
    .strictObject({
      as: z.enum(['line', 'boxes', 'choices']).optional(),
      upper: z.boolean().optional(),
      /** Twelfths of the line it takes. */
      span: z.number().int().min(2).max(12).optional(),
      /** Empty lines to write on when there is no value. */
      lines: z.number().int().min(1).max(8).optional(),
      /** Words after the value. */
      after: z.string().optional(),
      hidden: z.boolean().optional(),
    })
    .default({}),
  confidence: confidence.optional(),
});
export type FormField = z.output<typeof fieldSchema>;

const tableSchema = z.strictObject({
  id,
  /** The people of its rows. */
  role: id,
  title: wordsSchema,
  number: z.string().max(8).optional(),
  least: z.number().int().min(0).max(50).default(0),
  most: z.number().int().min(1).max(200),
  /** Empty rows that the paper shows at least. */
  printed: z.number().int().min(0).max(20).default(3),
  columns: z.array(fieldSchema).min(1).max(10),
});
export type FormTable = z.output<typeof tableSchema>;

const sectionSchema = z.strictObject({
  id,
  title: wordsSchema.optional(),
  /** False where the paper has no such heading and the screens need one. */
  titlePrinted: z.boolean().default(true),
  role: id.optional(),
  /** Two sections of one letter are printed side by side. */
  beside: z.string().max(1).optional(),
  fields: z.array(fieldSchema).default([]),
  table: tableSchema.optional(),
});
export type FormSection = z.output<typeof sectionSchema>;

export const formSchema = z
  .strictObject({
    code: z.string().regex(/^[A-Z0-9][A-Za-z0-9.-]{0,39}$/, 'capitals, digits, dots and hyphens'),
    version: z.string().regex(/^[A-Za-z0-9.-]{1,20}$/),
    name: wordsSchema,
    /** Words an officer may look for besides the name. */
    alsoCalled: z.array(z.string()).default([]),
    legalBasis: z.string().min(1),
    /** Printed in the corner of the paper. */
    stamp: z.string().min(1),
    effectiveFrom: day,
    effectiveTo: day.optional(),
    successor: z.strictObject({ code: z.string(), version: z.string() }).optional(),
    confidence,
    note: z.string().optional(),
    /** How long a case of this form keeps what identifies a person, days after it was opened. */
    retentionDays: z.number().int().min(0).max(3650),
    motto: z.boolean().default(true),
    addressee: z.strictObject({ field: id }).optional(),
    roles: z
      .array(
        z.strictObject({
          id,
          label: wordsSchema,
          many: z.boolean().default(false),
          card: z.boolean().default(true),
          /** Whoever has that role is this one too, until somebody else is: the bride, when a woman asks. */
          startsAs: z.strictObject({ role: id, sex: z.enum(['Nam', 'Nữ']).optional() }).optional(),
        }),
      )
      .min(1),
    sections: z.array(sectionSchema).min(1),
    declaration: wordsSchema.optional(),
    attachments: z
      .array(z.strictObject({ id, label: wordsSchema, required: z.boolean(), confidence: confidence.optional() }))
      .default([]),
    signatures: z
      .array(
        z.strictObject({
          title: z.string().min(1),
          note: z.string().optional(),
          role: id.optional(),
          number: z.boolean().default(false),
        }),
      )
      .max(6)
      .default([]),
    portal: z.string().optional(),
  })
  .superRefine((form, context) => {
    const wrong = (path: PropertyKey[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    const roles = new Set(form.roles.map((role) => role.id));
    const seen = new Set<string>();
    const top = new Set(form.sections.flatMap(({ fields }) => fields.map((field) => field.id)));
    const many = new Set(form.roles.filter((role) => role.many).map((role) => role.id));

    const check = (
      field: FormField,
      path: PropertyKey[],
      role: string | undefined,
      among: ReadonlySet<string>,
    ): void => {
      const personal = field.source !== undefined && /^(chip|person)\./.test(field.source);
      if (personal && role === undefined)
        wrong([...path, 'source'], 'a person’s fact needs a role, here or on the section');
      if ((field.type === 'choice') !== (field.choices !== undefined))
        wrong([...path, 'type'], 'choices belong to the type choice, and to it alone');
      if (field.requiredWhen !== undefined && !among.has(field.requiredWhen.field))
        wrong([...path, 'requiredWhen', 'field'], 'no such field on this form');
    };
    const once = (name: string, path: PropertyKey[]): void => {
      if (seen.has(name)) wrong(path, `"${name}" is the id of another field, table or attachment`);
      seen.add(name);
    };
    const known = (role: string | undefined, path: PropertyKey[]): void => {
      if (role !== undefined && !roles.has(role)) wrong(path, `"${role}" is not among the roles`);
    };

    for (const [s, section] of form.sections.entries()) {
      const at = ['sections', s];
      known(section.role, [...at, 'role']);
      if (section.fields.length === 0 && section.table === undefined)
        wrong(at, 'a section without fields and without a table');
      for (const [f, field] of section.fields.entries()) {
        const path = [...at, 'fields', f];
        once(field.id, [...path, 'id']);
        known(field.role, [...path, 'role']);
        const role = field.role ?? section.role;
        if (role !== undefined && many.has(role)) wrong(path, 'a role of many people belongs in a table');
        check(field, path, role, top);
      }
      const { table } = section;
      if (table === undefined) continue;
      once(table.id, [...at, 'table', 'id']);
      known(table.role, [...at, 'table', 'role']);
      if (roles.has(table.role) && !many.has(table.role))
        wrong([...at, 'table', 'role'], 'the role of a table is of many people');
      const columns = new Set(table.columns.map((column) => column.id));
      if (columns.size !== table.columns.length) wrong([...at, 'table', 'columns'], 'two columns share an id');
      for (const [c, column] of table.columns.entries())
        check(column, [...at, 'table', 'columns', c], table.role, columns);
    }
    for (const [a, attachment] of form.attachments.entries()) once(attachment.id, ['attachments', a, 'id']);
    for (const [i, signature] of form.signatures.entries()) known(signature.role, ['signatures', i, 'role']);
    if (form.addressee !== undefined && !top.has(form.addressee.field))
      wrong(['addressee', 'field'], 'no such field on this form');
    if (form.effectiveTo !== undefined && form.effectiveTo < form.effectiveFrom)
      wrong(['effectiveTo'], 'before effectiveFrom');
    if (form.effectiveTo !== undefined && form.successor === undefined)
      wrong(['effectiveTo'], 'an expired version names its successor');
  });
export type Form = z.output<typeof formSchema>;

export const servicesSchema = z.strictObject({
  source: z.string(),
  services: z
    .array(
      z.strictObject({
        number: z.number().int().min(1).max(99),
        name: wordsSchema,
        alsoCalled: z.array(z.string()).default([]),
        agency: wordsSchema,
        needs: z.array(wordsSchema).min(1),
        forms: z.array(z.string()).default([]),
        portal: z.string(),
        confidence,
      }),
    )
    .min(1),
});
export type Services = z.output<typeof servicesSchema>;

const controlNames = z.array(z.string().min(1).max(80)).min(1);
/** Our value → the portal's. */
const controlValues = z.record(z.string(), z.string()).default({});

/** A portal's controls, by the field of ours that fills them. */
export const portalSchema = z.strictObject({
  id,
  hosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)).min(1),
  source: z.string(),
  confidence,
  controls: z.array(
    z.strictObject({
      names: controlNames,
      field: id,
      /**
       * `date-shape`: how much of the date is known, `day`, `month` or `year`, by `values`. Stands before the date: choosing
       * it empties the date on the portals that have it.
       */
      kind: z.enum(['text', 'choice', 'date', 'date-shape']).default('text'),
      values: controlValues,
    }),
  ),
  /** Rows of a table: `{row}` in a name is the row's place, from 0. */
  tables: z
    .array(
      z.strictObject({
        table: id,
        /** Id or class of what adds a row, pressed where a row is missing. */
        add: z
          .string()
          .regex(/^[.#][A-Za-z][A-Za-z0-9_-]{0,60}$/)
          .optional(),
        controls: z
          .array(
            z.strictObject({
              names: z
                .array(
                  z
                    .string()
                    .max(80)
                    .regex(/\{row\}/),
                )
                .min(1),
              column: id,
              kind: z.enum(['text', 'choice', 'date']).default('text'),
              values: controlValues,
            }),
          )
          .min(1),
      }),
    )
    .default([]),
});
export type Portal = z.output<typeof portalSchema>;
