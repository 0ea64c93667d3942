import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { coverageOf } from './glyph-coverage.ts';

const require = createRequire(import.meta.url);
const be = (style: string): string =>
  require.resolve(`@expo-google-fonts/be-vietnam-pro/${style}/BeVietnamPro_${style}.ttf`);
const noto = (style: string): string => require.resolve(`@expo-google-fonts/noto-sans/${style}/NotoSans_${style}.ttf`);

export const fontFiles: readonly string[] = [
  be('500Medium'),
  be('700Bold'),
  be('800ExtraBold'),
  noto('500Medium'),
  noto('700Bold'),
];

const house = 'Be Vietnam Pro';
const wide = 'Noto Sans';

let covered: ((text: string) => boolean) | undefined;

/** The family for one text: the house's, or Noto Sans for the whole of it when a single letter is missing there. */
export function familyFor(text: string): typeof house | typeof wide {
  covered ??= coverageOf(readFileSync(be('700Bold')));
  return covered(text) ? house : wide;
}
