/** Who works with the server, and what there is to be allowed. The matrix of both is the server's (`staff/roles.ts`). */
import { z } from 'zod';

export const roles = [
  'reception',
  'cashier',
  /** At a one-stop centre. */
  'counter-officer',
  /** No right to any database: the chip's own proof is all there is to see. */
  'postal-officer',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

export const staffActions = [
  'arrivals.list',
  'arrivals.open',
  'photo.compare',
  'help.answer',
  'insurance.see',
  'insurance.confirm',
  'population.look-up',
  'visit.settle',
  'person.name',
  'forms.fill',
  'work-items.list',
  'work-items.take',
  'work-items.close',
  'work-items.export',
  'admin.overview',
  'audit.verify',
  'trust.see',
  'trust.change',
  'hand-over.see',
  'hand-over.retry',
  'staff.manage',
  'own.password',
] as const;
export type StaffAction = (typeof staffActions)[number];

/** Why somebody looks at a person: one of these, and free text where `other`. */
export const lookUpReasons = ['reception', 'card-in-hand', 'correction', 'payment', 'complaint', 'other'] as const;
export type LookUpReason = (typeof lookUpReasons)[number];

export const passwordSchema = z.string().min(8).max(200);
export const accountSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,59}$/);
/** The person whom state services are told as the officer: name and 12-digit number, as registered with BHXH. */
export const officerIdentitySchema = z.object({
  fullName: z.string().trim().min(2).max(100),
  personalNumber: z.string().regex(/^\d{12}$/),
});

export type OfficerIdentity = z.infer<typeof officerIdentitySchema>;

export const staffRequestSchema = z.object({
  account: accountSchema,
  name: z.string().trim().min(1).max(100),
  role: z.enum(roles),
  password: passwordSchema,
});
export const passwordChangeSchema = z.object({ current: z.string().min(1).max(200), next: passwordSchema });

/** What an administrator does with an account. */
export const staffActSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('disable'), account: accountSchema }),
  z.object({ act: z.literal('role'), account: accountSchema, role: z.enum(roles) }),
  z.object({ act: z.literal('password'), account: accountSchema, password: passwordSchema }),
  z.object({ act: z.literal('end-sessions'), account: accountSchema }),
  z.object({ act: z.literal('officer'), account: accountSchema, officer: officerIdentitySchema.nullable() }),
]);
export type StaffAct = z.infer<typeof staffActSchema>;

/** An account as an administrator sees it; whether an identity is bound, never which. */
export interface StaffRow {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly hasOfficerIdentity: boolean;
  readonly sessions: number;
}
