/** What a clerk sees of a visit's insurance, in an opened visit alone. */
import { z } from 'zod';
import { insuranceCodes } from './insurance-codes.ts';
import { proposalReasons } from './insurance-proposal.ts';
import { insuranceNumberSchema, insuranceViewSchema } from './insurance.ts';
import { idSchema } from './station.ts';

const day = z.iso.date().nullable();

export const clerkInsuranceSchema = z.object({
  view: insuranceViewSchema,
  /** What the gateway or the server calls it; its sentences are in `text/insurance.ts`. */
  code: z.enum(insuranceCodes).nullable(),
  since: z.iso.datetime(),
  /** Asked, and not known whether it was answered: only a person asks again. */
  uncertain: z.boolean(),
  card: z
    .object({
      number: z.string().nullable(),
      bhxhNumber: z.string().nullable(),
      registeredAt: z.string().nullable(),
      from: day,
      until: day,
      region: z.string().nullable(),
      fiveYearsOn: day,
      issuer: z.string().nullable(),
      note: z.string().nullable(),
    })
    .nullable(),
  ratePercent: z.number().int().nullable(),
  /** The year's own payments in đồng, where the site asks for them. */
  coPaid: z.number().nullable(),
  /** A stay elsewhere without an end, or another house that looked this card up today. `at` is `yyyy-mm-dd hh:mm`. */
  alerts: z.array(z.object({ kind: z.enum(['open-stay', 'looked-up-today']), where: z.string(), at: z.string() })),
  /** MA_DOITUONG_KCB and MA_LOAI_KCB as the rules propose them, and why. */
  proposal: z.object({
    subject: z.string(),
    subjectName: z.string(),
    visitType: z.string(),
    visitTypeName: z.string(),
    reason: z.enum(proposalReasons),
  }),
  /** Every subject that may be confirmed instead. */
  subjects: z.array(z.object({ code: z.string(), name: z.string() })),
  confirmed: z.object({ code: z.string(), by: z.string(), at: z.iso.datetime() }).nullable(),
});
export type ClerkInsurance = z.infer<typeof clerkInsuranceSchema>;

/** Asks again in the officer's own name; `number` where the person brought another one. */
export const lookUpAgainSchema = z.object({ visitId: idSchema, number: insuranceNumberSchema.optional() });
export const confirmSubjectSchema = z.object({ visitId: idSchema, subject: z.string().regex(/^\d+(\.\d+)?$/) });
