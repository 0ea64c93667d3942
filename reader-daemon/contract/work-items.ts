/** Work items as staff screens see them. A row names no person; opening one is a look at a person, with its reason. */
import { z } from 'zod';
import { idSchema } from './station.ts';

export const workItemKinds = [
  /** Chip, insurance and hospital record disagree. */
  'mismatch',
  /** No insurance was found for this person, or it ended. */
  'insurance',
  /** A later answer took away what was pending: to be settled before the cashier takes money. */
  'before-payment',
  /** A setting of the site is wrong (an officer unknown to the gateway, an account refused). For the administrator. */
  'configuration',
  /** The hospital's system refused what was handed over. */
  'hand-over',
  /** A companion's card did not prove itself: the patient has their number, somebody at the desk looks at the card. */
  'companion',
  /** Somebody looked at unusually many people. For the administrator. */
  'alarm',
] as const;
export type WorkItemKind = (typeof workItemKinds)[number];

export const severities = ['information', 'needs-look', 'blocking'] as const;
export type Severity = (typeof severities)[number];

export interface WorkItemRow {
  readonly id: string;
  readonly kind: WorkItemKind;
  readonly severity: Severity;
  readonly code: string;
  readonly field: string | null;
  readonly beforePayment: boolean;
  /** Ticket number and department, or empty. Where it is, not who. */
  readonly number: string;
  readonly where: string;
  readonly openedAt: string;
  readonly owner: { readonly id: string; readonly name: string } | null;
}

/** How two spellings of a field stand to each other, mildest first. */
export const fieldRelations = ['same', 'same-after-normalising', 'accent-only', 'first-letters', 'different'] as const;
export type FieldRelation = (typeof fieldRelations)[number];

/** `person`: what somebody said at a counter about their own card. */
export const valueSources = ['chip', 'insurance', 'population', 'hospital', 'person'] as const;
export type ValueSource = (typeof valueSources)[number];

/** A piece of a value; `differs` is underlined. */
export interface ValuePart {
  readonly text: string;
  readonly differs: boolean;
}

export interface WorkItemDetail extends WorkItemRow {
  readonly visitId: string | null;
  readonly values: readonly {
    readonly source: ValueSource;
    readonly parts: readonly ValuePart[];
    readonly relation: FieldRelation | null;
  }[];
  /** The form that mends this, when there is one. */
  readonly form: 'TK1-TS' | null;
}

export interface WorkItemCount {
  readonly kind: WorkItemKind;
  readonly open: number;
  readonly taken: number;
  readonly blocking: number;
  readonly oldestAt: string;
}

const reason = z.string().trim().min(1).max(200);
export const workItemActSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('take'), id: idSchema }),
  z.object({ act: z.literal('release'), id: idSchema }),
  z.object({ act: z.literal('close'), id: idSchema, reason }),
]);
export type WorkItemAct = z.infer<typeof workItemActSchema>;
export const workItemOpenSchema = z.object({ id: idSchema, reason });

/** Kinds that only an administrator settles. */
export const administratorKinds: readonly WorkItemKind[] = ['configuration', 'hand-over', 'alarm'];

export const workItemExportSchema = z.object({
  format: z.enum(['xlsx', 'csv']),
  /** Empty: every field that disagrees. */
  fields: z.array(z.string().max(40)).max(20).default([]),
  reason,
});
