import { transliterate } from '@cccd-kiosk/cccd/names';

/** After a kind no letter may follow; a short form may stand right before its name. */
const end = String.raw`(?![\p{L}\p{M}])[\s.]*`;
const kindsOf = (words: readonly (readonly [string, string])[]): readonly (readonly [RegExp, string])[] =>
  words.map(([word, kind]) => [new RegExp(`^(${word})${end}`, 'iu'), kind]);

const spelled = kindsOf([
  ['thành phố|tp', 'tp'],
  ['thị xã|tx', 'tx'],
  ['thị trấn|tt', 'tt'],
  ['đặc khu', 'dk'],
  [String.raw`tỉnh|t\.`, 't'],
  [String.raw`huyện|h\.`, 'h'],
  [String.raw`quận|q\.?`, 'q'],
  [String.raw`phường|p\.?`, 'p'],
  [String.raw`xã|x\.`, 'x'],
]);
/** For text without any diacritics: with them, `Quan Hóa` is a name and no district of one. */
const unmarked = kindsOf([
  ['thanh pho|tp', 'tp'],
  ['thi xa|tx', 'tx'],
  ['thi tran|tt', 'tt'],
  ['dac khu', 'dk'],
  [String.raw`tinh|t\.`, 't'],
  [String.raw`huyen|h\.`, 'h'],
  [String.raw`quan|q\.?`, 'q'],
  [String.raw`phuong|p\.?`, 'p'],
  [String.raw`xa|x\.`, 'x'],
]);

export interface PlaceName {
  /** `p` phường, `x` xã, `tt` thị trấn, `q`, `h`, `tx`, `tp`, `t`, `dk`; empty when it is not said. */
  readonly kind: string;
  /** The name without its kind and diacritics, letters and digits alone: `HUNGDUNG`, `12`. */
  readonly bare: string;
}

const bareOf = (text: string): string => {
  const letters = text.normalize('NFC').replace(/[^\p{L}\p{N}\p{M} ]/gu, ' ');
  const words = letters.split(/(\d+)/).map((part) => (/^\d+$/.test(part) ? String(Number(part)) : transliterate(part)));
  return words.join('').replace(/\s/g, '').toUpperCase();
};

/** What kind of place, as far as it is said, and its name after that. */
function divide(text: string): { readonly kind: string; readonly name: string } {
  const plain = text.normalize('NFC').trim();
  for (const [prefix, kind] of /^[\x20-\x7e]*$/.test(plain) ? unmarked : spelled) {
    const match = prefix.exec(plain);
    if (match !== null && match[0].length < plain.length) return { kind, name: plain.slice(match[0].length) };
  }
  return { kind: '', name: plain };
}

/** A place as people write it: `P. 12`, `Phường 12`, `TP.Vinh`, `Hoà Bình` and `Hòa Bình` are the same place. */
export function placeName(text: string): PlaceName {
  const { kind, name } = divide(text);
  return { kind, bare: bareOf(name) };
}

/** The first letters of a name's words, its numbers whole, without its kind: `TV` for `Phường Trường Vinh`. */
export const placeInitials = (text: string): string =>
  divide(text)
    .name.split(/[^\p{L}\p{N}\p{M}]+/u)
    .map((word) => (/^\d+$/.test(word) ? bareOf(word) : bareOf(word).slice(0, 1)))
    .join('');

/** Provinces that were called otherwise on older cards, or are called by their letters. */
const formerNames: Readonly<Record<string, string>> = {
  THUATHIENHUE: 'HUE',
  BACCAN: 'BACKAN',
  DACLAC: 'DAKLAK',
  DAKLAC: 'DAKLAK',
  DACNONG: 'DAKNONG',
  HCM: 'HOCHIMINH',
  SAIGON: 'HOCHIMINH',
};

/** A province's bare name, as its newest spelling. */
export function provinceName(text: string): string {
  const { bare } = placeName(text);
  return formerNames[bare] ?? bare;
}

export function placeKey(text: string): string {
  const { kind, bare } = placeName(text);
  // A province is the same with and without its word.
  return `${kind === 't' || kind === 'tp' ? '' : kind}:${bare}`;
}
