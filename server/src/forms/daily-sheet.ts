import type { CaseRow } from '@cccd-kiosk/contract/forms';
import { writeCsv, writeXlsx, type Sheet } from '../tables/write-table.ts';

/** The office's sheet of a day: a line a case, without a citizen's name. */
export interface SheetRow extends Pick<CaseRow, 'fileNumber' | 'openedBy' | 'state' | 'forms'> {
  readonly openedAt: string;
  readonly finishedAt: string;
  readonly seconds: number | null;
  readonly saved: number;
  readonly typed: number;
}

const states = { open: 'Đang làm', finished: 'Đã xong', erased: 'Đã xóa dữ liệu' } as const;

const sheet: Sheet<SheetRow> = {
  name: 'Ngày',
  columns: [
    { head: 'Số hồ sơ', width: 22, cell: ({ fileNumber }) => fileNumber ?? '' },
    { head: 'Mẫu', width: 30, cell: ({ forms }) => forms.join(', ') },
    { head: 'Cán bộ', width: 26, cell: ({ openedBy }) => openedBy },
    { head: 'Mở lúc', width: 18, cell: ({ openedAt }) => openedAt },
    { head: 'Xong lúc', width: 18, cell: ({ finishedAt }) => finishedAt },
    { head: 'Giây', width: 10, cell: ({ seconds }) => (seconds === null ? '' : String(seconds)) },
    { head: 'Ký tự không phải gõ', width: 20, cell: ({ saved }) => String(saved) },
    { head: 'Ký tự đã gõ', width: 14, cell: ({ typed }) => String(typed) },
    { head: 'Tình trạng', width: 16, cell: ({ state }) => states[state] },
  ],
};

export const sheetCsv = (rows: readonly SheetRow[]): Uint8Array => writeCsv(sheet, rows);
export const sheetXlsx = (rows: readonly SheetRow[]): Promise<Uint8Array> => writeXlsx(sheet, rows);
