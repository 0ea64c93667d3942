import type { NameChild } from '@cccd-kiosk/contract/counter';
import { nameChildSchema } from '@cccd-kiosk/contract/counter';

export interface TypedChild {
  readonly fullName: string;
  /** `dd/mm/yyyy`, as people write it; `-` and `.` do as well. */
  readonly birthDate: string;
  readonly sex: string;
  readonly number: string;
}

const fields = nameChildSchema.omit({ visitId: true });

/** What an officer typed, as the server takes it; null while it is not whole. */
export function childFrom({ fullName, birthDate, sex, number }: TypedChild): Omit<NameChild, 'visitId'> | null {
  const [, day = '', month = '', year = ''] = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(birthDate) ?? [];
  const child = fields.safeParse({
    fullName: fullName.normalize('NFC'),
    birthDate: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    sex,
    number: number.replace(/[\s.-]+/g, '').toUpperCase(),
  });
  return child.success ? child.data : null;
}
