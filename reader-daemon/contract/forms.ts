/**
 * Server ↔ the officer's form screens, over HTTP under `/api/staff/forms`, behind a staff session. Every change answers
 * with the whole case as it stands then. Values are personal data: a screen keeps them no longer than it shows them.
 */
import { z } from 'zod';
import { overallVerdicts } from '@cccd-kiosk/emrtd/inspection/verdict';
import { checksSchema, idSchema, instantSchema } from './station.ts';

const wordsSchema = z.object({ vi: z.string(), en: z.string() });

/** Where a value comes from: the chip · a database · the officer's hands · typed earlier in this case for another field. */
export const valueSources = ['chip', 'record', 'typed', 'earlier'] as const;
export type ValueSource = (typeof valueSources)[number];

/** How sure we are of a fact about a form: several sources · one good source · inferred. */
export const confidences = ['H', 'M', 'L'] as const;

export const fieldTypes = [
  'text',
  'long',
  'name',
  'date',
  'time',
  'sex',
  'personal-number',
  'phone',
  'email',
  'count',
  'choice',
  'check',
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** What is needed still, or does not fit: `missing`, a value out of shape, or a chip that has to be read again for it. */
export const fieldProblems = ['missing', 'out-of-shape', 'too-long', 'tap-again'] as const;

// ---- lists ------------------------------------------------------------------------------------------------------

export const formStates = ['current', 'expired', 'future'] as const;

export const formSummarySchema = z.object({
  code: z.string(),
  version: z.string(),
  name: wordsSchema,
  legalBasis: z.string(),
  state: z.enum(formStates),
  /** The code and version that stands in for an expired one. */
  successor: z.string().nullable(),
  confidence: z.enum(confidences),
  effectiveFrom: z.string(),
  effectiveTo: z.string().nullable(),
});
export type FormSummary = z.infer<typeof formSummarySchema>;

/** One of the 25 essential services (Đề án 06) and what it asks for. */
export const serviceSummarySchema = z.object({
  number: z.number().int(),
  name: wordsSchema,
  agency: wordsSchema,
  needs: z.array(wordsSchema),
  /** Codes of the shipped forms that serve it; empty when this build has none. */
  forms: z.array(z.string()),
  shipped: z.boolean(),
  portal: z.string(),
  confidence: z.enum(confidences),
});
export type ServiceSummary = z.infer<typeof serviceSummarySchema>;

/** `GET /api/staff/forms?q=dkks`: the best match first; all of them without `q`. */
export const searchResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('form'), score: z.number(), form: formSummarySchema }),
  z.object({ kind: z.literal('service'), score: z.number(), service: serviceSummarySchema }),
]);
export type SearchResult = z.infer<typeof searchResultSchema>;

/** A file of the registry that was not taken, and why. For the administrator. */
export const registryProblemSchema = z.object({
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  /** Dotted, as `sections.0.fields.2.source`. */
  path: z.string(),
  reason: z.string(),
});
export type RegistryProblem = z.infer<typeof registryProblemSchema>;

// ---- a case -----------------------------------------------------------------------------------------------------

export const fieldViewSchema = z.object({
  fieldId: z.string(),
  /** As printed on the form: `1`, `[01]`. */
  number: z.string().nullable(),
  label: wordsSchema,
  hint: wordsSchema.nullable(),
  type: z.enum(fieldTypes),
  required: z.boolean(),
  max: z.number().int(),
  choices: z.array(z.object({ value: z.string(), label: wordsSchema })),
  /** Empty when there is none. Dates are dd/mm/yyyy, mm/yyyy or yyyy. */
  value: z.string(),
  source: z.enum(valueSources).nullable(),
  /** Chip and database values do not change; a correction stands beside them. */
  locked: z.boolean(),
  correction: z.object({ value: z.string(), reason: z.string(), by: z.string(), at: instantSchema }).nullable(),
  problem: z.enum(fieldProblems).nullable(),
  /** The person the value belongs to, when it is a person's. */
  personId: z.string().nullable(),
});
export type FieldView = z.infer<typeof fieldViewSchema>;

