/**
 * Server ↔ counter screen. Socket.IO namespace `/counter`, behind a staff session (cookie). A list row is masked and not
 * audited; opening an arrival is a look at a person and leaves an audit row.
 */
import { z } from 'zod';
import { companionSchema } from './companion.ts';
import { clerkInsuranceSchema } from './insurance-counter.ts';
import type { ClerkInsurance, confirmSubjectSchema, lookUpAgainSchema } from './insurance-counter.ts';
import { insuranceNumberSchema, insuranceStates } from './insurance.ts';
import { checksSchema, idSchema, printedCodeSchema } from './station.ts';
import type { Role } from './staff.ts';
import { overallVerdicts } from '@cccd-kiosk/emrtd/inspection/verdict';

export const signInRequestSchema = z.object({
  account: z.string().min(1).max(60),
  password: z.string().min(1).max(200),
});

export const arrivalRowSchema = z.object({
  visitId: idSchema,
  number: z.string(),
  /** Other numbers that the person may show: a kiosk gave them while the server was away. */
  also: z.array(z.string()),
  /** `Hoàng Văn Đ***`. */
  maskedName: z.string(),
  departmentName: z.string(),
  arrivedAt: z.iso.datetime(),
  overall: z.enum(overallVerdicts).nullable(),
  priority: z.boolean(),
  desk: z.boolean(),
  opened: z.boolean(),
  /** A word without data; null for an officer without the right, and where nothing is asked. */
  insurance: z.enum(insuranceStates).nullable(),
});
export type ArrivalRow = z.infer<typeof arrivalRowSchema>;

export const arrivalDetailSchema = arrivalRowSchema.extend({
  fullName: z.string().nullable(),
  personalNumber: z.string().nullable(),
  birthDate: z.string().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  checks: checksSchema.nullable(),
  /** `proven` = a chip proof that the server checked itself; `attested` = one that only the station saw. */
  basis: z.enum(['proven', 'attested', 'none']),
  access: z.string().nullable(),
  readAt: z.iso.datetime().nullable(),
  offline: z.boolean(),
  /** Null for an officer without the right, at a site without a gateway, and where nothing is asked. */
  clerkInsurance: clerkInsuranceSchema.nullable(),
  /** A child without a card: who brought it by their own card, and the BHYT number as it was typed. */
  child: z.object({ guardian: z.string().nullable(), insuranceNumber: z.string().nullable() }).nullable(),
  companion: companionSchema.nullable(),
  /** What the hospital's own system told. `time`: hh:mm, site time. */
  appointment: z.object({ time: z.string(), departmentName: z.string() }).nullable(),
  /** What the code printed on a card said whose chip did not answer: nothing of it is proven. Until the desk wrote a name. */
  printed: printedCodeSchema.nullable(),
  /** This officer may ask the population service about this person: the right, the site's setting, a proven card of today. */
  mayAskPopulation: z.boolean(),
  /** Base64 JPEG while the visit is open and the portrait not yet compared. */
  photo: z.string().nullable(),
  sameFace: z.object({ answer: z.enum(['same', 'needs-look']), at: z.iso.datetime(), by: z.string() }).nullable(),
});
export type ArrivalDetail = z.infer<typeof arrivalDetailSchema>;

/**
 * Whom the desk says somebody is whose chip proved nothing: a child, from its birth certificate, or a person with a card
 * that does not answer or is not there. With a number to be found by: the personal number, or a BHYT number (10 digits or
 * 15 characters).
 */
export const namePersonSchema = z.object({
  visitId: idSchema,
  fullName: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[\p{L}\p{M}'’ .-]+$/u),
  /** `yyyy-mm-dd`, or as much as the paper says: `yyyy-mm`, `yyyy`. */
  birthDate: z.union([z.iso.date(), z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/)]),
  sex: z.enum(['male', 'female']),
  number: z.union([z.string().regex(/^\d{12}$/), insuranceNumberSchema]),
});
export type NamePerson = z.infer<typeof namePersonSchema>;

export const sameFaceSchema = z.object({ visitId: idSchema, answer: z.enum(['same', 'needs-look']) });

/** A kiosk that asked for a person: its screen's name, no personal data. */
export interface DistressRow {
  readonly stationId: string;
  readonly stationName: string;
  readonly screen: string;
  readonly since: string;
  readonly state: 'called' | 'coming';
}

export interface CounterSnapshot {
  readonly site: string;
  readonly simulation: boolean;
  readonly officer: string;
  readonly role: Role;
  readonly arrivals: readonly ArrivalRow[];
  readonly distress: readonly DistressRow[];
  /** Trust store in one line: ages in days, null when there is none. */
  readonly trust: {
    readonly anchors: number;
    readonly crlAgeDays: number | null;
    readonly importedAgeDays: number | null;
  };
  /** Rises with every committed change; a screen that lags asks for a snapshot. */
  readonly offset: number;
}

type Answer<T> = (answer: { ok: true; value: T } | { ok: false; refusal: { code: string; field?: string } }) => void;

export interface ServerToCounter {
  snapshot: (snapshot: CounterSnapshot) => void;
  arrival: (row: ArrivalRow, offset: number) => void;
  distress: (rows: readonly DistressRow[]) => void;
  /** Work items changed: the list is to be asked for again. */
  'work-items': () => void;
  /** A case of forms changed: whoever has it open asks for it again. */
  case: (caseId: string) => void;
}
export interface CounterToServer {
  open: (target: { visitId: string; reason: string }, answer: Answer<ArrivalDetail>) => void;
  'same-face': (answer: z.infer<typeof sameFaceSchema>, ack: Answer<ArrivalDetail>) => void;
  /** What became of the insurance of the visit that this officer has open; no further look. */
  'see-insurance': (target: { visitId: string }, answer: Answer<ClerkInsurance | null>) => void;
  'look-up-again': (target: z.infer<typeof lookUpAgainSchema>, answer: Answer<ArrivalDetail>) => void;
  'confirm-subject': (target: z.infer<typeof confirmSubjectSchema>, answer: Answer<ArrivalDetail>) => void;
  'name-person': (person: NamePerson, answer: Answer<ArrivalDetail>) => void;
  help: (target: { stationId: string; state: 'coming' | 'arrived' }, ack: Answer<null>) => void;
}
