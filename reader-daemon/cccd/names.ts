/** Vietnamese names: compared as people read them, and as a machine readable zone can hold them (9303-3 §6). */

/** Letters that no decomposition opens. Đ is also met as Eth and as African D; both look the same on paper. */
const letters: Readonly<Record<string, string>> = {
  Đ: 'D',
  Ð: 'D',
  Ɖ: 'D',
  Ɗ: 'D',
  Ƀ: 'B',
  Ɓ: 'B',
  Ł: 'L',
  Ƚ: 'L',
  Ŋ: 'N',
  Ɲ: 'N',
  Ħ: 'H',
  Ŧ: 'T',
  Ø: 'OE',
  Æ: 'AE',
  Œ: 'OE',
  Þ: 'TH',
  ẞ: 'SS',
  ı: 'I',
  Ɛ: 'E',
  Ɔ: 'O',
  Ə: 'E',
};

/** Letters of one look but several code points, folded to one. */
const lookAlike = (text: string): string => text.replace(/[ÐƉ]/g, 'Đ').replace(/[ðɖ]/g, 'đ');

/** NFC, blanks collapsed, look-alikes folded: the form in which chip and record are compared. */
export const normalName = (name: string): string =>
  lookAlike(name.normalize('NFC'))
    .replace(/[\s\u200b-\u200d\ufeff]+/g, ' ')
    .trim();

/** The same name, letter case apart. Diacritics count. */
export const sameName = (a: string, b: string): boolean =>
  normalName(a).toLocaleUpperCase('vi') === normalName(b).toLocaleUpperCase('vi');

/** Upper-case Latin without diacritics. Apostrophes vanish, hyphens part (9303-3 §4.6); other scripts are dropped. */
export function transliterate(name: string): string {
  const upper = normalName(name).replaceAll('ß', 'ẞ').toLocaleUpperCase('vi').normalize('NFD').replace(/\p{M}/gu, '');
  const latin = Array.from(upper, (letter) => letters[letter] ?? letter).join('');
  return latin
    .replace(/['’‘ʼ`]/g, '')
    .replace(/[^A-Z]+/g, ' ')
    .trim();
}

/**
 * The form in which two registers' spellings are compared before anybody calls them different: marks, letter case, blanks
 * and Đ/D apart, and Y as I (`Lý`, `Lí`).
 */
export const comparableName = (name: string): string => transliterate(name).replaceAll('Y', 'I');

/** The name field of a zone before it is cut or filled: `NGUYEN<<THI<MAU`. The family name is the first word. */
export function mrzName(fullName: string): string {
  const [family = '', ...rest] = transliterate(fullName).split(' ');
  return rest.length === 0 ? family : `${family}<<${rest.join('<')}`;
}

/** The name field of a TD1 zone: filled, or cut, to 30 characters. */
export const mrzNameField = (fullName: string, length = 30): string =>
  mrzName(fullName).slice(0, length).padEnd(length, '<');

/**
 * Can this name field be that of `fullName`? Where the parts are joined or parted differently (`H'Hen`: `HHEN` or
 * `H<HEN`) the letters decide. A field filled to its last character may have been cut: by its end, or by shortening
 * each part (9303-3 §4.6.1).
 */
export function nameMatchesMrz(fullName: string, field: string): boolean {
  const joined = (text: string): string => text.replace(/[< ]+/g, '');
  const whole = transliterate(fullName);
  if (joined(field) === joined(whole) || field === mrzNameField(fullName, field.length)) return joined(field) !== '';
  if (field.endsWith('<')) return false;
  const parts = whole.split(' ');
  const shown = field.split(/<+/);
  return shown.length <= parts.length && shown.every((part, i) => part !== '' && (parts[i] ?? '').startsWith(part));
}
