/**
 * The population service as a counter meets it: what an officer asks, and what came of it. Nothing waits for it and nothing
 * is decided by it.
 */
import { z } from 'zod';
import { lookUpReasons } from './staff.ts';
import { idSchema } from './station.ts';
import type { FieldRelation, ValuePart } from './work-items.ts';

export const populationAskSchema = z
  .object({
    visitId: idSchema,
    reason: z.enum(lookUpReasons),
    /** In the officer's words; needed where the reason is `other`. */
    note: z.string().trim().min(1).max(200).optional(),
  })
  .refine(({ reason, note }) => reason !== 'other' || note !== undefined, { path: ['note'] });
export type PopulationAsk = z.infer<typeof populationAskSchema>;

/** What came of a question. Each has its two sentences and what to do in `text/population.ts`. */
export const populationCodes = [
  'found', // one person, held against the chip field by field
  'confirmed', // the service says yes and tells nothing else
  'no-match', // nobody by this number, name and birth date
  'another-person', // an answer about another number: dropped
  'unreachable', // the question did not leave
  'timed-out', // asked, no answer before the deadline
  'cut-off', // asked, the connection ended
  'redirected',
  'oversized',
  'bad-status',
  'not-xml',
  'malformed', // XML of another form than the documented one
  'account-refused', // HTTP 401, 403
  'request-refused', // a SOAP fault that blames the sender
  'service-fault', // a SOAP fault that blames the service
] as const;
export type PopulationCode = (typeof populationCodes)[number];

export const populationFields = ['full-name', 'birth-date', 'sex', 'personal-number'] as const;
export type PopulationField = (typeof populationFields)[number];

/** A field of the chip beside the service's. Values only where they differ: what agrees is on the screen already. */
export type FieldOutcome =
  | { readonly field: PopulationField; readonly state: 'agrees' | 'not-told' }
  | {
      readonly field: PopulationField;
      readonly state: 'differs';
      readonly relation: FieldRelation;
      readonly chip: readonly ValuePart[];
      readonly population: readonly ValuePart[];
    };

export interface PopulationOutcome {
  readonly code: PopulationCode;
  /** When it came, ISO. */
  readonly at: string;
  /** Every field of `populationFields` where `code` is `found`; else none. */
  readonly fields: readonly FieldOutcome[];
}
