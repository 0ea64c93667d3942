import type { Block, Cell, ChoiceCell, LineCell, Signature } from './model.ts';
import { lineHeight, paper, textSize, type Column, type PdfPen } from './pdf-page.ts';
import { wrapText } from './wrap-text.ts';

const gap = 8;
const digitBox = 15;

const headOf = ({ number, label }: Cell): string =>
  `${number === '' ? '' : `${number}${number.startsWith('[') ? '' : '.'} `}${label}:`;

/** A value's lines after its label, each on its dotted line. */
function drawLine(pen: PdfPen, cell: LineCell, column: Column, y: number): number {
  const head = headOf(cell);
  const label = wrapText(head, column.width, pen.measure());
  const last = label.at(-1) ?? '';
  const taken = pen.measure()(last) + 4;
  for (const [at, line] of label.entries()) pen.text(line, column.x, y + at * lineHeight);
  const top = y + (label.length - 1) * lineHeight;
  const text = cell.after === '' ? cell.value : `${cell.value} ${cell.after}`;
  const bold = { font: 'bold' } as const;
  const lines = cell.value === '' ? [] : wrapText(text, column.width, pen.measure(bold), taken);
  const count = Math.max(lines.length, cell.lines);
  for (let at = 0; at < count; at += 1) {
    const x = at === 0 ? column.x + taken : column.x;
    const width = at === 0 ? column.width - taken : column.width;
    const line = lines[at] ?? '';
    pen.text(line, x, top + at * lineHeight, bold);
    const used = line === '' ? 0 : pen.measure(bold)(line) + 2;
    if (width - used > 6) pen.rule(x + used, top + at * lineHeight + textSize + 2, width - used, true);
  }
  return (label.length - 1 + count) * lineHeight;
}

/** A number in its twelve boxes, under the label when there is no room beside it. */
function drawBoxes(pen: PdfPen, cell: LineCell, column: Column, y: number): number {
  const head = headOf(cell);
  const label = wrapText(head, column.width, pen.measure());
  const taken = pen.measure()(label.at(-1) ?? '') + 6;
  const fits = taken + 12 * digitBox <= column.width;
  for (const [at, line] of label.entries()) pen.text(line, column.x, y + at * lineHeight);
  const top = y + (fits ? label.length - 1 : label.length) * lineHeight;
  const x = fits ? column.x + taken : column.x;
  for (let at = 0; at < 12; at += 1) {
    pen.box(x + at * digitBox, top - 1, digitBox, lineHeight - 1);
    const digit = cell.value[at] ?? '';
    pen.centred(digit, { x: x + at * digitBox, width: digitBox }, top, { font: 'bold' });
  }
  return (fits ? label.length : label.length + 1) * lineHeight + 2;
}

/** Boxes to tick, in a row as long as there is room. */
function drawChoices(pen: PdfPen, cell: ChoiceCell, column: Column, y: number): number {
  const head = headOf(cell);
  pen.text(head, column.x, y);
  let x = column.x + pen.measure()(head) + 8;
  let top = y;
  for (const { label, chosen } of cell.choices) {
    const width = 16 + pen.measure()(label) + 14;
    if (x + width > column.x + column.width && x > column.x + 14) {
      x = column.x + 14;
      top += lineHeight;
    }
    pen.box(x, top + 1.5, 10.5, 10.5);
    if (chosen) pen.centred('X', { x, width: 10.5 }, top + 1.2, { font: 'bold', size: 10.5 });
    const lines = wrapText(label, column.x + column.width - x - 16, pen.measure());
    for (const [at, line] of lines.entries()) pen.text(line, x + 16, top + at * lineHeight);
    top += (lines.length - 1) * lineHeight;
    x += width;
  }
  return top - y + lineHeight;
}

function drawCell(pen: PdfPen, cell: Cell, column: Column, y: number): number {
  if (cell.kind === 'choices') return drawChoices(pen, cell, column, y);
  return cell.kind === 'boxes' ? drawBoxes(pen, cell, column, y) : drawLine(pen, cell, column, y);
}

/** The height of cells side by side, without drawing. */
function heightOf(pen: PdfPen, cells: readonly Cell[], column: Column): number {
  return Math.max(
    ...cells.map((cell) => {
      const width = widthOf(cell, column);
      const label = wrapText(headOf(cell), width, pen.measure());
      if (cell.kind === 'choices') return lineHeight * (cell.choices.length + 1);
      if (cell.kind === 'boxes') return (label.length + 1) * lineHeight + 2;
      const taken = pen.measure()(label.at(-1) ?? '') + 4;
      const lines = wrapText(cell.value, width, pen.measure({ font: 'bold' }), taken).length;
      return (label.length - 1 + Math.max(lines, cell.lines)) * lineHeight;
    }),
  );
}
const widthOf = (cell: Cell, column: Column): number => (column.width * cell.span) / 12 - (cell.span < 12 ? gap : 0);

function drawCells(pen: PdfPen, cells: readonly Cell[], column: Column): void {
  pen.need(Math.min(heightOf(pen, cells, column), paper.height / 2));
  let x = column.x;
  let height = 0;
  for (const cell of cells) {
    height = Math.max(height, drawCell(pen, cell, { x, width: widthOf(cell, column) }, pen.y));
    x += (column.width * cell.span) / 12;
  }
  pen.y += height;
}

