/**
 * What is handed over: a visit as it stood when it was registered or changed. Every language is a mapper from this value
 * alone. It identifies a person: sealed at rest, erased by retention, never in a log.
 */
import { companionRelations } from '@cccd-kiosk/contract/companion';
import { overallVerdicts } from '@cccd-kiosk/emrtd/inspection/verdict';
import { z } from 'zod';

/** `yyyy-mm-dd`, `yyyy-mm` or `yyyy`: a chip may know no more, and nothing is made up. */
export const partialDateSchema = z.string().regex(/^\d{4}(-\d{2}){0,2}$/);
const day = z.iso.date();
const instant = z.iso.datetime();
const line = z.string().min(1).max(500);

export const sexes = ['male', 'female', 'unknown'] as const;
export type Sex = (typeof sexes)[number];

export const personSchema = z.object({
  /** As the chip spells it, NFC. */
  fullName: line,
  /**
   * `citizen`: 12 digits. `document`: a foreign document's number after its issuer, `KOR M1234567`. `insurance`: the BHYT
   * number of a child without either, as it was told.
   */
  number: z.object({ kind: z.enum(['citizen', 'document', 'insurance']), value: line }),
  /** The former identity card's nine digits (CMND), to find old records by. */
  oldNumber: z.string().nullable(),
  /** The hospital's own number of this person, once its system has told it. */
  patientId: z.string().nullable(),
  birthDate: partialDateSchema.nullable(),
  sex: z.enum(sexes),
  ethnicGroup: z.string().nullable(),
  nationality: z.string().nullable(),
  residence: z.string().nullable(),
});

export const verdictFactSchema = z.object({
  overall: z.enum(overallVerdicts),
  basis: z.enum(['proven', 'attested', 'none']),
  readAt: instant,
  receivedAt: instant,
  /** SHA-256 of the evidence record as it came, base64url: what an auditor compares. */
  evidenceHash: z.string(),
});

export const insuranceFactSchema = z.object({
  /** `valid`, `not-valid` and `not-insured` are answers; `pending` and `unknown` are not. */
  state: z.enum(['valid', 'not-valid', 'not-insured', 'pending', 'unknown']),
  cardNumber: z.string().nullable(),
  /** maDKBD: five digits. */
  registeredFacility: z.string().nullable(),
  validFrom: day.nullable(),
  validTo: day.nullable(),
  /** maKV: K1, K2 or K3. */
  area: z.string().nullable(),
  fiveYearsFrom: day.nullable(),
  /** The gateway's maKetQua and ghiChu. */
  code: z.string().nullable(),
  words: z.string().nullable(),
  askedAt: instant.nullable(),
  /** MA_DOITUONG_KCB as proposed at check-in; a clerk confirms it. */
  visitCategory: z.string().nullable(),
});

/** Whoever came with the patient, proven by a card of their own; until then, and no longer. */
export const companionFactSchema = z.object({
  fullName: line,
  number: z.object({ kind: z.enum(['citizen', 'document']), value: line }),
  relation: z.enum(companionRelations),
  since: instant,
  until: instant,
});

export const registeredVisitSchema = z.object({
  visitId: z.string(),
  /** `registered` once, then `changed`: another department, another answer of the insurance; `cancelled`: it is no visit. */
  event: z.enum(['registered', 'changed', 'cancelled']),
  /** Five digits (MA_CSKCB), and the house's name. */
  facility: z.object({ code: z.string(), name: line }),
  person: personSchema,
  /** Null where no card was read: a child that the desk named. Nothing of its person is proven. */
  verdict: verdictFactSchema.nullable(),
  insurance: insuranceFactSchema,
  companion: companionFactSchema.nullable().default(null),
  department: z.object({ id: line, name: line, room: z.string(), floor: z.string() }),
  ticket: z.object({ number: line, priority: z.boolean() }),
  times: z.object({
    /** `yyyy-mm-dd` of the site's calendar. */
    serviceDay: day,
    arrivedAt: instant,
    /** When this event happened. */
    at: instant,
  }),
  timeZone: line,
});

export type RegisteredVisit = z.infer<typeof registeredVisitSchema>;
export type RegisteredPerson = RegisteredVisit['person'];
export type CompanionFact = z.infer<typeof companionFactSchema>;
export type InsuranceFact = z.infer<typeof insuranceFactSchema>;

export const insuranceUnknown: InsuranceFact = {
  state: 'unknown',
  cardNumber: null,
  registeredFacility: null,
  validFrom: null,
  validTo: null,
  area: null,
  fiveYearsFrom: null,
  code: null,
  words: null,
  askedAt: null,
  visitCategory: null,
};

/** The card's number as the gateway told it, else the one that a child is known by. */
export const insuranceNumberOf = ({ insurance, person: { number } }: RegisteredVisit): string | null =>
  insurance.cardNumber ?? (number.kind === 'insurance' ? number.value : null);

/** Họ, chữ đệm and tên as the custom splits them: first word, middle, last. A single word is the given name. */
export function nameParts(fullName: string): { family: string; middle: string; given: string } {
  const words = fullName.normalize('NFC').trim().split(/\s+/);
  if (words.length === 1) return { family: '', middle: '', given: words[0] ?? '' };
  return { family: words[0] ?? '', middle: words.slice(1, -1).join(' '), given: words.at(-1) ?? '' };
}

/** Names on official papers are in capitals. */
export const officialName = (fullName: string): string => fullName.normalize('NFC').toLocaleUpperCase('vi');
