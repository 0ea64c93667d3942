/** Wall-clock times of the site, in the shapes that the languages want. */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    timeZoneName: 'longOffset',
  });
  formatters.set(timeZone, made);
  return made;
}

function partsOf(time: string, timeZone: string): Record<string, string> {
  return Object.fromEntries(
    formatterOf(timeZone)
      .formatToParts(new Date(time))
      .map(({ type, value }) => [type, value]),
  );
}

/** `yyyyMMddHHmm`. */
export function compactMinute(time: string, timeZone: string): string {
  const { year, month, day, hour, minute } = partsOf(time, timeZone);
  return `${year}${month}${day}${hour}${minute}`;
}

/** `+HH:mm`, as ISO times have it. */
export const offsetAt = (time: string, timeZone: string): string =>
  (partsOf(time, timeZone)['timeZoneName'] ?? '').replace('GMT', '') || '+00:00';

/** `yyyyMMddHHmmss+ZZZZ`, HL7's DTM. */
export function compactSecond(time: string, timeZone: string): string {
  const { second } = partsOf(time, timeZone);
  return `${compactMinute(time, timeZone)}${second}${offsetAt(time, timeZone).replace(':', '')}`;
}
