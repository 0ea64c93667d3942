/** The citizen's own path at a kiosk: a form's questions, one a screen, and what stands on it. */
import { z } from 'zod';
import { fieldTypes } from './forms.ts';
import { idSchema } from './station.ts';

const words = z.object({ vi: z.string(), en: z.string() });

export const citizenQuestionSchema = z.object({
  fieldId: z.string(),
  label: words,
  hint: words.nullable(),
  type: z.enum(fieldTypes),
  choices: z.array(z.object({ value: z.string(), label: words })),
  max: z.number().int(),
  value: z.string(),
});
export type CitizenQuestion = z.infer<typeof citizenQuestionSchema>;

/** How the printing of a form stands. `too-long`: more sheets than a kiosk gives. */
export const citizenPapers = ['none', 'printing', 'printed', 'out-of-paper', 'failed', 'too-long'] as const;
export type CitizenPaper = (typeof citizenPapers)[number];

/** What was looked for and found. A result without a code has no form that is filled here: an officer does it. */
export const procedureSearchSchema = z.object({
  query: z.string(),
  found: z.array(z.object({ code: z.string().nullable(), name: words })),
  /** Found as well, but not shown. */
  more: z.number().int().min(0),
});
export type ProcedureSearch = z.infer<typeof procedureSearchSchema>;

export const citizenCaseSchema = z.object({
  caseId: idSchema,
  name: words,
  /** In the paper's order: what it needs and the chip does not say. */
  asked: z.array(citizenQuestionSchema),
  lines: z.array(z.object({ label: words, value: z.string(), chip: z.boolean() })),
});
export type CitizenCase = z.infer<typeof citizenCaseSchema>;
