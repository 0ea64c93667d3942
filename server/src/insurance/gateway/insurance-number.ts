/**
 * The keys a person may be asked by: 12 digits (personal number), 10 digits (BHXH number), 15 characters (card number,
 * QĐ 1351/QĐ-BHXH). Spaces and dashes are dropped, letters made capital; null when it is none of them.
 */
export function normalNumber(text: string): string | null {
  // Vietnamese keyboard drivers turn a scanned DN4… into ĐN4….
  const plain = text
    .replace(/[\s.-]+/g, '')
    .toUpperCase()
    .replaceAll('Đ', 'D');
  return /^(\d{10}|\d{12}|[A-Z]{2}[1-5]\d{12})$/.test(plain) ? plain : null;
}

/** The object code, benefit digit and province of a card number; null for any other key. */
export function cardNumberParts(number: string | null): { object: string; digit: string; province: string } | null {
  const found = /^([A-Z]{2})([1-5])(\d{2})\d{10}$/.exec(number ?? '');
  return found === null ? null : { object: found[1] ?? '', digit: found[2] ?? '', province: found[3] ?? '' };
}
