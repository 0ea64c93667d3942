import writeExcelFile from 'write-excel-file/node';

export interface Sheet<Row> {
  readonly name: string;
  readonly columns: readonly { readonly head: string; readonly width: number; readonly cell: (row: Row) => string }[];
}

/** A cell that a spreadsheet would run as a formula is text: an apostrophe stands before it. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const quoted = (text: string): string => `"${harmless(text).replaceAll('"', '""')}"`;

/** RFC 4180, UTF-8 with its mark so that spreadsheets see Vietnamese. */
export function writeCsv<Row>({ columns }: Sheet<Row>, rows: readonly Row[]): Uint8Array {
  const lines = [
    columns.map(({ head }) => quoted(head)),
    ...rows.map((row) => columns.map(({ cell }) => quoted(cell(row)))),
  ];
  return new TextEncoder().encode(`\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`);
}

/** Every cell is a text: numbers keep their leading zeros, and nothing is a formula. */
export async function writeXlsx<Row>({ name, columns }: Sheet<Row>, rows: readonly Row[]): Promise<Uint8Array> {
  const head = columns.map((column) => ({ value: column.head, fontWeight: 'bold' as const }));
  const body = rows.map((row) => columns.map(({ cell }) => ({ value: cell(row), type: String })));
  const file = writeExcelFile([head, ...body], { sheet: name, columns: columns.map(({ width }) => ({ width })) });
  return new Uint8Array(await file.toBuffer());
}
