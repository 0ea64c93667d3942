/** Dates as the card writes them. Old records know a birth by its year alone, so month and day may be unknown. */
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';

export interface CardDate {
  readonly year: number;
  /** 1–12, or `null` when unknown. */
  readonly month: number | null;
  /** 1–31, or `null` when unknown; never known without the month. */
  readonly day: number | null;
}

/** "Không thời hạn" in a machine readable zone. Used literally in keys; never a day in 1999 (or 2099). */
export const noExpiry = '991231';

const malformed = (): EmrtdError => new EmrtdError('malformed', 'date: not in its form', { step: 'parse' });

/** Days of a month of the Gregorian calendar. */
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** A date from its parts; `00` stands for unknown. Throws `malformed` for a day that never was. */
export function cardDate(year: number, month: number, day: number): CardDate {
  if (year < 1000 || year > 9999 || month > 12 || (month === 0 && day !== 0)) throw malformed();
  if (month === 0) return { year, month: null, day: null };
  if (day > daysInMonth(year, month)) throw malformed();
  return { year, month, day: day === 0 ? null : day };
}

/** `dd/mm/yyyy` (also with `-` or `.`), `00/00/yyyy`, `mm/yyyy` or `yyyy`. */
export function parseSlashDate(text: string): CardDate {
  const match = /^(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$/.exec(text.trim());
  if (match === null) throw malformed();
  return cardDate(Number(match[3]), Number(match[2] ?? 0), Number(match[1] ?? 0));
}

/** `ddmmyyyy`, or `yyyy` alone. */
export function parseCompactDate(text: string): CardDate {
  const match = /^(?:(\d\d)(\d\d))?(\d{4})$/.exec(text.trim());
  if (match === null) throw malformed();
  return cardDate(Number(match[3]), Number(match[2] ?? 0), Number(match[1] ?? 0));
}

/**
 * `YYMMDD` of a machine readable zone; unknown parts are fillers or zeros. A birth lies in the hundred years up to
 * `today`; an expiry lies in 2000–2099, and `noExpiry` is refused.
 */
export function parseMrzDate(text: string, kind: 'birth' | 'expiry', today: Date): CardDate {
  const match = /^(\d\d)(\d\d|<<)(\d\d|<<)$/.exec(text);
  if (match === null || (kind === 'expiry' && text === noExpiry)) throw malformed();
  const part = (digits: string | undefined): number => Number((digits ?? '').replace('<<', '00'));
  const recent = 2000 + part(match[1]);
  const date = cardDate(recent, part(match[2]), part(match[3]));
  const future = Date.UTC(recent, (date.month ?? 1) - 1, date.day ?? 1) > today.getTime();
  return kind === 'birth' && future ? cardDate(recent - 100, part(match[2]), part(match[3])) : date;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** `YYMMDD`; unknown parts become fillers (9303-3 §4.8). */
export const toMrzDate = ({ year, month, day }: CardDate): string =>
  two(year % 100) + (month === null ? '<<' : two(month)) + (day === null ? '<<' : two(day));

/** `dd/mm/yyyy`, `mm/yyyy` or `yyyy`: for people. */
export const formatDate = ({ year, month, day }: CardDate): string =>
  [...(day === null ? [] : [two(day)]), ...(month === null ? [] : [two(month)]), String(year)].join('/');

/** `yyyy-mm-dd`, `yyyy-mm` or `yyyy`: for machines. */
export const isoDate = ({ year, month, day }: CardDate): string =>
  [String(year), ...(month === null ? [] : [two(month)]), ...(day === null ? [] : [two(day)])].join('-');

/** The same parts known, and all of them alike. */
export const sameDate = (a: CardDate, b: CardDate): boolean => isoDate(a) === isoDate(b);

/** Does a full date agree with a `YYMMDD` in which unknown parts may be fillers or zeros? */
export function dateMatchesMrz(date: CardDate, mrzDate: string): boolean {
  return toMrzDate(date) === mrzDate.replace(/(?<=^\d\d(\d\d)?)00/g, '<<');
}
