import { grayscale, PDFDocument } from 'pdf-lib';
import { encode } from 'uqr';
import { describeAsArchive } from './pdf-archive.ts';
import { embedFonts } from './pdf-fonts.ts';
import { paper, PdfPen } from './pdf-page.ts';

/** What the citizen leaves with: a number, what was handed in, what comes next. It names nobody: a lost one tells nothing. */
export interface Receipt {
  readonly office: string;
  readonly fileNumber: string;
  readonly procedures: readonly string[];
  /** `08:05 26/11/2026`. */
  readonly at: string;
  readonly nextStep: string;
  readonly madeAt: Date;
}

/** Text of the receipt's QR: the number alone, without personal data. */
export const receiptQr = ({ fileNumber }: Pick<Receipt, 'fileNumber'>): string => `CCCD-KIOSK:${fileNumber}`;

function drawQr(pen: PdfPen, text: string, x: number, y: number, side: number): void {
  const { data } = encode(text, { ecc: 'M', border: 0 });
  const module = side / data.length;
  for (const [row, line] of data.entries())
    for (const [column, dark] of line.entries())
      if (dark)
        pen.page.drawRectangle({
          x: x + column * module,
          y: paper.height - y - (row + 1) * module,
          width: module,
          height: module,
          color: grayscale(0),
        });
}

const words = { title: 'PHIẾU TIẾP NHẬN HỒ SƠ', number: 'Số hồ sơ', next: 'Bước tiếp theo', got: 'Đã nhận lúc' };

/** A receipt on the upper half of an A4 sheet, as PDF. */
export async function renderReceipt(receipt: Receipt): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const fonts = await embedFonts(document, JSON.stringify([receipt, words, '0123456789:/-•']));
  const pen = new PdfPen(document, fonts);
  const { column } = pen;
  const side = 120;
  const text = { x: column.x, width: column.width - side - 24 };
  pen.paragraph(receipt.office, text, { size: 13 });
  pen.paragraph(words.title, text, { font: 'bold', size: 18 });
  pen.y += 6;
  pen.paragraph(words.number, text, { size: 11 });
  pen.paragraph(receipt.fileNumber, text, { font: 'bold', size: 26 });
  drawQr(pen, receiptQr(receipt), column.x + column.width - side, paper.top, side);
  pen.y = Math.max(pen.y, paper.top + side) + 10;
  for (const procedure of receipt.procedures) pen.paragraph(`• ${procedure}`, column, { size: 13 });
  pen.y += 6;
  pen.paragraph(`${words.got}: ${receipt.at}`, column, { size: 13 });
  pen.paragraph(`${words.next}: ${receipt.nextStep}`, column, { font: 'bold', size: 14 });
  describeAsArchive(document, { title: words.title, madeAt: receipt.madeAt });
  return document.save({ useObjectStreams: false });
}
