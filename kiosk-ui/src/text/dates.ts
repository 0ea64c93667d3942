import type { Language } from '@cccd-kiosk/contract/text/language';

const zone = 'Asia/Ho_Chi_Minh';
const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
const timeToSecond = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' });
const date = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: '2-digit', month: '2-digit', year: 'numeric' });
const weekday: Record<Language, Intl.DateTimeFormat> = {
  vi: new Intl.DateTimeFormat('vi-VN', { timeZone: zone, weekday: 'long' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long' }),
};

/** Site time of an instant (milliseconds or ISO): `07:42`. */
export const hoursMinutes = (instant: number | string): string => time.format(new Date(instant));
export const hoursMinutesSeconds = (instant: number | string): string => timeToSecond.format(new Date(instant));
/** `15/09/2026`. */
export const dayMonthYear = (instant: number | string): string => date.format(new Date(instant));
/** `Thứ Ba 15/09/2026`. */
export const longDate = (instant: number, language: Language): string =>
  `${weekday[language].format(new Date(instant))} ${dayMonthYear(instant)}`;

/** A birth date as the chip gives it, `yyyy-mm-dd`, `yyyy-mm` or `yyyy`, written dd/mm/yyyy as far as known. */
export const birthDateText = (value: string): string => value.split('-').reverse().join('/');

/** Whole years at an instant; undefined while only the year is known. */
export function ageAt(birthDate: string, instant: number): number | undefined {
  const [year, month, day] = birthDate.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const [d, m, y] = dayMonthYear(instant).split('/').map(Number);
  if (d === undefined || m === undefined || y === undefined) return undefined;
  return y - year - (m < month || (m === month && d < day) ? 1 : 0);
}
