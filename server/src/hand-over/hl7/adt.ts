import type { Message } from '../language.ts';
import type { InsuranceFact, RegisteredPerson, RegisteredVisit, Sex } from '../registered-visit.ts';
import { nameParts } from '../registered-visit.ts';
import { compactSecond } from '../../site/site-clock.ts';
import type { Field } from './encode.ts';
import { header, segment } from './encode.ts';

export interface AdtOptions {
  readonly sendingApplication: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  /** MSH-12. */
  readonly version: string;
  /** PID-3.5 of the insurance number (HL7 table 0203): sites differ. */
  readonly insuranceIdentifierType: string;
  /** A Z segment with the chip's verdict; receivers skip what they do not know. */
  readonly verdictSegment: boolean;
}

const sexes = { male: 'M', female: 'F', unknown: 'U' } as const satisfies Record<Sex, string>;
const digits = (date: string | null): string | null => date?.replaceAll('-', '') ?? null;

/** CX: number, who gave it, and what it is by HL7 table 0203. */
const identifierOf = ({ kind, value }: RegisteredPerson['number'], options: AdtOptions): Field =>
  ({
    citizen: [value, null, null, 'BCA', 'NI'],
    document: [value, null, null, value.split(' ')[0] ?? '', 'PPN'],
    insurance: [value, null, null, 'BHXH', options.insuranceIdentifierType],
  })[kind];

function identifiers({ person, insurance, facility }: RegisteredVisit, options: AdtOptions): Field {
  const { value } = person.number;
  const main = identifierOf(person.number, options);
  const further: Field[] = [];
  if (person.oldNumber !== null) further.push([person.oldNumber, null, null, 'CMND', 'U']);
  if (insurance.cardNumber !== null && insurance.cardNumber !== value)
    further.push([insurance.cardNumber, null, null, 'BHXH', options.insuranceIdentifierType]);
  if (person.patientId !== null) further.push([person.patientId, null, null, facility.code, 'MR']);
  return { repeated: [main, ...further] };
}

/** PID-7 keeps what the chip knows: `yyyyMMdd`, `yyyyMM` or `yyyy`. */
function pid(visit: RegisteredVisit, options: AdtOptions): string {
  const { person }: { person: RegisteredPerson } = visit;
  const { family, middle, given } = nameParts(person.fullName);
  return segment('PID', {
    1: '1',
    3: identifiers(visit, options),
    5: [family, given, middle, null, null, null, 'L'],
    7: digits(person.birthDate),
    8: sexes[person.sex],
    11: person.residence === null ? null : [person.residence, null, null, null, null, 'VNM', 'H'],
    22: person.ethnicGroup === null ? null : [null, person.ethnicGroup],
    26: person.nationality === null ? null : [null, person.nationality],
  });
}

/** HL7 table 0063. */
const relationships = { child: 'CHD', spouse: 'SPO', parent: 'PAR', other: 'OTH' } as const;

/** Whoever came along: NK1-8 and -9 are the days on which they stand for the patient. */
function nk1({ companion, timeZone }: RegisteredVisit, options: AdtOptions): string[] {
  if (companion === null) return [];
  const { family, middle, given } = nameParts(companion.fullName);
  const day = (time: string): string => compactSecond(time, timeZone).slice(0, 8);
  return [
    segment('NK1', {
      1: '1',
      2: [family, given, middle, null, null, null, 'L'],
      3: [relationships[companion.relation], null, 'HL70063'],
      8: day(companion.since),
      9: day(companion.until),
      33: identifierOf(companion.number, options),
    }),
  ];
}

/** IN1-45: our own words for how sure the answer is, as no Vietnamese table exists. */
const verification = {
  valid: 'VERIFIED',
  'not-valid': 'NOT-VALID',
  'not-insured': 'NOT-INSURED',
  pending: 'PENDING',
  unknown: 'UNKNOWN',
} as const satisfies Record<InsuranceFact['state'], string>;

function in1({ insurance, timeZone }: RegisteredVisit): string[] {
  if (insurance.cardNumber === null) return [];
  return [
    segment('IN1', {
      1: '1',
      2: 'BHYT',
      3: 'BHXH',
      4: 'Bảo hiểm xã hội Việt Nam',
      12: digits(insurance.validFrom),
      13: digits(insurance.validTo),
      29: insurance.askedAt === null ? null : compactSecond(insurance.askedAt, timeZone),
      36: insurance.cardNumber,
      45: verification[insurance.state],
    }),
  ];
}

const triggers = {
  registered: { trigger: 'A04', structure: 'ADT_A01' },
  changed: { trigger: 'A08', structure: 'ADT_A01' },
  cancelled: { trigger: 'A11', structure: 'ADT_A09' },
} as const satisfies Record<RegisteredVisit['event'], unknown>;

/**
 * ADT^A04 (registered), ADT^A08 (changed), structure ADT_A01, or ADT^A11 (cancelled), structure ADT_A09. Segments end in CR. MSH-10 is the message's key: a
 * receiver that has it already answers again and does nothing.
 */
export function adtOf({ key, visit, now }: Message, options: AdtOptions): string {
  const { facility, department, ticket, times, timeZone, verdict, visitId } = visit;
  const { trigger, structure } = triggers[visit.event];
  const stamp = (time: string): string => compactSecond(time, timeZone);
  const segments = [
    header({
      3: options.sendingApplication,
      4: facility.code,
      5: options.receivingApplication,
      6: options.receivingFacility,
      7: stamp(now.toISOString()),
      9: ['ADT', trigger, structure],
      10: key,
      11: 'P',
      12: options.version,
      17: 'VNM',
      18: 'UNICODE UTF-8',
    }),
    segment('EVN', { 1: trigger, 2: stamp(times.at) }),
    pid(visit, options),
    // Nor has it next of kin.
    ...(visit.event === 'cancelled' ? [] : nk1(visit, options)),
    segment('PV1', {
      1: '1',
      2: 'O',
      3: [department.id, department.room, null, facility.code, null, null, null, department.floor, department.name],
      10: department.id,
      19: [visitId, null, null, facility.code, 'VN'],
      44: stamp(times.arrivedAt),
    }),
    // ADT_A09, of a cancelled visit, has no insurance.
    ...(visit.event === 'cancelled' ? [] : in1(visit)),
    ...(options.verdictSegment
      ? [
          segment('ZCK', {
            1: verdict?.overall ?? null,
            2: verdict?.basis ?? null,
            3: verdict === null ? null : stamp(verdict.readAt),
            4: verdict?.evidenceHash ?? null,
            5: ticket.number,
            6: ticket.priority ? 'Y' : 'N',
          }),
        ]
      : []),
  ];
  return segments.map((line) => `${line}\r`).join('');
}
