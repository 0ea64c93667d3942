import { comparableName } from '@cccd-kiosk/cccd/names';
import type { Holder } from '../../readings/holder.ts';

/** The known parts of both dates agree (`1950` with `1950-07-12`). */
export function datesAgree(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return long === short || long.startsWith(`${short}-`);
}

export const namesAgree = (a: string, b: string): boolean => comparableName(a) === comparableName(b);

type Told = Readonly<Record<'fullName' | 'birthDate', string | null>>;

/** True unless the answer's name or birth date is another than the chip's. What the answer leaves out says nothing. */
export function samePerson(told: Told, holder: Pick<Holder, 'fullName' | 'birthDate'>): boolean {
  const name = told.fullName === null || namesAgree(told.fullName, holder.fullName);
  const born = told.birthDate === null || holder.birthDate === null || datesAgree(told.birthDate, holder.birthDate);
  return name && born;
}
