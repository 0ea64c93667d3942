/** `NGUYỄN THỊ H***`: all words but the last, of which the first letter stays. Works on letters with stacked marks. */
export function maskedName(name: string): string {
  const words = name.normalize('NFC').trim().split(/\s+/);
  const last = words.pop() ?? '';
  const first = [...new Intl.Segmenter('vi', { granularity: 'grapheme' }).segment(last)][0]?.segment ?? '';
  return [...words, `${first}***`].join(' ');
}

/** `0461••••••17`; shorter numbers keep two characters at either end. `mark` is `*` in print. */
export function maskedNumber(number: string, mark = '•'): string {
  const head = number.length >= 12 ? 4 : 2;
  const hidden = Math.max(0, number.length - head - 2);
  return number.slice(0, head) + mark.repeat(hidden) + number.slice(number.length - 2);
}
