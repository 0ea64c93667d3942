/** A name as forms with three boxes want it. The rule is a proposal: double surnames and Tôn Nữ break it, a person mends it. */
export interface SplitName {
  readonly surname: string;
  readonly middleName: string;
  readonly givenName: string;
}

/** First word, last word, and what stands between. A name of one word is a given name. */
export function splitName(fullName: string): SplitName {
  const words = fullName
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length < 2) return { surname: '', middleName: '', givenName: words[0] ?? '' };
  return { surname: words[0] ?? '', middleName: words.slice(1, -1).join(' '), givenName: words.at(-1) ?? '' };
}
