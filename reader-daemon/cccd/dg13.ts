/**
 * EF.DG13 of the Vietnamese card: `6D { 30 { version, content type, 31 { 30 { 02 nn, value } … } } }`.
 *
 * The SET is in the order of nn, not in DER's, and lengths need not be DER's shortest: it is read as BER and never
 * written again. The hash covers the file as it came. Text is kept as the chip has it; comparing is `names.ts`'s affair.
 */
import { readInteger, readOid } from '@cccd-kiosk/emrtd/der';
import { isString, readString } from '@cccd-kiosk/emrtd/der-text';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { readOneTlv, readTlvs, type Tlv } from '@cccd-kiosk/emrtd/tlv';

/** Absent, empty and the word "null" are all `null`. */
export interface Dg13Fields {
  /** nn 1, 12 digits. */
  readonly personalNumber: string | null;
  /** nn 2, title case with diacritics. */
  readonly fullName: string | null;
  /** nn 3, dd/mm/yyyy. */
  readonly dateOfBirth: string | null;
  /** nn 4, `Nam` or `Nữ`. */
  readonly sex: string | null;
  readonly nationality: string | null;
  readonly ethnicity: string | null;
  readonly religion: string | null;
  /** nn 8; on cards since 2024 the place where the birth was registered. */
  readonly placeOfOrigin: string | null;
  readonly placeOfResidence: string | null;
  readonly identificationMarks: string | null;
  /** nn 11, dd/mm/yyyy. */
  readonly dateOfIssue: string | null;
  /** nn 12, dd/mm/yyyy or words for "no expiry". */
  readonly dateOfExpiry: string | null;
  readonly father: string | null;
  readonly mother: string | null;
  readonly spouse: string | null;
  /** nn 15, 9 digits. */
  readonly oldNumber: string | null;
  /** nn 16, 16 hexadecimal characters. */
  readonly chipSerial: string | null;
}

export type Dg13Field = keyof Dg13Fields;

export interface Dg13 extends Dg13Fields {
  readonly version: number;
  /** Dotted; `1.0.10646.1.0.8` on every card seen. */
  readonly contentType: string;
  /** Fields beyond nn 16, and values of a kind not understood, as they came. */
  readonly unknown: readonly { readonly number: number; readonly bytes: Uint8Array }[];
  readonly bytes: Uint8Array;
}

/** nn → field, for those of a single value. */
const singles: Readonly<Record<number, Dg13Field>> = {
  1: 'personalNumber',
  2: 'fullName',
  3: 'dateOfBirth',
  4: 'sex',
  5: 'nationality',
  6: 'ethnicity',
  7: 'religion',
  8: 'placeOfOrigin',
  9: 'placeOfResidence',
  10: 'identificationMarks',
  11: 'dateOfIssue',
  12: 'dateOfExpiry',
  15: 'oldNumber',
  16: 'chipSerial',
};
const parents = 13;
const spouse = 14;
const maxFields = 64;
const sequence = 0x30;

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `DG13: ${why}`, { step: 'parse' });

function fieldText(tlv: Tlv | undefined): string | null {
  if (tlv === undefined || tlv.value.length === 0 || !isString(tlv)) return null;
  const text = readString(tlv).trim();
  return text === '' || text.toLowerCase() === 'null' ? null : text;
}

/** Values that stand directly, each in a SEQUENCE, or all in one more SEQUENCE: each is on record. */
function namesOf(values: readonly Tlv[]): readonly (string | null)[] {
  let level = values;
  for (let depth = 0; depth < 3; depth++) {
    const [only, ...others] = level;
    const nested = only?.tag === sequence && others.length === 0 ? readTlvs(only.value) : undefined;
    if (nested === undefined) break;
    level = nested;
  }
  return level.map((each) => fieldText(each.tag === sequence ? readTlvs(each.value)[0] : each));
}

function smallNumber(tlv: Tlv): number {
  const value = readInteger(tlv);
  if (value < 0n || value > 0xffffn) throw malformed('number out of range');
  return Number(value);
}

/** Throws `malformed` or `limit`. */
export function parseDg13(bytes: Uint8Array): Dg13 {
  const [version, contentType, set, ...more] = readTlvs(readOneTlv(readOneTlv(bytes, 0x6d).value, sequence).value);
  if (version === undefined || contentType === undefined || set?.tag !== 0x31 || more.length > 0)
    throw malformed('not version, content type and fields');
  const entries = readTlvs(set.value);
  if (entries.length > maxFields) throw new EmrtdError('limit', 'DG13: too many fields', { step: 'parse' });

  const out: Partial<Record<Dg13Field, string | null>> = {};
  const unknown: { number: number; bytes: Uint8Array }[] = [];
  const seen = new Set<number>();
  for (const entry of entries) {
    if (entry.tag !== sequence) throw malformed('a field that is none');
    const [numberTlv, ...values] = readTlvs(entry.value);
    if (numberTlv === undefined) throw malformed('a field without a number');
    const number = smallNumber(numberTlv);
    const name = singles[number];
    const first = values[0];
    if (seen.has(number)) unknown.push({ number, bytes: entry.bytes });
    else if (number === parents) [out.father = null, out.mother = null] = namesOf(values);
    else if (number === spouse) [out.spouse = null] = namesOf(values);
    else if (name === undefined || (first !== undefined && !isString(first) && first.value.length > 0))
      unknown.push({ number, bytes: entry.bytes });
    else out[name] = fieldText(first);
    seen.add(number);
  }
  return { ...emptyFields, ...out, version: smallNumber(version), contentType: readOid(contentType), unknown, bytes };
}

const emptyFields: Dg13Fields = {
  personalNumber: null,
  fullName: null,
  dateOfBirth: null,
  sex: null,
  nationality: null,
  ethnicity: null,
  religion: null,
  placeOfOrigin: null,
  placeOfResidence: null,
  identificationMarks: null,
  dateOfIssue: null,
  dateOfExpiry: null,
  father: null,
  mother: null,
  spouse: null,
  oldNumber: null,
  chipSerial: null,
};
