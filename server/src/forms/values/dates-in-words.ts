import { parseSlashDate } from '@cccd-kiosk/cccd/dates';

/** Dates as civil-status forms want them written out. */
const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const digit = (n: number): string => digits[n] ?? '';

/** 1–99. */
function belowHundred(n: number): string {
  if (n < 10) return digit(n);
  const tens = Math.floor(n / 10);
  const ones = n % 10;
  const head = tens === 1 ? 'mười' : `${digit(tens)} mươi`;
  if (ones === 0) return head;
  if (ones === 1) return `${head} ${tens === 1 ? 'một' : 'mốt'}`;
  if (ones === 4) return `${head} ${tens === 1 ? 'bốn' : 'tư'}`;
  return `${head} ${ones === 5 ? 'lăm' : digit(ones)}`;
}

/** `hai nghìn không trăm linh năm`. */
function yearInWords(year: number): string {
  const thousands = `${digit(Math.floor(year / 1000))} nghìn`;
  const rest = year % 1000;
  if (rest === 0) return thousands;
  const hundreds = `${thousands} ${digit(Math.floor(rest / 100))} trăm`;
  const low = rest % 100;
  if (low === 0) return hundreds;
  return `${hundreds} ${low < 10 ? `linh ${digit(low)}` : belowHundred(low)}`;
}

/** The first ten days of a month are `mùng`; the fourth month is `tư`. */
const dayInWords = (day: number): string => (day <= 10 ? `mùng ${belowHundred(day)}` : belowHundred(day));
const monthInWords = (month: number): string => (month === 4 ? 'tư' : belowHundred(month));

const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

/**
 * `15/02/1990` → `Ngày mười lăm tháng hai năm một nghìn chín trăm chín mươi`. What is not known is not said: `1990` →
 * `Năm một nghìn chín trăm chín mươi`. Throws `malformed` for text that is no date.
 */
export function dateInWords(text: string): string {
  const { year, month, day } = parseSlashDate(text);
  return sentence(
    [
      ...(day === null ? [] : [`ngày ${dayInWords(day)}`]),
      ...(month === null ? [] : [`tháng ${monthInWords(month)}`]),
      `năm ${yearInWords(year)}`,
    ].join(' '),
  );
}

/** `ngày 05 tháng 02 năm 2026`, as beside a signature. */
export function dateInLine(text: string): string {
  const { year, month, day } = parseSlashDate(text);
  const two = (n: number): string => String(n).padStart(2, '0');
  return [
    ...(day === null ? [] : [`ngày ${two(day)}`]),
    ...(month === null ? [] : [`tháng ${two(month)}`]),
    `năm ${year}`,
  ].join(' ');
}
