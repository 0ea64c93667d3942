import type { NamePerson } from '@cccd-kiosk/contract/counter';
import { namePersonSchema } from '@cccd-kiosk/contract/counter';

export interface TypedPerson {
  readonly fullName: string;
  /** `dd/mm/yyyy`, as people write it, or the year alone; `-` and `.` do as well. */
  readonly birthDate: string;
  readonly sex: string;
  readonly number: string;
}

const fields = namePersonSchema.omit({ visitId: true });

/** `dd/mm/yyyy`, `mm/yyyy` or `yyyy` as far as it is known. */
function writtenDate(text: string): string {
  const [, day, month, year = ''] = /^\s*(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})\s*$/.exec(text) ?? [];
  return [year, month, day].flatMap((part) => (part === undefined ? [] : [part.padStart(2, '0')])).join('-');
}

/** What an officer typed, as the server takes it; null while it is not whole. */
export function personFrom({ fullName, birthDate, sex, number }: TypedPerson): Omit<NamePerson, 'visitId'> | null {
  const person = fields.safeParse({
    fullName: fullName.normalize('NFC'),
    birthDate: writtenDate(birthDate),
    sex,
    number: number.replace(/[\s.-]+/g, '').toUpperCase(),
  });
  return person.success ? person.data : null;
}
