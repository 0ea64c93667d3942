import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fontkit from '@pdf-lib/fontkit';
import type { PDFDocument, PDFFont } from 'pdf-lib';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
/** Metrics of Times New Roman, which official papers are set in; all Vietnamese letters (Apache 2.0). */
const tinos = (style: string): string => require.resolve(`@expo-google-fonts/tinos/${style}/Tinos_${style}.ttf`);

const files = new Map<string, Buffer>();
function fileOf(style: string): Buffer {
  const known = files.get(style);
  if (known !== undefined) return known;
  const read = readFileSync(tinos(style));
  files.set(style, read);
  return read;
}

export interface PdfFonts {
  readonly regular: PDFFont;
  readonly bold: PDFFont;
  readonly italic: PDFFont;
}

/** What a font cannot draw becomes this box, never a missing letter that nobody notices. */
const missing = '\u25a1';

/**
 * The paper's fonts, embedded with the letters of `text` and no others: some thirty kilobytes a style. The cut is
 * HarfBuzz's: pdf-lib's own loses the outlines of hinted letters.
 */
export async function embedFonts(document: PDFDocument, text: string): Promise<PdfFonts> {
  document.registerFontkit(fontkit);
  const letters = [...new Set(text.normalize('NFC') + missing)].sort().join('');
  const embed = async (style: string): Promise<PDFFont> => {
    const cut = await subsetFont(fileOf(style), letters, { targetFormat: 'truetype' });
    return document.embedFont(new Uint8Array(cut), { subset: false });
  };
  const regular = await embed('400Regular');
  const bold = await embed('700Bold');
  const italic = await embed('400Regular_Italic');
  return { regular, bold, italic };
}

const characterSets = new WeakMap<PDFFont, Set<number>>();

/** The text in NFC, with a box for each letter that the font lacks. */
export function drawable(font: PDFFont, text: string): string {
  const known = characterSets.get(font) ?? new Set(font.getCharacterSet());
  characterSets.set(font, known);
  return [...text.normalize('NFC').replace(/[\t\r]/g, ' ')]
    .map((letter) => (letter === '\n' || known.has(letter.codePointAt(0) ?? 0) ? letter : missing))
    .join('');
}
