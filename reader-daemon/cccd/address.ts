import type { Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import { ageOn } from './age.ts';

export type Address = 'ong' | 'ba' | 'anh' | 'chi' | 'ban';

/** Form of address from proven sex and age: ông/bà from the site's age (55), anh/chị from 16, else and unproven `bạn`. */
export function addressOf(
  { sex, birthDate }: { readonly sex: 'male' | 'female' | null; readonly birthDate: string | null },
  overall: Overall | null,
  today: string,
  elderAge: number,
): Address {
  const age = ageOn(birthDate, today);
  if (overall !== 'genuine' || sex === null || age === null || age < 16) return 'ban';
  if (age >= elderAge) return sex === 'male' ? 'ong' : 'ba';
  return sex === 'male' ? 'anh' : 'chi';
}
