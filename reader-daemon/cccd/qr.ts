/**
 * The QR code printed on the card: fields parted by `|`, unsigned. Seven on cards of 2021; eleven since 2024, of which
 * the last four (cancelled number, father, mother …) come in an order nobody has published and are kept as they are.
 */
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { parseCompactDate, type CardDate } from './dates.ts';
import { isPersonalNumber } from './personal-number.ts';

export interface CardQr {
  readonly personalNumber: string;
  readonly oldNumber: string | null;
  readonly fullName: string;
  readonly dateOfBirth: CardDate | null;
  /** As printed: `Nam` or `Nữ`. */
  readonly sex: string;
  readonly residence: string;
  readonly dateOfIssue: CardDate | null;
  /** Whatever follows the seventh field, empties included. */
  readonly extra: readonly string[];
  /** The text was mangled on its way from the scanner and has been mended. */
  readonly repaired: boolean;
}

const maxLength = 2_000;
const fieldCount = 7;

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `qr: ${why}`, { step: 'parse' });

/** UTF-8 that a serial scanner handed over octet by octet. */
function fromOctets(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text) || /[^\u0000-\u00ff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(text, (each) => each.charCodeAt(0)));
  } catch (cause) {
    if (cause instanceof TypeError) return text;
    throw cause;
  }
}

/** `|` as keyboards of other layouts type it, when the text holds no true one. */
function mendSeparators(text: string): string {
  if (text.includes('|')) return text;
  const stand = ['\\', '¦', '～', '~', '｜'].find((each) => text.split(each).length >= fieldCount);
  return stand === undefined ? text : text.replaceAll(stand, '|');
}

/** Digits of full width, and letters with marks where plain ones belong (`ĐN4` typed for `DN4`), as plain ones. */
const plainCode = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('Đ', 'D')
    .replaceAll('đ', 'd')
    .replace(/[\s.-]/g, '');

function dateOrNull(text: string): CardDate | null {
  return /^(\d{8}|\d{4})$/.test(text) ? parseCompactDate(text) : null;
}

/** Throws `malformed` for anything that is not a citizen card's code, `limit` for a text far too long to be one. */
export function parseQr(text: string): CardQr {
  if (text.length > maxLength) throw new EmrtdError('limit', 'qr: too long', { step: 'parse' });
  const trimmed = text.replace(/[\u0000-\u001f\u200b-\u200f\ufeff]+/g, ' ').trim();
  const mended = mendSeparators(fromOctets(trimmed));
  const raw = mended.split('|').map((field) => field.trim());
  if (raw.length < fieldCount) throw malformed('too few fields');
  const [number = '', old = '', name = '', birth = '', sex = '', residence = '', issue = '', ...extra] = raw;
  const digits = [number, old, birth, issue].map(plainCode);
  const [personalNumber = '', oldNumber = '', birthDigits = '', issueDigits = ''] = digits;
  if (!isPersonalNumber(personalNumber)) throw malformed('no personal number');
  return {
    personalNumber,
    oldNumber: oldNumber === '' || oldNumber.toLowerCase() === 'null' ? null : oldNumber,
    fullName: name,
    dateOfBirth: dateOrNull(birthDigits),
    sex,
    residence,
    dateOfIssue: dateOrNull(issueDigits),
    extra,
    repaired: mended !== trimmed || digits.join('|') !== [number, old, birth, issue].join('|'),
  };
}
