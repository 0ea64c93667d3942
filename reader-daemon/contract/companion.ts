import { z } from 'zod';

/** What a companion is to the patient, one tile each; nobody is asked for more. */
export const companionRelations = ['child', 'spouse', 'parent', 'other'] as const;
export type CompanionRelation = (typeof companionRelations)[number];
export const companionRelationSchema = z.enum(companionRelations);

/**
 * Where a kiosk stands: `card`: the companion's card is awaited; `same-card`: the patient's own was laid down again;
 * `relation`: read and proven; `not-taken`: read and not proven, whatever the reason.
 */
export const companionSteps = ['card', 'same-card', 'relation', 'not-taken'] as const;
export type CompanionStep = (typeof companionSteps)[number];

/** Whoever came with the patient, by a proven card of their own, for a day at most. */
export const companionSchema = z.object({
  fullName: z.string(),
  number: z.string(),
  relation: companionRelationSchema,
  until: z.iso.datetime(),
});
export type CompanionView = z.infer<typeof companionSchema>;
