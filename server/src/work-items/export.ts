import { writeCsv, writeXlsx, type Sheet } from '../tables/write-table.ts';

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
  readonly population: string;
  readonly hospital: string;
  readonly owner: string;
}

const sheet: Sheet<ExportRow> = {
  name: 'Chưa khớp',
  columns: [
    { head: 'Thời điểm', width: 18, cell: ({ openedAt }) => openedAt },
    { head: 'Số khám', width: 10, cell: ({ ticket }) => ticket },
    { head: 'Nơi khám', width: 22, cell: ({ where }) => where },
    { head: 'Mức độ', width: 14, cell: ({ severity }) => severity },
    { head: 'Mã', width: 14, cell: ({ code }) => code },
    { head: 'Mục', width: 16, cell: ({ field }) => field },
    { head: 'Họ và tên (chip)', width: 32, cell: ({ fullName }) => fullName },
    { head: 'Số định danh', width: 16, cell: ({ personalNumber }) => personalNumber },
    { head: 'Trên chip', width: 32, cell: ({ chip }) => chip },
    { head: 'BHYT', width: 32, cell: ({ insurance }) => insurance },
    { head: 'CSDL dân cư', width: 32, cell: ({ population }) => population },
    { head: 'Bệnh viện', width: 32, cell: ({ hospital }) => hospital },
    { head: 'Người xử lý', width: 20, cell: ({ owner }) => owner },
  ],
};

export const toCsv = (rows: readonly ExportRow[]): Uint8Array => writeCsv(sheet, rows);
export const toXlsx = (rows: readonly ExportRow[]): Promise<Uint8Array> => writeXlsx(sheet, rows);
