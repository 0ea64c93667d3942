import JSZip from 'jszip';
import { PDFDocument, PDFName } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import type { Block, DocumentModel } from '@cccd-kiosk/server/src/forms/documents/model';
import { grayProfile } from '@cccd-kiosk/server/src/forms/documents/gray-profile';
import { renderDocx } from '@cccd-kiosk/server/src/forms/documents/render-docx';
import { renderPdf } from '@cccd-kiosk/server/src/forms/documents/render-pdf';
import { receiptQr, renderReceipt } from '@cccd-kiosk/server/src/forms/documents/render-receipt';
import { wrapText } from '@cccd-kiosk/server/src/forms/documents/wrap-text';
import { fillFromCards, shipped } from './filled-forms.ts';
import { readPdf, withoutBlanks } from './read-pdf.ts';

/** Every value that stands on a paper, as one text each. */
function valuesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block): string[] => {
    if (block.kind === 'line')
      return block.cells.flatMap((cell) =>
        cell.kind === 'choices' ? cell.choices.map(({ label }) => label) : [cell.value],
      );
    if (block.kind === 'table') return block.rows.flat();
    return block.kind === 'beside' ? block.columns.flatMap(valuesOf) : [block.text];
  });
}
const wanted = (model: DocumentModel): string[] =>
  [...valuesOf(model.blocks), ...model.signatures.flatMap(({ name, number }) => [name, number]), model.addressee ?? '']
    .filter((value) => value !== '')
    .map((value) => withoutBlanks(value));

const paper = (changes: Partial<DocumentModel> = {}): DocumentModel => ({
  ...{
    code: 'X',
    title: 'Tờ khai',
    stamp: 'Mẫu',
    motto: true,
    addressee: null,
    declaration: '',
    dateLine: 'ngày 01 tháng 01 năm 2026',
  },
  ...{ signatures: [], footer: 'X · 1', madeAt: new Date(0), blocks: [], ...changes },
});
const line = (value: string, label = 'Họ tên'): Block => ({
  kind: 'line',
  cells: [{ kind: 'line', span: 12, number: '1', label, value, after: '', lines: 1 }],
});

describe.each(shipped.map((form) => [`${form.code} ${form.version}`, form] as const))(
  '%s, from simulated cards',
  (_name, form) => {
    it('as PDF: every value comes out again in NFC, inside the page, no two pieces over one another', async () => {
      const { model, view } = await fillFromCards(form);
      expect(view.missing.fields).toEqual([]);
      const { pages, letters } = await readPdf(await renderPdf(model));
      expect(letters).toBe(letters.normalize('NFC'));
      for (const value of wanted(model)) expect(letters).toContain(value);
      for (const { width, height, pieces } of pages)
        for (const [at, piece] of pieces.entries()) {
          expect(piece.x).toBeGreaterThan(40);
          expect(piece.x + piece.width).toBeLessThan(width - 40);
          expect(piece.y).toBeGreaterThan(20);
          expect(piece.y).toBeLessThan(height - 30);
          const over = pieces.slice(at + 1).find((other) => {
            const apart = other.x >= piece.x + piece.width - 0.6 || piece.x >= other.x + other.width - 0.6;
            return Math.abs(other.y - piece.y) < 6 && !apart;
          });
          expect(over, piece.text).toBeUndefined();
        }
    });

    it('as DOCX: the same values, as text', async () => {
      const { model } = await fillFromCards(form, 1);
      const zip = await JSZip.loadAsync(await renderDocx(model));
      const xml = (await zip.file('word/document.xml')?.async('string')) ?? '';
      const text = xml
        .replace(/<[^>]*>/g, '')
        .replace(
          /&(lt|gt|quot|apos|amp);/g,
          (_all, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '&',
        );
      for (const value of wanted(model)) expect(withoutBlanks(text)).toContain(value);
    });
  },
);

describe('hard values', () => {
  it.each([
    ['combining marks', 'Nguye\u0302\u0303n Thi\u0323 Hu\u031b\u01a1ng Ngo\u0323c', 'Nguyễn Thị Hương Ngọc'],
    ['a hundred letters without a blank', 'Ễ'.repeat(100), 'Ễ'.repeat(100)],
    ['markup', '<script>alert("1")</script> & ]]>', '<script>alert("1")</script> & ]]>'],
    ['Central Highlands', "H'Blŭk Êban Niê Kđăm Y’ Ƀlơ", "H'Blŭk Êban Niê Kđăm Y’ Ƀlơ"],
  ])('%s', async (_name, value, drawn) => {
    const { letters } = await readPdf(await renderPdf(paper({ blocks: [line(value)] })));
    expect(letters).toContain(withoutBlanks(drawn.normalize('NFC')));
  });

  it('a letter that the font lacks is a box, not a hole', async () => {
    const { letters } = await readPdf(await renderPdf(paper({ blocks: [line('Kim 김 😀')] })));
    expect(letters).toContain('Kim□□');
  });

  it('sixty rows go on over pages, with the heading on each', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => [String(at + 1), `Người thứ ${at + 1}`]);
    const table: Block = { kind: 'table', title: 'Bảng', heads: ['TT', 'Họ và tên'], widths: [1, 9], rows };
    const { pages } = await readPdf(await renderPdf(paper({ blocks: [table] })));
    expect(pages.length).toBeGreaterThan(1);
    for (const { pieces } of pages) expect(pieces.filter(({ text }) => text.includes('Họ và tên'))).toHaveLength(1);
  });

  it('empty, it is a form to write on', async () => {
    const { pages } = await readPdf(await renderPdf(paper({ blocks: [line('')] })));
    expect(pages).toHaveLength(1);
  });
});

