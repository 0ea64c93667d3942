import { transliterate } from '@cccd-kiosk/cccd/names';

/** Lower-case words without diacritics; digits stay. */
export function plainWords(text: string): string[] {
  return text
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map((word) => (/^\d+$/.test(word) ? word : plainWord(word)))
    .filter((word) => word !== '');
}
const plainWord = (word: string): string =>
  word
    .split(/(\d+)/)
    .map((part) => (/^\d/.test(part) ? part : transliterate(part).replaceAll(' ', '')))
    .join('')
    .toLowerCase();

const initialsOf = (words: readonly string[]): string => words.map((word) => word.charAt(0)).join('');

/**
 * How well a title answers what was typed, 0 for not at all: its code; the first letters of its words (`dkks` → Đăng ký
 * khai sinh, from the start before from the middle); the beginnings of its words in order; a part of it.
 */
export function scoreOf(query: string, title: { readonly code?: string; readonly names: readonly string[] }): number {
  const asked = plainWords(query);
  const joined = asked.join('');
  if (joined === '') return 0;
  const code = plainWords(title.code ?? '').join('');
  if (code === joined) return 100;
  const best = Math.max(0, ...title.names.map((name) => scoreOfName(asked, joined, plainWords(name))));
  return Math.max(best, code.startsWith(joined) ? 85 : 0);
}

function scoreOfName(asked: readonly string[], joined: string, words: readonly string[]): number {
  const initials = initialsOf(words);
  const brevity = Math.max(0, 5 - words.length / 4);
  if (words.join(' ') === asked.join(' ')) return 95;
  if (initials === joined) return 90;
  if (asked.length === 1 && joined.length >= 2) {
    if (initials.startsWith(joined)) return 75 + brevity;
    if (initials.includes(joined)) return 60 + brevity;
  }
  // Each typed word begins a word of the title, in order: `dk khai si`.
  let at = 0;
  const first = words.findIndex((word) => word.startsWith(asked[0] ?? ''));
  for (const word of words) if (at < asked.length && word.startsWith(asked[at] ?? '')) at += 1;
  if (at === asked.length) return (first === 0 ? 50 : 40) + brevity;
  // `dkkhaisinh`, `dkket hon`: some words by their letter, some whole.
  if (spells(joined, words)) return 35 + brevity;
  return words.join('').includes(joined) && joined.length >= 3 ? 20 + brevity : 0;
}

/** Can `text` be cut into beginnings of consecutive words? */
function spells(text: string, words: readonly string[]): boolean {
  const from = (rest: string, at: number): boolean => {
    if (rest === '') return true;
    const word = words[at];
    if (word === undefined) return false;
    for (let length = Math.min(word.length, rest.length); length >= 1; length -= 1)
      if (rest.startsWith(word.slice(0, length)) && from(rest.slice(length), at + 1)) return true;
    return false;
  };
  return text.length <= 40 && words.slice(0, 12).some((_word, start) => from(text, start));
}
