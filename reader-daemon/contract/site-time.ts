type Kind = 'day' | 'time' | 'date';

const shapes: Readonly<Record<Kind, { locale: string; options: Intl.DateTimeFormatOptions }>> = {
  day: { locale: 'en-CA', options: { year: 'numeric', month: '2-digit', day: '2-digit' } },
  time: { locale: 'en-GB', options: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } },
  date: { locale: 'en-GB', options: { day: '2-digit', month: '2-digit', year: 'numeric' } },
};

/** Making a formatter costs a hundred times what using it does. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatted(kind: Kind, time: Date, timeZone: string): string {
  const key = `${kind} ${timeZone}`;
  const { locale, options } = shapes[kind];
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formatters.set(key, formatter);
  return formatter.format(time);
}

/** The site's calendar day, `yyyy-mm-dd`: queue numbers restart with it. */
export const serviceDay = (time: Date, timeZone: string): string => formatted('day', time, timeZone);

/** The site's wall clock, `hh:mm`. */
export const siteTime = (time: Date, timeZone: string): string => formatted('time', time, timeZone);

/** The site's date for people, `dd/mm/yyyy`. */
export const siteDate = (time: Date, timeZone: string): string => formatted('date', time, timeZone);
