import type { Words } from './language.ts';

/** On the receipt of a case. */
export const receiptTexts = {
  'next-step': {
    vi: 'Giữ phiếu này. Cơ quan sẽ báo kết quả theo số hồ sơ',
    en: 'Keep this receipt. The office tells the result by its number',
  },
} as const satisfies Record<string, Words>;
