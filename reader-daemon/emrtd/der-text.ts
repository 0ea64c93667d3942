/** Character strings and times of ASN.1 as DER carries them. */
import { der } from './der.ts';
import { EmrtdError } from './errors.ts';
import type { Tlv } from './tlv.ts';

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `der: ${why}`, { step: 'parse' });

const singleOctetStrings: readonly number[] = [
  der.numericString,
  der.printableString,
  der.teletexString,
  der.ia5String,
  der.visibleString,
];

/** Is this a character string of a kind that `readString` reads? */
export const isString = (tlv: Tlv): boolean =>
  singleOctetStrings.includes(tlv.tag) ||
  tlv.tag === der.utf8String ||
  tlv.tag === der.bmpString ||
  tlv.tag === der.universalString;

function wideString(value: Uint8Array, width: 2 | 4): string {
  if (value.length % width !== 0) throw malformed('wide string cut short');
  let out = '';
  for (let i = 0; i < value.length; i += width) {
    let point = 0;
    for (let k = 0; k < width; k++) point = point * 0x100 + (value[i + k] ?? 0);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw malformed('no such character');
    out += String.fromCodePoint(point);
  }
  return out;
}

/**
 * Any of ASN.1's character strings. Issuers put ISO 8859-1 into TeletexString and into PrintableString, so the
 * single-octet kinds are read as that; UTF-8 must be well formed.
 */
export function readString(tlv: Tlv): string {
  if (tlv.tag === der.utf8String) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(tlv.value);
    } catch (cause) {
      throw new EmrtdError('malformed', 'der: not UTF-8', { step: 'parse', cause });
    }
  }
  if (tlv.tag === der.bmpString) return wideString(tlv.value, 2);
  if (tlv.tag === der.universalString) return wideString(tlv.value, 4);
  if (!singleOctetStrings.includes(tlv.tag)) throw malformed('not a character string');
  return Array.from(tlv.value, (octet) => String.fromCharCode(octet)).join('');
}

/** `YYMMDDHHMM[SS]Z` and `YYYYMMDDHHMM[SS]Z`, offsets allowed as BER does (some issuers write them). */
const timePattern = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(?:Z|([+-])(\d\d)(\d\d))$/;

/** UTCTime or GeneralizedTime. A two-digit year is 1950–2049 (RFC 5280 §4.1.2.5.1). */
export function readTime(tlv: Tlv): Date {
  if (tlv.tag !== der.utcTime && tlv.tag !== der.generalizedTime) throw malformed('not a time');
  if (tlv.value.length > 32) throw malformed('time too long');
  const text = Array.from(tlv.value, (octet) => String.fromCharCode(octet)).join('');
  const match = timePattern.exec(text);
  if (match === null) throw malformed('time not in its form');
  const [, yearText = '', month, day, hour, minute, second = '00', sign, offsetHours = '0', offsetMinutes = '0'] =
    match;
  if (yearText.length !== (tlv.tag === der.utcTime ? 2 : 4)) throw malformed('year not in its form');
  const short = Number(yearText);
  const year = yearText.length === 4 ? short : short < 50 ? 2000 + short : 1900 + short;
  const civil = new Date(0);
  civil.setUTCFullYear(year, Number(month) - 1, Number(day));
  civil.setUTCHours(Number(hour), Number(minute), Number(second), 0);
  if (civil.getUTCMonth() !== Number(month) - 1 || civil.getUTCDate() !== Number(day)) throw malformed('no such day');
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  return new Date(civil.getTime() - offset * 60_000);
}
