import { z } from 'zod';
import { defaultIdentifierBase } from '../hand-over/fhir/systems.ts';
import { isSealedLine, outgoingLine, plainRefused } from '../http/outgoing-line.ts';

/** The hospital's own records, read over FHIR R4. Off unless it stands in the settings. */
export const hospitalRecordSchema = z
  .strictObject({
    ...outgoingLine,
    /** Of the identifier systems (VN Core). */
    identifierBase: z.url().default(defaultIdentifierBase),
    /** A file with the whole Authorization header's value; an account that may only read. */
    authorizationFile: z.string().min(1).max(500).optional(),
    timeoutMs: z.number().int().min(50).max(30_000).default(3000),
  })
  .refine(isSealedLine, plainRefused);
export type HospitalRecordSettings = z.output<typeof hospitalRecordSchema>;
