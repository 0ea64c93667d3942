import { grayscale, type PDFDocument, type PDFFont, type PDFPage } from 'pdf-lib';
import { drawable, type PdfFonts } from './pdf-fonts.ts';
import { wrapText, type Measure } from './wrap-text.ts';

/** A4 in points, with the margins of official papers (2 cm, left 3 cm would waste a form's room). */
export const paper = { width: 595.28, height: 841.89, left: 56, right: 50, top: 48, bottom: 52 } as const;
export const textSize = 12;
export const lineHeight = 17.5;
const ink = grayscale(0);

/** A column that blocks are set into. */
export interface Column {
  readonly x: number;
  readonly width: number;
}

export interface TextStyle {
  readonly font?: keyof PdfFonts;
  readonly size?: number;
}

/** Where the next thing goes. Everything asks for its room first, and begins a new page when there is none. */
export class PdfPen {
  readonly fonts: PdfFonts;
  readonly document: PDFDocument;
  page: PDFPage;
  /** Points from the top. */
  y: number = paper.top;

  constructor(document: PDFDocument, fonts: PdfFonts) {
    this.document = document;
    this.fonts = fonts;
    this.page = document.addPage([paper.width, paper.height]);
  }

  get column(): Column {
    return { x: paper.left, width: paper.width - paper.left - paper.right };
  }

  newPage(): void {
    this.page = this.document.addPage([paper.width, paper.height]);
    this.y = paper.top;
  }

  /** True when a new page had to be begun. */
  need(height: number): boolean {
    if (this.y + height <= paper.height - paper.bottom) return false;
    this.newPage();
    return true;
  }

  fontOf({ font = 'regular' }: TextStyle): PDFFont {
    return this.fonts[font];
  }

  measure(style: TextStyle = {}): Measure {
    const font = this.fontOf(style);
    const { size = textSize } = style;
    return (text) => font.widthOfTextAtSize(drawable(font, text), size);
  }

  /** One line of text whose baseline is `size` under `y`. */
  text(text: string, x: number, y: number, style: TextStyle = {}): void {
    if (text === '') return;
    const font = this.fontOf(style);
    const { size = textSize } = style;
    this.page.drawText(drawable(font, text), { x, y: paper.height - y - size, size, font, color: ink });
  }

  centred(text: string, { x, width }: Column, y: number, style: TextStyle = {}): void {
    this.text(text, x + (width - this.measure(style)(text)) / 2, y, style);
  }

  /** Wrapped lines under one another; moves on. */
  paragraph(text: string, column: Column, style: TextStyle & { readonly align?: 'left' | 'centre' } = {}): void {
    const { size = textSize, align = 'left' } = style;
    const height = size * (lineHeight / textSize);
    for (const line of wrapText(text, column.width, this.measure(style))) {
      this.need(height);
      if (align === 'centre') this.centred(line, column, this.y, style);
      else this.text(line, column.x, this.y, style);
      this.y += height;
    }
  }

  rule(x: number, y: number, width: number, dotted = false): void {
    const at = paper.height - y;
    this.page.drawLine({
      start: { x, y: at },
      end: { x: x + width, y: at },
      thickness: dotted ? 0.5 : 0.7,
      color: ink,
      ...(dotted ? { dashArray: [1, 2] } : {}),
    });
  }

  box(x: number, y: number, width: number, height: number): void {
    this.page.drawRectangle({
      x,
      y: paper.height - y - height,
      width,
      height,
      borderWidth: 0.7,
      borderColor: ink,
    });
  }
}
