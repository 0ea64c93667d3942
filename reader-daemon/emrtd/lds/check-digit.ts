/** The check digit of machine readable zones (9303-3 §4.9): weights 7-3-1, modulo 10. */

const weights = [7, 3, 1] as const;

/** Value of a character: digits themselves, A–Z 10–35, the filler 0; `undefined` for anything else. */
function valueOf(character: string): number | undefined {
  if (character === '<') return 0;
  return /^[0-9A-Z]$/.test(character) ? Number.parseInt(character, 36) : undefined;
}

/** The digit for a field, or `undefined` when a character of it cannot stand in a zone. */
export function checkDigit(field: string): string | undefined {
  let sum = 0;
  for (let i = 0; i < field.length; i++) {
    const value = valueOf(field.charAt(i));
    if (value === undefined) return undefined;
    sum += value * (weights[i % 3] ?? 0);
  }
  return String(sum % 10);
}
