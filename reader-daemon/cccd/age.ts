/**
 * Full years at `today` (`yyyy-mm-dd`). Where month or day are unknown the person counts as born on the last possible
 * day, so that nobody becomes older than is known. Null for a birth in the future or more than 130 years ago.
 */
export function ageOn(birthDate: string | null, today: string): number | null {
  const found = birthDate === null ? null : /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(birthDate);
  if (found === null) return null;
  const dayOfYear = `${found[2] ?? '12'}-${found[3] ?? '31'}`;
  const age = Number(today.slice(0, 4)) - Number(found[1]) - (today.slice(5) < dayOfYear ? 1 : 0);
  return age < 0 || age > 130 ? null : age;
}
