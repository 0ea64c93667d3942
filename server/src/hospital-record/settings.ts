import { z } from 'zod';
import { defaultIdentifierBase, own } from '../fhir/systems.ts';
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
    /** Of a person's appointments, who stands at a kiosk meanwhile: of all its questions together. */
    appointmentTimeoutMs: z.number().int().min(50).max(10_000).default(3000),
    /** Coding system in which its appointments name a department by this site's id. */
    departmentSystem: z.string().min(1).max(300).default(own.department),
  })
  .refine(isSealedLine, plainRefused);
export type HospitalRecordSettings = z.output<typeof hospitalRecordSchema>;
