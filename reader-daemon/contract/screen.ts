/**
 * Server ↔ kiosk screen. Socket.IO namespace `/screen`. The server sends the whole `StationView` at every change: there
 * is nothing to replay, a screen that reconnects simply receives the present. The photo travels apart, once.
 */
import { z } from 'zod';
import { citizenCaseSchema, citizenPapers, procedureSearchSchema } from './citizen-form.ts';
import { companionRelationSchema, companionSteps } from './companion.ts';
import { problemCodes } from './error-codes.ts';
import { insuranceNumberSchema, insuranceViewSchema, insuranceWays } from './insurance.ts';
import { localPageSchema, withoutCardReasons } from './local-mode.ts';
import { progressSchema } from './phases.ts';
import { idSchema, keyOfferSchema } from './station.ts';

/** Exchange of a pairing code (launch URL fragment or typed) for a screen session: POST /api/screens/pair. */
export const pairRequestSchema = z.object({ code: z.string().min(8).max(64) });

export const personViewSchema = z.object({
  /** As the chip spells it, or masked (`NGUYỄN THỊ H***`) where the site says so. */
  name: z.string(),
  /** `0461••••••17`. */
  maskedNumber: z.string(),
  /** Form of address, from proven sex and age; `bạn` while unproven. */
  address: z.enum(['ong', 'ba', 'anh', 'chi', 'ban']),
  proven: z.boolean(),
  /** A passport or another state's card: the BHYT knows nobody by its number, and nothing is asked. */
  document: z.literal('other').optional(),
});

export const departmentSchema = z.object({
  id: idSchema.or(z.string().min(1).max(40)),
  name: z.object({ vi: z.string(), en: z.string() }),
  /** Name of the picture on its tile. */
  icon: z.string().max(40),
  room: z.string(),
  floor: z.string(),
});
export type Department = z.infer<typeof departmentSchema>;

export const ticketViewSchema = z.object({
  visitId: idSchema,
  /** `B 042`. */
  number: z.string(),
  departmentId: z.string(),
  departmentName: z.object({ vi: z.string(), en: z.string() }),
  room: z.string(),
  floor: z.string(),
  /** Absent where nobody can tell: the server is away. */
  peopleAhead: z.number().int().min(0).optional(),
  /** Minutes, only when known. */
  waitMinutes: z.number().int().min(0).optional(),
  priority: z.boolean(),
  insurancePending: z.boolean(),
  /** The desk that settles the insurance before anything else; whoever reads it learns no reason. */
  deskFirst: z.string().optional(),
  /** Somebody came with this patient, by a card of their own. */
  companion: z.boolean().optional(),
  /** hh:mm, site time, of the first issue; set when this number was given by an earlier tap. */
  issuedEarlierAt: z.string().optional(),
  /** Text of the QR on the ticket: unguessable, without personal data. */
  qr: z.string(),
  /** `on-screen`: nothing prints here, the number is to be photographed. */
  printed: z.enum(['waiting-for-card', 'printing', 'printed', 'out-of-paper', 'failed', 'on-screen']),
  issuedAt: z.string(),
});
export type TicketView = z.infer<typeof ticketViewSchema>;

const wordsOnScreen = z.object({ vi: z.string(), en: z.string() });

const reading = {
  readingId: idSchema,
  progress: progressSchema,
  /** What the three lines under the bar say. */
  seen: z.object({ card: z.boolean(), name: z.boolean(), chip: z.boolean() }),
  /** Shown while reading as soon as it is known; without photo and number. */
  name: z.string().optional(),
};

export const stageSchema = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('idle') }),
  /** A card lies there and no key has come: the keypad. `wrongKey` after a key that did not fit. */
  z.object({ stage: z.literal('key-needed'), wrongKey: z.boolean(), attemptsLeft: z.number().int().min(0) }),
  /** A key came first: lay the card down. */
  z.object({ stage: z.literal('card-needed') }),
  z.object({ stage: z.literal('reading'), ...reading }),
  /** The card was lifted too early (T-01) or the signal is weak (T-02): the same percentage stays. */
  z.object({ stage: z.literal('paused'), problem: z.enum(problemCodes), resumeUntil: z.iso.datetime(), ...reading }),
  /** Checked in already; the button changes or confirms the department. */
  z.object({
    stage: z.literal('greeting'),
    person: personViewSchema,
    insurance: insuranceViewSchema,
    /** Name of the desk for everything that staff settles. */
    desk: z.string(),
    departments: z.array(departmentSchema),
    chosenDepartment: z.string(),
    /** Where the person was last time, if known. */
    lastDepartment: z.string().optional(),
    /** What the hospital's system told of today. `time`: hh:mm, site time. */
    appointment: z
      .object({ time: z.string(), departmentName: z.object({ vi: z.string(), en: z.string() }) })
      .optional(),
    ticket: ticketViewSchema,
    cardPresent: z.boolean(),
  }),
  z.object({
    stage: z.literal('ticket'),
    ticket: ticketViewSchema,
    person: personViewSchema.optional(),
    cardPresent: z.boolean(),
  }),
  /** The patient's number exists; somebody who came with them lays a card of their own down. Reading it is as always. */
  z.object({
    stage: z.literal('companion'),
    step: z.enum(companionSteps),
    person: personViewSchema,
    /** The companion's, as the chip spells it or masked; from the step `relation` on. */
    companionName: z.string().optional(),
    desk: z.string(),
    ticket: ticketViewSchema,
    cardPresent: z.boolean(),
  }),
  /** One screen and one public code for every walk to a desk. */
  z.object({ stage: z.literal('go-to-desk'), desk: z.string(), ticket: ticketViewSchema, cardPresent: z.boolean() }),
  /** The citizen's own path: a form to choose, then its questions. The number exists already. */
  z.object({
    stage: z.literal('citizen-form'),
    person: personViewSchema,
    cardPresent: z.boolean(),
    ticket: ticketViewSchema,
    tiles: z.array(z.object({ code: z.string(), name: wordsOnScreen })),
    /** Null while nothing is looked for. */
    search: procedureSearchSchema.nullable(),
    form: citizenCaseSchema.nullable(),
    paper: z.enum(citizenPapers),
    /** A printer stands here, and this form may be printed (once more) by its person. */
    mayPrint: z.boolean(),
  }),
  /** The card was for a case at the counter: it is read, there is no number. */
  z.object({
    stage: z.literal('form-taken'),
    outcome: z.enum(['taken', 'not-proven', 'suspicious']),
    cardPresent: z.boolean(),
  }),
  /** What stands on the forms, for the citizen to read before they are handed in. */
  z.object({
    stage: z.literal('form-review'),
    caseId: idSchema,
    /** Rises with every change of the case. */
    caseRevision: z.number().int(),
    forms: z.array(
      z.object({
        name: wordsOnScreen,
        lines: z.array(z.object({ label: wordsOnScreen, value: z.string(), chip: z.boolean() })),
        tables: z.array(
          z.object({ title: wordsOnScreen, heads: z.array(wordsOnScreen), rows: z.array(z.array(z.string())) }),
        ),
      }),
    ),
    answer: z.enum(['none', 'right', 'something-wrong']),
  }),
  z.object({
    stage: z.literal('problem'),
    problem: z.enum(problemCodes),
    /** Set when the way on ends with a number at a desk. */
    ticket: ticketViewSchema.optional(),
    cardPresent: z.boolean(),
  }),
]);
export type Stage = z.infer<typeof stageSchema>;

