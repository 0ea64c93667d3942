import type { RegisteredVisit, Sex } from '../registered-visit.ts';
import { officialName } from '../registered-visit.ts';
import { compactMinute } from '../../site/site-clock.ts';
import type { CheckInFields, FieldName } from './fields.ts';
import { fieldNames } from './fields.ts';
import type { FieldFault } from './validate.ts';
import { validateCheckIn } from './validate.ts';

export interface Draft {
  readonly fields: CheckInFields;
  /** What the hospital's system still has to add (MA_BN, the first service, the order's time): a draft may lack it. */
  readonly missing: readonly FieldName[];
  /** Values that are there and do not fit. */
  readonly faults: readonly FieldFault[];
}

export interface DraftOptions {
  /** MA_LOAI_KCB (QĐ 1804): two digits as text. */
  readonly visitType: string;
}

const sexes = { male: '1', female: '2', unknown: '3' } as const satisfies Record<Sex, string>;

/** `yyyyMMddHHmm`: an unknown time of birth is 0000, an unknown month and day 0000 (never a made-up 01/01). */
function birthOf(date: string | null): string {
  if (date === null) return '';
  const [year = '', month = '00', day = '00'] = date.split('-');
  return `${year}${month}${month === '00' ? '00' : day}0000`;
}

/** Twelve digits, or a passport's letter and seven digits; another document's number has no place in SO_CCCD. */
function identityOf({ number }: RegisteredVisit['person']): string {
  if (number.kind === 'citizen') return number.value;
  if (number.kind === 'insurance') return '';
  const bare = number.value.split(' ').at(-1) ?? '';
  return /^[A-Z]\d{7}$/.test(bare) ? bare : '';
}

const compactDay = (day: string | null): string => day?.replaceAll('-', '') ?? '';

/** Without a valid card 8–11 stay empty and the category is 9; without any answer the category stays open. */
function categoryOf({ insurance }: RegisteredVisit): string {
  if (insurance.visitCategory !== null) return insurance.visitCategory;
  return insurance.state === 'not-insured' || insurance.state === 'not-valid' ? '9' : '';
}

/** What a kiosk knows of a check-in message: fields 1–13, 17 and 18. The hospital's system adds the rest and sends it. */
export function draftOf(visit: RegisteredVisit, { visitType }: DraftOptions): Draft {
  const { person, insurance, times, timeZone } = visit;
  const insured = insurance.state === 'valid';
  const known: Partial<CheckInFields> = {
    MA_LK: visit.visitId,
    STT: '1',
    MA_BN: person.patientId ?? '',
    HO_TEN: officialName(person.fullName),
    SO_CCCD: identityOf(person),
    NGAY_SINH: birthOf(person.birthDate),
    GIOI_TINH: sexes[person.sex],
    MA_THE_BHYT: insured ? (insurance.cardNumber ?? '') : '',
    MA_DKBD: insured ? (insurance.registeredFacility ?? '') : '',
    GT_THE_TU: insured ? compactDay(insurance.validFrom) : '',
    GT_THE_DEN: insured ? compactDay(insurance.validTo) : '',
    MA_DOITUONG_KCB: categoryOf(visit),
    NGAY_VAO: compactMinute(times.arrivedAt, timeZone),
    MA_LOAI_KCB: visitType,
    MA_CSKCB: visit.facility.code,
  };
  return checked(Object.fromEntries(fieldNames.map((name) => [name, known[name] ?? ''])) as CheckInFields);
}

/** The same message with what the hospital's system knows. */
export const completed = (draft: Draft, added: Partial<CheckInFields>): Draft => checked({ ...draft.fields, ...added });

function checked(fields: CheckInFields): Draft {
  const all = validateCheckIn(fields);
  return {
    fields,
    missing: all.filter(({ fault }) => fault === 'missing').map(({ field }) => field),
    faults: all.filter(({ fault }) => fault !== 'missing'),
  };
}