export const tableViewSchema = z.object({
  tableId: z.string(),
  title: wordsSchema,
  /** Tap or type a person of this role to add a row. */
  role: z.string(),
  most: z.number().int(),
  columns: z.array(z.object({ fieldId: z.string(), label: wordsSchema })),
  rows: z.array(z.object({ personId: z.string(), fields: z.array(fieldViewSchema) })),
});
export type TableView = z.infer<typeof tableViewSchema>;

export const sectionViewSchema = z.object({
  sectionId: z.string(),
  title: wordsSchema.nullable(),
  role: z.string().nullable(),
  fields: z.array(fieldViewSchema),
  table: tableViewSchema.nullable(),
});

export const formViewSchema = z.object({
  formId: idSchema,
  code: z.string(),
  version: z.string(),
  name: wordsSchema,
  legalBasis: z.string(),
  sections: z.array(sectionViewSchema),
  attachments: z.array(
    z.object({ attachmentId: z.string(), label: wordsSchema, required: z.boolean(), present: z.boolean() }),
  ),
  /** What this form may ask a card for. */
  roles: z.array(
    z.object({
      role: z.string(),
      label: wordsSchema,
      many: z.boolean(),
      /** False for those who have no card: a child, somebody who died. */
      card: z.boolean(),
      people: z.array(z.string()),
    }),
  ),
  /** What stands in the way of finishing: field ids (`members.PERSON.name` in a table) and attachment ids. */
  missing: z.object({ fields: z.array(z.string()), attachments: z.array(z.string()) }),
  /** The first empty required field: where the cursor goes. */
  next: z.string().nullable(),
  filled: z.number().int(),
  fieldCount: z.number().int(),
  portal: z.boolean(),
});
export type FormView = z.infer<typeof formViewSchema>;

export const addressCandidateSchema = z.object({
  wardCode: z.string(),
  ward: z.string(),
  provinceCode: z.string(),
  province: z.string(),
  /** `only`: the old ward went whole into this one · `part`: it was divided, a person decides · `same`: it is a new ward already. */
  kind: z.enum(['only', 'part', 'same']),
  /** The old ward this was reached by, as it was called. */
  from: z.string(),
});
export type AddressCandidate = z.infer<typeof addressCandidateSchema>;

export const personViewSchema = z.object({
  personId: z.string(),
  kind: z.enum(['card', 'typed', 'visit']),
  name: z.string(),
  roles: z.array(z.string()),
  overall: z.enum(overallVerdicts).nullable(),
  checks: checksSchema.nullable(),
  readAt: instantSchema.nullable(),
  /** `GET /cases/ID/people/PERSON/photo` has it, until it is compared. */
  photo: z.boolean(),
  /** Old and new administrative unit of the residence; `new` once a person has confirmed it. */
  address: z
    .object({ old: z.string(), candidates: z.array(addressCandidateSchema), new: z.string().nullable() })
    .nullable(),
});
export type PersonView = z.infer<typeof personViewSchema>;

export const caseViewSchema = z.object({
  caseId: idSchema,
  /** Rises with every change. */
  revision: z.number().int(),
  state: z.enum(['open', 'finished', 'erased']),
  openedAt: instantSchema,
  /** Empty when a person began it at a kiosk. */
  openedBy: z.string(),
  finishedAt: instantSchema.nullable(),
  fileNumber: z.string().nullable(),
  station: z.object({ stationId: idSchema, name: z.string() }).nullable(),
  /** The next proven reading of the station comes to this case, as that role. */
  awaiting: z.object({ role: z.string(), until: instantSchema }).nullable(),
  /** What came of the last card laid down for this case. */
  lastTap: z
    .object({
      at: instantSchema,
      outcome: z.enum(['taken', 'not-proven', 'suspicious']),
      personId: z.string().nullable(),
      /** Of a card that filled nothing: what was wrong with it. */
      checks: checksSchema.nullable(),
    })
    .nullable(),
  people: z.array(personViewSchema),
  forms: z.array(formViewSchema),
  /** What the citizen said to the forms on their own screen. */
  review: z.object({ state: z.enum(['shown', 'right', 'something-wrong']), at: instantSchema }).nullable(),
  undo: z.object({ what: z.string(), until: instantSchema }).nullable(),
  /** Characters that nobody had to type, and those that somebody did. */
  effort: z.object({ saved: z.number().int(), typed: z.number().int() }),
});
export type CaseView = z.infer<typeof caseViewSchema>;

