import { PDFDocument } from 'pdf-lib';
import type { DocumentModel } from './model.ts';
import { drawBlocks, drawSignatures } from './pdf-blocks.ts';
import { embedFonts } from './pdf-fonts.ts';
import { describeAsArchive } from './pdf-archive.ts';
import { lineHeight, paper, PdfPen } from './pdf-page.ts';

const motto = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'] as const;

function head(pen: PdfPen, model: DocumentModel): void {
  const { column } = pen;
  const corner = { x: column.x + column.width * 0.5, width: column.width * 0.5 };
  pen.paragraph(model.stamp, corner, { font: 'italic', size: 9, align: 'centre' });
  pen.y += 6;
  if (model.motto) {
    pen.paragraph(motto[0], column, { font: 'bold', align: 'centre' });
    pen.paragraph(motto[1], column, { font: 'bold', align: 'centre' });
    const width = pen.measure({ font: 'bold' })(motto[1]);
    pen.rule(column.x + (column.width - width) / 2, pen.y - 2, width);
    pen.y += 8;
  }
  pen.paragraph(model.title.toLocaleUpperCase('vi'), column, { font: 'bold', size: 15, align: 'centre' });
  pen.y += 4;
  if (model.addressee === null) return;
  const to = model.addressee === '' ? '……………………………………………' : model.addressee;
  pen.paragraph(`Kính gửi: ${to}`, column, { align: 'centre' });
  pen.y += 4;
}

function footers(document: PDFDocument, pen: PdfPen, model: DocumentModel): void {
  const pages = document.getPages();
  for (const [at, page] of pages.entries()) {
    pen.page = page;
    const y = paper.height - paper.bottom + 18;
    pen.text(model.footer, paper.left, y, { size: 8.5 });
    const count = `${at + 1}/${pages.length}`;
    pen.text(count, paper.width - paper.right - pen.measure({ size: 8.5 })(count), y, { size: 8.5 });
  }
}

/** Every letter that may be drawn, capitals of the title included. */
const lettersOf = (model: DocumentModel): string =>
  JSON.stringify([model, motto, model.title.toLocaleUpperCase('vi'), 'Kính gửi: ……X0123456789/,.:()']);

/** The paper as PDF: A4, fonts embedded, every letter extractable in NFC. The same model gives the same octets. */
export async function renderPdf(model: DocumentModel): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const pen = new PdfPen(document, await embedFonts(document, lettersOf(model)));
  const { column } = pen;
  head(pen, model);
  drawBlocks(pen, model.blocks, column);
  if (model.declaration !== '') {
    pen.y += 4;
    pen.paragraph(model.declaration, column, { font: 'italic' });
  }
  pen.y += lineHeight / 2;
  drawSignatures(pen, model.signatures, model.dateLine, column);
  footers(document, pen, model);
  describeAsArchive(document, { title: model.title, madeAt: model.madeAt });
  return document.save({ useObjectStreams: false });
}
