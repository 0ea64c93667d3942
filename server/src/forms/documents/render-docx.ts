import {
  AlignmentType,
  BorderStyle,
  Document,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
} from 'docx';
import type { Block, Cell, DocumentModel, Signature } from './model.ts';

/** Half-points. */
const size = 24;
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const borderless = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };
const whole = { size: 100, type: WidthType.PERCENTAGE } as const;

type Run = { text: string; bold?: boolean; italics?: boolean; size?: number };
/** Characters that XML cannot carry are gone, the rest is NFC. */
const clean = (text: string): string => text.normalize('NFC').replace(/[^\P{Cc}\n]/gu, ' ');
const run = ({ text, ...style }: Run): TextRun[] =>
  clean(text)
    .split('\n')
    .map((line, at) => new TextRun({ text: line, size, ...style, ...(at === 0 ? {} : { break: 1 }) }));
const paragraph = (runs: readonly Run[], options: Omit<IParagraphOptions, 'children'> = {}): Paragraph =>
  new Paragraph({ spacing: { after: 60 }, ...options, children: runs.flatMap(run) });
const centred = (text: string, style: Omit<Run, 'text'> = {}): Paragraph =>
  paragraph([{ text, ...style }], { alignment: AlignmentType.CENTER });

const headOf = ({ number, label }: Cell): string =>
  `${number === '' ? '' : `${number}${number.startsWith('[') ? '' : '.'} `}${label}: `;

function cellRuns(cell: Cell): Run[] {
  const head: Run = { text: headOf(cell) };
  if (cell.kind === 'choices')
    return [head, { text: cell.choices.map(({ label, chosen }) => `${chosen ? '☒' : '☐'} ${label}`).join('    ') }];
  const empty = '…'.repeat(Math.round(cell.span * 2.5));
  const value: Run = cell.value === '' ? { text: empty } : { text: cell.value, bold: true };
  return [head, value, ...(cell.after === '' ? [] : [{ text: ` ${cell.after}` }])];
}

function grid(
  rows: readonly (readonly (readonly Paragraph[])[])[],
  widths: readonly number[],
  borders: boolean,
): Table {
  return new Table({
    width: whole,
    ...(borders ? {} : { borders: borderless }),
    rows: rows.map(
      (cells, at) =>
        new TableRow({
          tableHeader: borders && at === 0,
          cantSplit: true,
          children: cells.map(
            (children, column) =>
              new TableCell({
                width: { size: widths[column] ?? 1, type: WidthType.PERCENTAGE },
                ...(borders ? {} : { borders: { top: none, bottom: none, left: none, right: none } }),
                children: [...children],
              }),
          ),
        }),
    ),
  });
}

function bodyOf(blocks: readonly Block[]): (Paragraph | Table)[] {
  return blocks.flatMap((block): (Paragraph | Table)[] => {
    switch (block.kind) {
      case 'heading':
        return [paragraph([{ text: block.text, bold: true }], { keepNext: true, spacing: { before: 120, after: 60 } })];
      case 'line': {
        if (block.cells.length === 1) return block.cells.map((cell) => paragraph(cellRuns(cell)));
        const widths = block.cells.map(({ span }) => (span / 12) * 100);
        return [grid([block.cells.map((cell) => [paragraph(cellRuns(cell))])], widths, false)];
      }
      case 'beside':
        return [
          grid(
            // A cell of a table holds paragraphs; sections that stand side by side have no table of their own.
            [block.columns.map((column) => bodyOf(column).filter((each) => each instanceof Paragraph))],
            block.columns.map(() => 100 / block.columns.length),
            false,
          ),
        ];
      case 'table': {
        const total = block.widths.reduce((sum, width) => sum + width, 0);
        const rows = [block.heads.map((text) => [paragraph([{ text, bold: true, size: 22 }])])];
        for (const row of block.rows) rows.push(row.map((text) => [paragraph([{ text, size: 22 }])]));
        return [
          paragraph([{ text: `${block.title}:` }], { keepNext: true }),
          grid(
            rows,
            block.widths.map((width) => (width / total) * 100),
            true,
          ),
        ];
      }
      case 'paragraph':
        return [paragraph([{ text: block.text }])];
    }
  });
}

function signatureCell({ title, note, name, number }: Signature): Paragraph[] {
  return [
    centred(title, { bold: true, size: 22 }),
    ...(note === '' ? [] : [centred(`(${note})`, { italics: true, size: 20 })]),
    paragraph([{ text: '' }], { spacing: { after: 900 } }),
    centred(name, { bold: true, size: 22 }),
    ...(number === '' ? [] : [centred(number, { size: 22 })]),
  ];
}

/** The paper as DOCX, for an office that goes on with it in a word processor. */
export async function renderDocx(model: DocumentModel): Promise<Uint8Array> {
  const children: (Paragraph | Table)[] = [
    paragraph([{ text: model.stamp, italics: true, size: 18 }], { alignment: AlignmentType.RIGHT }),
    ...(model.motto
      ? [
          centred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { bold: true }),
          centred('Độc lập - Tự do - Hạnh phúc', { bold: true }),
        ]
      : []),
    centred(model.title.toLocaleUpperCase('vi'), { bold: true, size: 30 }),
    ...(model.addressee === null
      ? []
      : [centred(`Kính gửi: ${model.addressee === '' ? '…'.repeat(20) : model.addressee}`)]),
    ...bodyOf(model.blocks),
    ...(model.declaration === ''
      ? []
      : [paragraph([{ text: model.declaration, italics: true }], { spacing: { before: 120 } })]),
  ];
  if (model.signatures.length > 0) {
    children.push(
      paragraph([{ text: `…………, ${model.dateLine}`, italics: true }], { alignment: AlignmentType.RIGHT }),
      grid(
        [model.signatures.map(signatureCell)],
        model.signatures.map(() => 100 / model.signatures.length),
        false,
      ),
    );
  }
  children.push(paragraph([{ text: model.footer, size: 16 }]));
  const document = new Document({
    title: model.title,
    creator: 'cccd-kiosk',
    styles: { default: { document: { run: { font: 'Times New Roman' } } } },
    sections: [{ properties: { page: { margin: { top: 960, bottom: 960, left: 1130, right: 1000 } } }, children }],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}
