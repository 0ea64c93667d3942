/** `GET /api/staff/insurance/status`, administrators only: how the link to the insurance gateway does. No personal data. */
import { z } from 'zod';

export const breakerStates = ['closed', 'open', 'half-open'] as const;
export type BreakerState = (typeof breakerStates)[number];

export const insuranceStatusSchema = z.object({
  /** False at a site without a gateway: everything else is empty then. */
  configured: z.boolean(),
  /** `open`: nobody waits for the gateway; `half-open`: one question goes out to see whether it is back. */
  breaker: z.object({
    state: z.enum(breakerStates),
    since: z.iso.datetime().nullable(),
    /** When it is tried again. */
    triesAt: z.iso.datetime().nullable(),
    /** What opened it: a code of `insurance-codes.ts`. */
    cause: z.string().nullable(),
  }),
  /** Look-ups to be made, and how long the oldest has waited. */
  depth: z.number().int().min(0),
  oldestAgeSeconds: z.number().int().min(0).nullable(),
  /** Asked without a whole answer: never asked again by itself. */
  uncertain: z.number().int().min(0),
  lastGoodAt: z.iso.datetime().nullable(),
  /** Questions a second: as agreed with the gateway, and as sent over the last minute. */
  rate: z.object({ agreed: z.number().positive(), lastMinute: z.number().min(0) }),
  /** Rule tables that ended without a successor, by name. */
  expiredTables: z.array(z.string()),
});
export type InsuranceStatus = z.infer<typeof insuranceStatusSchema>;
