import type { Words } from './language.ts';

/** The report on an inspection for somebody who was not there. */
export const auditorTexts = {
  title: { vi: 'Biên bản kiểm tra chip', en: 'Record of a chip inspection' },
  issuer: { vi: 'Nơi cấp', en: 'Issuer' },
  integrity: { vi: 'Dữ liệu nguyên vẹn', en: 'Integrity of the data' },
  chip: { vi: 'Chip là bản gốc', en: 'Authenticity of the chip' },
  agreement: { vi: 'Các nguồn khớp nhau', en: 'Agreement of the sources' },
  access: { vi: 'Mở chip', en: 'Access' },
  signer: { vi: 'Chứng thư ký', en: 'Document signer' },
  files: { vi: 'Tệp, số octet', en: 'Files, octets' },
  times: { vi: 'Thời gian, mili giây', en: 'Times, milliseconds' },
  exchange: {
    vi: 'Trao đổi với chip: chiều, đầu lệnh hoặc mã trạng thái, số octet, mili giây. Không có nội dung',
    en: 'Exchange with the chip: direction, header or status word, octets, milliseconds. No content',
  },
} as const satisfies Record<string, Words>;