export const caseRowSchema = z.object({
  caseId: idSchema,
  state: z.enum(['open', 'finished', 'erased']),
  openedAt: instantSchema,
  openedBy: z.string(),
  fileNumber: z.string().nullable(),
  forms: z.array(z.string()),
  maskedName: z.string(),
  /** Ticket number of the visit that it began with; empty without one. */
  number: z.string(),
});
export type CaseRow = z.infer<typeof caseRowSchema>;

// ---- requests ---------------------------------------------------------------------------------------------------

const code = z.string().regex(/^[A-Za-z0-9._-]{1,40}$/);
const role = z.string().regex(/^[a-z][a-z-]{0,30}$/);
const field = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/);
const value = z.string().max(2000);

/** `POST /cases`. A visit of today brings its name, number, birth date and sex along. */
export const openCaseSchema = z.object({
  forms: z.array(code).max(8).default([]),
  stationId: idSchema.optional(),
  visitId: idSchema.optional(),
});
export const addFormSchema = z.object({ code });
export const removeFormSchema = z.object({ formId: idSchema });
/** `POST /cases/ID/tap`: the next card of that station, within two minutes, belongs to this case. */
export const awaitTapSchema = z.object({ stationId: idSchema.optional(), role });
export const setValueSchema = z.object({
  formId: idSchema,
  fieldId: field,
  /** In a table: whose row. */
  personId: z.string().max(64).optional(),
  value,
  /** Needed for a locked field: it becomes a correction beside the chip's value. */
  reason: z.string().min(1).max(300).optional(),
});
/** A person without a card: typed once, used wherever the role is. */
export const addPersonSchema = z.object({ role, facts: z.record(z.string().max(40), value).default({}) });
export const assignRoleSchema = z.object({ role, personId: z.string().max(64) });
export const removePersonSchema = z.object({ role, personId: z.string().max(64) });
export const setAttachmentSchema = z.object({ formId: idSchema, attachmentId: field, present: z.boolean() });
export const confirmAddressSchema = z.object({
  personId: z.string().max(64),
  wardCode: z
    .string()
    .regex(/^\d{5}$/)
    .nullable(),
});
export const comparedPhotoSchema = z.object({ personId: z.string().max(64), answer: z.enum(['same', 'needs-look']) });

// ---- what comes out ---------------------------------------------------------------------------------------------

/** `GET /cases/ID/forms/FORM/portal`: for the bookmarklet, and for copying field by field. */
export const portalFillSchema = z.object({
  /** Pages this filling is meant for. */
  hosts: z.array(z.string()),
  controls: z.array(
    z.object({
      /** Names or ids of the portal's control, in the order to try. */
      names: z.array(z.string()),
      kind: z.enum(['text', 'choice', 'date']),
      value: z.string(),
      label: z.string(),
      /** Id or class of what adds a row, where this control stands in one that may not be there yet. */
      add: z.string().optional(),
    }),
  ),
  copy: z.array(z.object({ label: wordsSchema, value: z.string() })),
});
export type PortalFill = z.infer<typeof portalFillSchema>;

/** `GET /stations`: where a card can be laid down for a case. */
export interface FormStation {
  readonly stationId: string;
  readonly name: string;
  readonly connected: boolean;
}

export const statisticsSchema = z.object({
  day: z.string(),
  cases: z.number().int(),
  finished: z.number().int(),
  saved: z.number().int(),
  typed: z.number().int(),
  /** Seconds from opening to finishing, of the finished ones. */
  medianSeconds: z.number().nullable(),
  byForm: z.array(z.object({ code: z.string(), cases: z.number().int() })),
  byOfficer: z.array(
    z.object({
      officer: z.string(),
      cases: z.number().int(),
      finished: z.number().int(),
      saved: z.number().int(),
      typed: z.number().int(),
    }),
  ),
});
export type Statistics = z.infer<typeof statisticsSchema>;
