/** Tone marks of Vietnamese, as combining characters: sắc, huyền, hỏi, ngã, nặng. */
export const tones = ['\u0301', '\u0300', '\u0309', '\u0303', '\u0323'] as const;
export type Tone = (typeof tones)[number];

const toneMarks = /[\u0301\u0300\u0309\u0303\u0323]/gu;
const vowel = /[aeiouy]/i;
/** Vowels with a mark of their own take the tone: ê, ô, ơ, â, ă, ư. */
const marked = /[\u0302\u0306\u031b]/u;

interface Letter {
  readonly base: string;
  /** The letter's own marks, without a tone. */
  readonly own: string;
}

const lettersOf = (word: string): Letter[] =>
  [
    ...word
      .normalize('NFD')
      .replace(toneMarks, '')
      .matchAll(/(\P{M})(\p{M}*)/gu),
  ].map(([, base = '', own = '']) => ({ base, own }));

/** Which letter of a syllable carries the tone, in the placement of schoolbooks (hòa, thúy); -1 without a vowel. */
function placeOf(letters: readonly Letter[]): number {
  const isVowel = (at: number): boolean => vowel.test(letters[at]?.base ?? '');
  let first = letters.findIndex((_letter, at) => isVowel(at));
  if (first < 0) return -1;
  const before = (letters[first - 1]?.base ?? '').toLowerCase();
  const glide = (letters[first]?.base ?? '').toLowerCase();
  // In `qu` and `gi` before another vowel the letter belongs to the consonant.
  if (((before === 'q' && glide === 'u') || (before === 'g' && glide === 'i')) && isVowel(first + 1)) first += 1;
  let last = first;
  while (isVowel(last + 1)) last += 1;
  for (let at = last; at >= first; at -= 1) if (marked.test(letters[at]?.own ?? '')) return at;
  const count = last - first + 1;
  if (count === 1) return first;
  if (count === 2) return last < letters.length - 1 ? last : first;
  return first + 1;
}

/** The text with a tone on its last syllable; the same tone again takes it off. Without a vowel nothing changes. */
export function withTone(text: string, tone: Tone): string {
  const [, before = '', word = ''] = /^(.*?)([\p{L}\p{M}]*)$/su.exec(text) ?? [];
  const letters = lettersOf(word);
  const place = placeOf(letters);
  if (place < 0) return text;
  const had = word.normalize('NFD').includes(tone);
  const made = letters.map(({ base, own }, at) => `${base}${own}${at === place && !had ? tone : ''}`).join('');
  return `${before}${made}`.normalize('NFC');
}

/** A typed letter after a text; the tone moves to where it belongs when the syllable grows. */
export function withLetter(text: string, letter: string, capital: 'words' | 'first' | 'none'): string {
  const start = text === '' || (capital === 'words' && /[\s'’-]$/.test(text));
  const typed = capital !== 'none' && start ? letter.toLocaleUpperCase('vi') : letter;
  const next = `${text}${typed}`;
  const tone = tones.find((each) => (/[\p{L}\p{M}]*$/u.exec(text)?.[0] ?? '').normalize('NFD').includes(each));
  if (tone === undefined || !/\p{L}/u.test(letter)) return next;
  return withTone(withTone(next, tone), tone);
}

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });
/** Letters as people count them. */
export const lengthOf = (text: string): number => [...graphemes.segment(text)].length;
export const withoutLast = (text: string): string =>
  [...graphemes.segment(text)]
    .slice(0, -1)
    .map(({ segment }) => segment)
    .join('');
