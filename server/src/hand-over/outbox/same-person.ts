import { transliterate } from '@cccd-kiosk/cccd/names';
import type { PatientTold } from '../language.ts';
import type { RegisteredPerson } from '../registered-visit.ts';

/**
 * The field in which the other system's patient is somebody else; null when nothing it said disagrees. Names compare
 * without marks and case, dates as far as both know them. Nothing is ever merged on its word.
 */
export function differingField(
  person: RegisteredPerson,
  told: PatientTold,
): 'personal-number' | 'full-name' | 'birth-date' | null {
  // A BHYT number says nothing about the number that the other system knows a person by.
  const { kind, value } = person.number;
  if (kind !== 'insurance' && told.number !== null && told.number !== value) return 'personal-number';
  if (told.fullName !== null && transliterate(told.fullName) !== transliterate(person.fullName)) return 'full-name';
  if (told.birthDate === null || person.birthDate === null) return null;
  const known = Math.min(told.birthDate.length, person.birthDate.length);
  return told.birthDate.slice(0, known) === person.birthDate.slice(0, known) ? null : 'birth-date';
}