export const stationViewSchema = z.object({
  /** Rises with every change; a screen drops an older one. */
  revision: z.number().int().min(0),
  stationId: idSchema,
  stationName: z.string(),
  site: z.object({ name: z.string() }),
  simulation: z.boolean(),
  /** False when the daemon is not connected: the screen says T-10 and offers staff. */
  daemonConnected: z.boolean(),
  staffCall: z.enum(['none', 'called', 'coming', 'arrived']),
  consent: z.object({ version: z.string(), vi: z.string(), en: z.string() }),
  serverTime: z.iso.datetime(),
  stage: stageSchema,
  /** From the server: where this kiosk goes on by itself while the server is away. Absent where its daemon offers none. */
  localPage: localPageSchema.optional(),
  /** From the kiosk's own daemon: nobody hears a call for staff. */
  alone: z.literal(true).optional(),
  /** From the kiosk's own daemon: the server is back, and this is its page. */
  serverPage: z.url({ protocol: /^https?$/ }).optional(),
});
export type StationView = z.infer<typeof stationViewSchema>;

export const screenActionSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('offer-key'), key: keyOfferSchema }),
  z.object({ action: z.literal('choose-department'), visitId: idSchema, departmentId: z.string().min(1).max(40) }),
  /** Ends the session at once and wipes it: after the ticket, on leaving, on walking off. Keeps the number. */
  z.object({ action: z.literal('finish') }),
  z.object({ action: z.literal('print-again'), visitId: idSchema }),
  /** A number of the insurance card, where none was found by the identity card. */
  z.object({ action: z.literal('insurance-number'), visitId: idSchema, number: insuranceNumberSchema }),
  z.object({ action: z.literal('insurance-way'), visitId: idSchema, way: z.enum(insuranceWays) }),
  /** Looks for a procedure; an empty query ends it. */
  z.object({ action: z.literal('citizen-search'), visitId: idSchema, query: z.string().max(60) }),
  z.object({ action: z.literal('citizen-form'), visitId: idSchema, code: z.string().max(40) }),
  z.object({
    action: z.literal('citizen-value'),
    caseId: idSchema,
    fieldId: z.string().max(60),
    value: z.string().max(2000),
  }),
  z.object({ action: z.literal('citizen-send'), caseId: idSchema }),
  z.object({ action: z.literal('citizen-print'), caseId: idSchema }),
  z.object({ action: z.literal('form-answer'), caseId: idSchema, answer: z.enum(['right', 'something-wrong']) }),
  /** The guardian's card is on screen and it is a child that is to be seen. */
  z.object({
    action: z.literal('for-child'),
    visitId: idSchema,
    departmentId: z.string().min(1).max(40),
    insuranceNumber: insuranceNumberSchema.nullable(),
  }),
  /** The next card at this kiosk is the companion's. The patient's department is settled with it. */
  z.object({ action: z.literal('companion'), visitId: idSchema, departmentId: z.string().min(1).max(40) }),
  z.object({ action: z.literal('companion-relation'), visitId: idSchema, relation: companionRelationSchema }),
  z.object({ action: z.literal('call-staff'), screen: z.string().max(40) }),
  z.object({ action: z.literal('cancel-staff-call') }),
  /** A ticket without a card: nobody leaves with nothing. */
  z.object({
    action: z.literal('ticket-without-card'),
    reason: z.enum(withoutCardReasons),
  }),
]);
export type ScreenAction = z.infer<typeof screenActionSchema>;

export interface ServerToScreen {
  view: (view: StationView) => void;
  /** JPEG, only for a proven reading; the screen drops it on every change of visit. */
  photo: (photo: { visitId: string; jpegBase64: string }) => void;
}
export interface ScreenToServer {
  action: (
    action: ScreenAction,
    ack: (answer: { ok: true } | { ok: false; refusal: { code: string; field?: string } }) => void,
  ) => void;
}
