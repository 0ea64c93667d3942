import { normalName, sameName, transliterate } from '@cccd-kiosk/cccd/names';
import type { FieldRelation } from '@cccd-kiosk/contract/work-items';

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** One syllable with its tone taken to the end and a final y written i: `hoà` and `hòa`, `Lý` and `Lí` become one. */
function syllable(text: string): string {
  const open = text.normalize('NFD');
  const tone = (open.match(tones) ?? []).join('');
  const letters = open.replace(tones, '').normalize('NFC');
  return letters.replace(/(?<=[bcdđghklmnpqrstvx]|^qu)y$/, 'i') + tone;
}

/** The name as people read it: one case, hyphens and blanks alike, apostrophes gone, tones in one place. */
const spoken = (name: string): string =>
  normalName(name)
    .toLocaleLowerCase('vi')
    .replace(/['’‘ʼ`]/g, '')
    .split(/[\s-]+/)
    .filter((part) => part !== '')
    .map(syllable)
    .join(' ');

const initials = (name: string): string =>
  transliterate(name)
    .split(' ')
    .map((word) => word.charAt(0))
    .join(' ');

/** How two spellings of a name stand to each other. Nothing is ever merged on its word: it only says what to look at. */
export function compareNames(a: string, b: string): FieldRelation {
  if (a === b) return 'same';
  if (sameName(a, b) || spoken(a) === spoken(b)) return 'same-after-normalising';
  const latin = transliterate(spoken(a));
  if (latin !== '' && latin === transliterate(spoken(b))) return 'accent-only';
  return latin !== '' && initials(a) === initials(b) ? 'first-letters' : 'different';
}
