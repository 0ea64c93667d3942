/**
 * Text as it may go on paper: NFC, without control characters (a printer obeys them), direction marks and invisible
 * letters, and no longer than its line (TH11).
 */
export function printable(text: string, longest = 120): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = [...plain];
  return letters.length <= longest ? plain : `${letters.slice(0, longest - 1).join('')}…`;
}

/** For SVG text and attributes. */
export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
