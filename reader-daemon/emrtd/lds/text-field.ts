/** The fields of EF.DG11, EF.DG12 and EF.DG16 (9303-10 §4.7.11, §4.7.12, §4.7.16): texts, names, lists and dates. */
import { EmrtdError } from '../errors.ts';
import { findTlv, readTlvs, type Tlv } from '../tlv.ts';

/** No field of a person is longer; a longer one is refused before it is decoded. */
const maxTextOctets = 4096;

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `field: ${why}`, { step: 'parse' });
const latin1 = (value: Uint8Array): string => Array.from(value, (octet) => String.fromCharCode(octet)).join('');

/**
 * UTF-8 as the standard wants it, unchanged (not normalised). Early issuers wrote ISO 8859-1: what is not well-formed
 * UTF-8 is read as that, so that one letter does not hide the rest of a file.
 */
export function readText(value: Uint8Array): string {
  if (value.length > maxTextOctets) throw new EmrtdError('limit', 'field: too long', { step: 'parse' });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return latin1(value);
  }
}

/** Parts parted by `<`, empty ones dropped: place, address, numbers of other documents. */
export const readParts = (value: Uint8Array): readonly string[] =>
  readText(value)
    .split('<')
    .filter((part) => part !== '');

/** A name with `<<` between its identifiers and `<` inside them, as a zone has it, but in national characters. */
export interface FieldName {
  /** As it stands. */
  readonly text: string;
  readonly primary: string;
  /** Empty for a holder of one name. */
  readonly secondary: string;
}

export function readName(value: Uint8Array): FieldName {
  const text = readText(value);
  const [primary = '', ...secondary] = text.split('<<');
  const spaced = (part: string): string => part.replace(/<+/g, ' ').trim();
  return { text, primary: spaced(primary), secondary: spaced(secondary.join('<')) };
}

/** Digits of a packed (BCD) or a spelled-out number: `octets` packed, twice as many spelled out. */
function readDigits(value: Uint8Array, octets: number, spelled: RegExp): string {
  if (value.length === octets) {
    const text = Array.from(value, (octet) => octet.toString(16).padStart(2, '0')).join('');
    if (!/^\d+$/.test(text)) throw malformed('a date of no digits');
    return text;
  }
  const text = value.length === 2 * octets ? latin1(value) : '';
  if (!spelled.test(text)) throw malformed('a date of another form');
  return text;
}

/** `YYYYMMDD`, from 8 characters or 4 packed octets; what the issuer does not know is `<` (or `X`, or 00). */
export const readDate = (value: Uint8Array): string => readDigits(value, 4, /^[0-9<X]{8}$/);

/** `YYYYMMDDhhmmss`, from 14 characters or 7 packed octets. */
export const readDateTime = (value: Uint8Array): string => readDigits(value, 7, /^\d{14}$/);

/** One field by its tag, read where it is there. */
export function field<T>(items: readonly Tlv[], tag: number, read: (value: Uint8Array) => T): T | undefined {
  const found = findTlv(items, tag);
  return found && read(found.value);
}

/** What repeats stands in a template `A0` behind its count (tag 02); some issuers leave the template out. */
export function repeated(items: readonly Tlv[], tag: number, most: number): readonly Uint8Array[] {
  const inside = items.filter((each) => each.tag === 0xa0).flatMap((template) => readTlvs(template.value));
  const found = [...inside, ...items].filter((each) => each.tag === tag);
  if (found.length > most) throw new EmrtdError('limit', 'field: repeated too often', { step: 'parse' });
  return found.map(({ value }) => value);
}

/** The fields that are there, without keys for those that are not. */
export type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

export const present = <T extends object>(all: T): Present<T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Present<T>;

/** Tags of a list `5C`, of one or two octets each, in its order. */
export function readTagList(value: Uint8Array): readonly number[] {
  if (value.length > 128) throw new EmrtdError('limit', 'field: tag list too long', { step: 'parse' });
  const tags: number[] = [];
  for (let i = 0; i < value.length; i++) {
    const first = value[i] ?? 0;
    if ((first & 0x1f) !== 0x1f) tags.push(first);
    else {
      const second = value[++i];
      if (second === undefined) throw malformed('tag list cut short');
      tags.push(first * 0x100 + second);
    }
  }
  return tags;
}
