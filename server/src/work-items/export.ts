import writeExcelFile from 'write-excel-file/node';

/** The clean-data list of an office: a row a difference. Personal. */
export interface ExportRow {
  readonly openedAt: string;
  readonly ticket: string;
  readonly where: string;
  readonly severity: string;
  readonly code: string;
  readonly field: string;
  readonly fullName: string;
  readonly personalNumber: string;
  readonly chip: string;
  readonly insurance: string;
  readonly hospital: string;
  readonly owner: string;
}

const heads: readonly (readonly [keyof ExportRow, string, number])[] = [
  ['openedAt', 'Thời điểm', 18],
  ['ticket', 'Số khám', 10],
  ['where', 'Nơi khám', 22],
  ['severity', 'Mức độ', 14],
  ['code', 'Mã', 14],
  ['field', 'Mục', 16],
  ['fullName', 'Họ và tên (chip)', 32],
  ['personalNumber', 'Số định danh', 16],
  ['chip', 'Trên chip', 32],
  ['insurance', 'BHYT', 32],
  ['hospital', 'Bệnh viện', 32],
  ['owner', 'Người xử lý', 20],
];

/** A cell that a spreadsheet would run as a formula is text: an apostrophe stands before it. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const quoted = (text: string): string => `"${harmless(text).replaceAll('"', '""')}"`;

/** RFC 4180, UTF-8 with its mark so that spreadsheets see Vietnamese. */
export function toCsv(rows: readonly ExportRow[]): Uint8Array {
  const lines = [heads.map(([, head]) => quoted(head)), ...rows.map((row) => heads.map(([key]) => quoted(row[key])))];
  return new TextEncoder().encode(`\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`);
}

/** Every cell is a text: numbers keep their leading zeros, and nothing is a formula. */
export async function toXlsx(rows: readonly ExportRow[]): Promise<Uint8Array> {
  const head = heads.map(([, text]) => ({ value: text, fontWeight: 'bold' as const }));
  const body = rows.map((row) => heads.map(([key]) => ({ value: row[key], type: String })));
  const file = writeExcelFile([head, ...body], {
    sheet: 'Chưa khớp',
    columns: heads.map(([, , width]) => ({ width })),
  });
  return new Uint8Array(await file.toBuffer());
}
