import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface PdfText {
  readonly pages: readonly { readonly width: number; readonly height: number; readonly pieces: readonly Piece[] }[];
  /** All letters without blanks: a value may be broken over lines, never inside a letter. */
  readonly letters: string;
}
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const withoutBlanks = (text: string): string => text.replace(/\s/g, '');

const opened = (bytes: Uint8Array): Promise<PDFDocumentProxy> =>
  getDocument({ data: bytes.slice(), useSystemFonts: false, verbosity: 0 }).promise;

/** A PDF read by another hand than the one that wrote it. */
export async function readPdf(bytes: Uint8Array): Promise<PdfText> {
  const document = await opened(bytes);
  const pages = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const pieces = items.flatMap((item): Piece[] =>
      'str' in item && item.str.trim() !== ''
        ? [{ text: item.str, x: item.transform[4] as number, y: item.transform[5] as number, width: item.width }]
        : [],
    );
    pages.push({ width, height, pieces });
  }
  await document.destroy();
  return { pages, letters: withoutBlanks(pages.flatMap(({ pieces }) => pieces.map(({ text }) => text)).join('')) };
}
