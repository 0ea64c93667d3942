/**
 * Daemon ↔ server. Socket.IO namespace `/station`, WebSocket only; the daemon dials out and listens on nothing.
 *
 * Enrolment  POST /api/stations/enrol   {code, publicKey, name} → {stationId}
 * Hello      POST /api/stations/hello   {stationId} → {challenge}       (single use, 60 s)
 * Connect    handshake auth {stationId, challenge, signature = Ed25519(`helloText`)}
 */
import { idSchema } from './id.ts';
import { localTicketSchema, type LocalSite, type TicketWithoutReading } from './local-mode.ts';
import type { StationTrust } from './station-trust.ts';
import { z } from 'zod';
import { checkNames, overallVerdicts } from '@cccd-kiosk/emrtd/inspection/verdict';
import { problemCodes } from './error-codes.ts';
import { progressSchema } from './phases.ts';

const base64 = z.base64().max(400_000);
export { idSchema };
export const readerSchema = z.string().min(1).max(120);
export const instantSchema = z.iso.datetime();

export const enrolRequestSchema = z.object({
  /** Eight characters, spoken or typed once. */
  code: z.string().regex(/^[A-HJ-NP-Z2-9]{8}$/),
  /** Ed25519 public key, SubjectPublicKeyInfo DER in base64. */
  publicKey: base64.max(200),
  name: z.string().min(1).max(60),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

export const connectAuthSchema = z.object({
  stationId: idSchema,
  challenge: base64.max(100),
  signature: base64.max(200),
});
/** The octets (UTF-8) that a station signs to connect. */
export const helloText = (stationId: string, challenge: string): string =>
  `cccd-kiosk/station-hello/1\n${stationId}\n${challenge}`;

/** A server nonce for readings: 32 octets, single use, at most 24 h (decision 8). */
export const nonceSchema = z.object({ nonce: base64.max(64), expiresAt: instantSchema });
export type ReadingNonce = z.infer<typeof nonceSchema>;

// ---- daemon → server -------------------------------------------------------------------------------------------

export const readerStates = [
  'absent',
  'failed',
  'empty',
  /** The scanner's key came first: the person may lay the card down. */
  'key-waiting-for-card',
  'card-waiting-for-key',
  'reading',
  'card-lifted',
  'done',
] as const;
export const readerStateSchema = z.object({
  reader: readerSchema,
  state: z.enum(readerStates),
  readingId: idSchema.optional(),
  /** With `failed` and `card-lifted`, what the screen should say. */
  problem: z.enum(problemCodes).optional(),
});
export type ReaderStateEvent = z.infer<typeof readerStateSchema>;

export const readingProgressSchema = z.object({ readingId: idSchema, reader: readerSchema, progress: progressSchema });
export type ReadingProgressEvent = z.infer<typeof readingProgressSchema>;

/** The name, sent as soon as DG1/DG13 are read, before anything is proven: a greeting, not a fact. */
export const holderSchema = z.object({
  readingId: idSchema,
  reader: readerSchema,
  holder: z.object({
    fullName: z.string().min(1).max(200),
    personalNumber: z.string().regex(/^\d{12}$/),
    /** yyyy-mm-dd, yyyy-mm or yyyy. */
    birthDate: z
      .string()
      .regex(/^\d{4}(-\d{2}){0,2}$/)
      .optional(),
    sex: z.enum(['male', 'female']).optional(),
  }),
});
export type HolderEvent = z.infer<typeof holderSchema>;

export const problemEventSchema = z.object({
  reader: readerSchema,
  readingId: idSchema.optional(),
  problem: z.enum(problemCodes),
});
export type ProblemEvent = z.infer<typeof problemEventSchema>;

export const checkSchema = z.object({
  status: z.enum(['passed', 'failed', 'not-offered', 'not-attempted', 'inconclusive']),
  reason: z.string().max(60).optional(),
  detail: z.string().max(200).optional(),
});
export const checksSchema = z.record(z.string().max(40), checkSchema);
export const verdictSchema = z.object({ overall: z.enum(overallVerdicts), checks: checksSchema });
export const orderedCheckNames = checkNames;

/** What a station signs and submits after a reading. `record` is an EvidenceRecord as JSON text. */
export const submissionSchema = z.object({
  stationId: idSchema,
  readingId: idSchema,
  reader: readerSchema,
  /** Strictly rising per station. */
  sequence: z.number().int().positive(),
  /** When it was signed; refused outside ±120 s unless `offline`. */
  signedAt: instantSchema,
  /** True when the reading was made while the server was away. */
  offline: z.boolean(),
  /** The number that the person was given at the kiosk, where the server was away. */
  localTicket: localTicketSchema.optional(),
  /** DG2 is in it: the server takes the portrait only from the file whose hash it has proven itself. */
  record: z.string().max(400_000),
});
export type Submission = z.infer<typeof submissionSchema>;

/** The envelope on the wire: the submission's exact JSON text, signed as UTF-8 octets with Ed25519. */
export const envelopeSchema = z.object({ body: z.string().max(600_000), signature: base64.max(200) });
export type Envelope = z.infer<typeof envelopeSchema>;

/**
 * Chip Authentication witnessed by the server, for a chip that has no Active Authentication: the server draws the
 * ephemeral key (`chip-offer`), opens the chip's first answer itself (`chip-answer`) and only then hands the channel over.
 */
export const chipWantedSchema = z.object({ readingId: idSchema, dg14: base64.min(4).max(8_000) });
export type ChipWanted = z.infer<typeof chipWantedSchema>;

const hex = (most: number) =>
  z
    .string()
    .max(2 * most)
    .regex(/^([0-9A-F]{2})+$/);
/** Only a protected READ BINARY may reach the chip this way; the terminal checks that too. */
export const chipOfferSchema = z.object({
  oid: z.string().regex(/^\d+(\.\d+){3,20}$/),
  /** Decimal; absent where the chip gave its key no id. */
  keyId: z
    .string()
    .regex(/^\d{1,40}$/)
    .optional(),
  terminalKey: hex(256),
  command: hex(64),
});
export type ChipOffer = z.infer<typeof chipOfferSchema>;

export const chipAnswerSchema = z.object({ readingId: idSchema, response: hex(512) });
export type ChipAnswer = z.infer<typeof chipAnswerSchema>;

/** Session keys of one card for one reading: nowhere but in memory. */
export const chipChannelSchema = z.object({
  cipher: z.enum(['3DES', 'AES-128', 'AES-192', 'AES-256']),
  kEnc: hex(32),
  kMac: hex(32),
  ssc: hex(16),
});
/** `null`: the answer was not that chip's, and there is no channel. */
export const chipVerdictSchema = z.object({ channel: chipChannelSchema.nullable() });
export type ChipVerdict = z.infer<typeof chipVerdictSchema>;

export interface SubmissionReceipt {
  readonly readingId: string;
  readonly visitId: string | null;
}

export type Ack<T> = (
  answer: { ok: true; value: T } | { ok: false; refusal: { code: string; field?: string } },
) => void;

export interface StationToServer {
  readers: (readers: ReaderStateEvent[]) => void;
  reader: (event: ReaderStateEvent) => void;
  progress: (event: ReadingProgressEvent) => void;
  holder: (event: HolderEvent) => void;
  problem: (event: ProblemEvent) => void;
  submit: (envelope: Envelope, ack: Ack<SubmissionReceipt>) => void;
  /** Numbers given while the server was away that go with no reading. Told again until answered; each has its effect once. */
  'local-tickets': (tickets: TicketWithoutReading[], ack: Ack<null>) => void;
  /** Where the kiosk's page goes on while the server is away; `null` when nowhere. */
  'local-page': (page: string | null) => void;
  nonces: (wanted: number, ack: Ack<ReadingNonce[]>) => void;
  /** `null`: the station has the same already. */
  trust: (digest: string | null, ack: Ack<StationTrust | null>) => void;
  'chip-offer': (wanted: ChipWanted, ack: Ack<ChipOffer>) => void;
  'chip-answer': (answer: ChipAnswer, ack: Ack<ChipVerdict>) => void;
}

// ---- server → daemon -------------------------------------------------------------------------------------------

/** A key that came through a screen (keypad) rather than the daemon's own scanner. */
export const keyOfferSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('can'), can: z.string().regex(/^\d{6}$/) }),
  z.object({ kind: z.literal('qr'), text: z.string().min(12).max(1000) }),
  z.object({ kind: z.literal('mrz'), mrz: z.string().min(44).max(120) }),
]);
export type KeyOffer = z.infer<typeof keyOfferSchema>;

/** What the code printed on a card says: nothing of it is proven, and anybody can print one. */
export const printedCodeSchema = z.object({
  fullName: z.string().min(1).max(200),
  personalNumber: z.string().regex(/^\d{12}$/),
  /** yyyy-mm-dd, yyyy-mm or yyyy. */
  birthDate: z
    .string()
    .regex(/^\d{4}(-\d{2}){0,2}$/)
    .nullable(),
  sex: z.enum(['male', 'female']).nullable(),
});
export type PrintedCode = z.infer<typeof printedCodeSchema>;

export interface ServerToStation {
  /** The printed code that was shown lately, for somebody whose chip does not answer; `null` when none was. */
  'printed-code': (answer: (code: PrintedCode | null) => void) => void;
  key: (offer: { reader: string; key: KeyOffer }) => void;
  cancel: (target: { reader: string }) => void;
  settings: (settings: StationSettings) => void;
  /** Whom to trust has changed: the station asks. */
  'trust-changed': () => void;
}

/** What the server tells a station on connecting. */
export interface StationSettings {
  readonly stationId: string;
  readonly simulation: boolean;
  readonly serverTime: string;
  /** What a kiosk has to know to go on without the server. */
  readonly local?: LocalSite;
}