describe('the file', () => {
  it('is the same for the same paper', async () => {
    const model = paper({ blocks: [line('Lý')] });
    expect(Buffer.from(await renderPdf(model)).equals(Buffer.from(await renderPdf(model)))).toBe(true);
  });

  it('carries what an archive asks for: fonts, XMP that agrees, an output intent, an identifier', async () => {
    const bytes = await renderPdf(paper({ title: 'Tờ khai <thử>', blocks: [line('Lý')] }));
    const text = Buffer.from(bytes).toString('latin1');
    expect(text).toContain('<pdfaid:part>2</pdfaid:part>');
    const read = await PDFDocument.load(bytes, { updateMetadata: false });
    expect(read.getTitle()).toBe('Tờ khai <thử>');
    expect(read.catalog.get(PDFName.of('OutputIntents'))).toBeDefined();
    expect(read.context.trailerInfo.ID).toBeDefined();
    expect(text).not.toContain('/DeviceRGB');
    const profile = grayProfile();
    expect(new DataView(profile.buffer).getUint32(0)).toBe(profile.length);
    expect(Buffer.from(profile.subarray(36, 40)).toString()).toBe('acsp');
  });

  it('a receipt tells the number, what comes next, and names nobody', async () => {
    const receipt = {
      office: 'Bộ phận một cửa phường Sen Trắng',
      fileNumber: 'HS-20261126-0007',
      procedures: ['Tờ khai thay đổi thông tin cư trú'],
      at: '08:05 26/11/2026',
      nextStep: 'Giữ phiếu này',
      madeAt: new Date(0),
    };
    const { letters } = await readPdf(await renderReceipt(receipt));
    for (const value of [receipt.office, receipt.fileNumber, receipt.at, receipt.nextStep, ...receipt.procedures])
      expect(letters).toContain(withoutBlanks(value));
    expect(receiptQr(receipt)).toBe('CCCD-KIOSK:HS-20261126-0007');
  });
});

describe('wrapping', () => {
  const measure = (text: string): number => text.length;
  it.each([
    ['một hai ba', 7, 0, ['một hai', 'ba']],
    ['một hai ba', 7, 5, ['', 'một hai', 'ba']],
    ['abcdefghij', 4, 0, ['abcd', 'efgh', 'ij']],
    ['a bcdefgh', 4, 0, ['a', 'bcde', 'fgh']],
    ['', 4, 0, ['']],
    ['a\nb', 4, 0, ['a', 'b']],
  ])('%j in %i less %i', (text, width, first, lines) => {
    expect(wrapText(text, width, measure, first)).toEqual(lines);
  });
});
