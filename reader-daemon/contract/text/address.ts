import type { Language, Values, Words } from './language.ts';

/** Forms of address: ông/bà from 55 (site setting), anh/chị from 16; *bạn* while unproven, unknown or mixed. */
export const addresses = ['ong', 'ba', 'anh', 'chi', 'ban'] as const;
export type Address = (typeof addresses)[number];

export const addressWords: Readonly<Record<Address, Words>> = {
  ong: { vi: 'ông', en: 'you' },
  ba: { vi: 'bà', en: 'you' },
  anh: { vi: 'anh', en: 'you' },
  chi: { vi: 'chị', en: 'you' },
  ban: { vi: 'bạn', en: 'you' },
};

/** Elders are greeted formally. */
export const greetingWords: Readonly<Record<Address, Words>> = {
  ong: { vi: 'Kính chào ông', en: 'Welcome' },
  ba: { vi: 'Kính chào bà', en: 'Welcome' },
  anh: { vi: 'Chào anh', en: 'Welcome' },
  chi: { vi: 'Chào chị', en: 'Welcome' },
  ban: { vi: 'Chào bạn', en: 'Welcome' },
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The values of `{xh}` and, at the head of a sentence, `{Xh}`. */
export function addressValues(address: Address, language: Language): Values {
  const xh = addressWords[address][language];
  return { xh, Xh: capital(xh) };
}
