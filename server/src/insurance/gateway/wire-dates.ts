import type { CardDate } from '@cccd-kiosk/cccd/dates';
import { formatDate, isoDate, parseSlashDate } from '@cccd-kiosk/cccd/dates';

/**
 * A birth date of ours (`yyyy-mm-dd`, `yyyy-mm`, `yyyy`) as the gateway wants it: `dd/MM/yyyy`, `MM/yyyy`, `yyyy`. What is
 * not known stays unsaid: no 01/01 is made up.
 */
export function toWireDate(iso: string): string {
  const [year = '', month, day] = iso.split('-');
  const known: CardDate = {
    year: Number(year),
    month: month === undefined ? null : Number(month),
    day: day === undefined ? null : Number(day),
  };
  return formatDate(known);
}

/** A date of the gateway's (`dd/MM/yyyy`, `MM/yyyy`, `yyyy`), `yyyy-mm-dd` or as much as is known; null when it is none. */
export function fromWireDate(text: string | null): string | null {
  if (text === null || text.trim() === '') return null;
  try {
    return isoDate(parseSlashDate(text));
  } catch {
    // A field out of form tells nothing; whether that matters is the decision's business.
    return null;
  }
}

/** A whole day (`yyyy-mm-dd`), or null. */
export function dayFromWire(text: string | null): string | null {
  const date = fromWireDate(text);
  return date?.length === 10 ? date : null;
}
