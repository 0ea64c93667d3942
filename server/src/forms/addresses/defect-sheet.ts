import type { Sheet } from '../../tables/write-table.ts';
import type { AddressDefect } from './address-data.ts';

const reasons: Readonly<Record<AddressDefect['kind'], string>> = {
  'unknown-target': 'Mã đơn vị mới không có trong danh mục; lấy theo tên và tỉnh',
  'wrong-target': 'Mã đơn vị mới là của tên hoặc tỉnh khác; lấy theo tên',
  'without-code': 'Đơn vị cũ không có mã; dùng tên thay mã',
  'without-old': 'Đơn vị mới không có đơn vị cũ; không dùng để chuyển địa chỉ',
};

/** The data set's faults as a list for an administrator: what is written, why it is not right, what was taken for it. */
export const defectSheet: Sheet<AddressDefect> = {
  name: 'Dữ liệu địa chỉ',
  columns: [
    { head: 'Lý do', width: 60, cell: ({ kind }) => reasons[kind] },
    { head: 'Đơn vị cũ', width: 60, cell: ({ old }) => old },
    { head: 'Đơn vị mới ghi trong dữ liệu', width: 50, cell: ({ written }) => written },
    { head: 'Đơn vị mới được dùng', width: 50, cell: ({ taken }) => taken ?? '' },
  ],
};
