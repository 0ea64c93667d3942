/** The hand-over to the hospital's systems as an administrator sees it. Counts, codes and our own ids; nobody's name. */
import { z } from 'zod';
import { idSchema } from './station.ts';

export interface DestinationState {
  readonly name: string;
  /** `fhir`, `hl7v2` …; null for one that is no longer in the settings and still has messages. */
  readonly kind: string | null;
  readonly waiting: number;
  readonly dead: number;
  /** When the oldest message that still waits was made. */
  readonly oldest: string | null;
  readonly lastTaken: string | null;
}

/** A message that the other system refused, or that was tried for too long: a person decides. */
export interface DeadLetter {
  readonly id: string;
  readonly destination: string;
  readonly visitId: string;
  readonly event: 'registered' | 'changed' | 'cancelled';
  /** Why, as a stable code: `http-422`, `AE`, `different-patient`. */
  readonly code: string;
  readonly attempts: number;
  readonly createdAt: string;
}

export interface HandOverOverview {
  readonly destinations: readonly DestinationState[];
  /** The latest first, at most 200. */
  readonly dead: readonly DeadLetter[];
}

/** One message, or all of a destination (an account that was mended). */
export const handOverRetrySchema = z.union([
  z.strictObject({ id: idSchema }),
  z.strictObject({ destination: z.string().regex(/^[a-z0-9-]{1,40}$/) }),
]);
export type HandOverRetry = z.infer<typeof handOverRetrySchema>;
