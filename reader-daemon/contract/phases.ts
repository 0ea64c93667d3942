/** Where a reading stands, as the screens tell it. One list for daemon, server and screens. */
import { phases } from '@cccd-kiosk/emrtd/inspection/progress';
import { z } from 'zod';

export const phaseSchema = z.enum(phases);

/** Reported at most ten times a second for one reader. */
export const progressSchema = z.object({
  phase: phaseSchema,
  /** 0–100, of octets read; never falls within one reading. */
  percent: z.number().min(0).max(100),
  /** Estimated seconds left, only when known. */
  secondsLeft: z.number().min(0).max(600).optional(),
});
export type ReadingProgress = z.infer<typeof progressSchema>;