function drawTable(pen: PdfPen, block: Extract<Block, { kind: 'table' }>, column: Column): void {
  const total = block.widths.reduce((sum, width) => sum + width, 0);
  const columns: Column[] = [];
  let x = column.x;
  for (const width of block.widths) {
    columns.push({ x, width: (column.width * width) / total });
    x += (column.width * width) / total;
  }
  const size = 11;
  const step = 14;
  const rowOf = (cells: readonly string[], font: 'regular' | 'bold'): { lines: string[][]; height: number } => {
    const lines = cells.map((cell, at) => wrapText(cell, (columns[at]?.width ?? 0) - 6, pen.measure({ font, size })));
    return { lines, height: Math.max(...lines.map((each) => each.length)) * step + 6 };
  };
  const draw = (cells: readonly string[], font: 'regular' | 'bold'): void => {
    const { lines, height } = rowOf(cells, font);
    for (const [at, cell] of columns.entries()) {
      pen.box(cell.x, pen.y, cell.width, height);
      for (const [line, text] of (lines[at] ?? []).entries())
        pen.text(text, cell.x + 3, pen.y + 3 + line * step, { font, size });
    }
    pen.y += height;
  };
  const head = rowOf(block.heads, 'bold').height;
  pen.need(lineHeight + head + 2 * step);
  pen.paragraph(`${block.title}:`, column);
  draw(block.heads, 'bold');
  for (const row of block.rows) {
    // The heading stands again on the next page.
    if (pen.need(rowOf(row, 'regular').height)) draw(block.heads, 'bold');
    draw(row, 'regular');
  }
  pen.y += 6;
}

/** Side by side from the same height; on from the longest. */
function drawBeside(pen: PdfPen, columns: readonly (readonly Block[])[], column: Column): void {
  const width = (column.width - gap * 2 * (columns.length - 1)) / columns.length;
  const parts = columns.map((blocks, at) => ({ blocks, column: { x: column.x + at * (width + gap * 2), width } }));
  const high = Math.max(...parts.map(({ blocks, column: part }) => estimate(pen, blocks, part)));
  pen.need(Math.min(high, paper.height - paper.top - paper.bottom));
  const top = pen.y;
  let bottom = top;
  for (const { blocks, column: part } of parts) {
    pen.y = top;
    drawBlocks(pen, blocks, part);
    bottom = Math.max(bottom, pen.y);
  }
  pen.y = bottom;
}
const estimate = (pen: PdfPen, blocks: readonly Block[], column: Column): number =>
  blocks.reduce(
    (sum, block) => sum + (block.kind === 'line' ? heightOf(pen, block.cells, column) : lineHeight * 1.6),
    0,
  );

export function drawBlocks(pen: PdfPen, blocks: readonly Block[], column: Column): void {
  for (const block of blocks)
    switch (block.kind) {
      case 'heading':
        pen.need(lineHeight * 3);
        pen.y += 4;
        pen.paragraph(block.text, column, { font: 'bold' });
        break;
      case 'line':
        drawCells(pen, block.cells, column);
        break;
      case 'beside':
        drawBeside(pen, block.columns, column);
        break;
      case 'table':
        drawTable(pen, block, column);
        break;
      case 'paragraph':
        pen.paragraph(block.text, column);
    }
}

/** Side by side, at most four a row, with room to sign; a single one stands at the right, as on every official paper. */
export function drawSignatures(pen: PdfPen, signatures: readonly Signature[], dateLine: string, column: Column): void {
  if (signatures.length === 0) return;
  const most = Math.min(4, signatures.length);
  const width = column.width / Math.max(2, most);
  const left = most === 1 ? column.x + width : column.x;
  const room = 58;
  for (let from = 0; from < signatures.length; from += most) {
    const row = signatures.slice(from, from + most);
    const parts = row.map((signature, at) => {
      const part = { x: left + at * width + 4, width: width - 8 };
      return {
        ...signature,
        part,
        titles: wrapText(signature.title, part.width, pen.measure({ font: 'bold', size: 11 })),
        notes:
          signature.note === ''
            ? []
            : wrapText(`(${signature.note})`, part.width, pen.measure({ font: 'italic', size: 10 })),
        names: wrapText(signature.name, part.width, pen.measure({ font: 'bold', size: 11 })),
      };
    });
    const heads = Math.max(...parts.map(({ titles, notes }) => titles.length * 14 + notes.length * 13));
    const names = Math.max(...parts.map(({ names: lines, number }) => lines.length * 14 + (number === '' ? 0 : 14)));
    pen.need(lineHeight + heads + room + names);
    if (from + most >= signatures.length) {
      // The date stands over the one who declares, the last, and never over the margin.
      const last = parts.at(-1)?.part ?? column;
      const style = { font: 'italic', size: 11 } as const;
      const text = `…………, ${dateLine}`;
      const width = Math.max(last.width, pen.measure(style)(text));
      pen.centred(text, { x: last.x + last.width - width, width }, pen.y, style);
    }
    const top = pen.y + lineHeight;
    for (const { part, titles, notes, names: lines, number } of parts) {
      let y = top;
      for (const line of titles) {
        pen.centred(line, part, y, { font: 'bold', size: 11 });
        y += 14;
      }
      for (const line of notes) {
        pen.centred(line, part, y, { font: 'italic', size: 10 });
        y += 13;
      }
      y = top + heads + room;
      for (const line of lines) {
        pen.centred(line, part, y, { font: 'bold', size: 11 });
        y += 14;
      }
      if (number !== '') pen.centred(number, part, y, { size: 11 });
    }
    pen.y = top + heads + room + names + 8;
  }
}
