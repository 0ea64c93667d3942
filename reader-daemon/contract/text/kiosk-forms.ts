import type { Words } from './language.ts';

/** Kiosk and citizen-facing screen: a card read for a form, the form laid before the citizen. */
export const kioskFormTexts = {
  'taken.title': { vi: 'Đã đọc xong. Mời {xh} lấy thẻ', en: 'Done. Please take your card' },
  'taken.lead': { vi: 'Cán bộ đang điền tờ khai', en: 'The officer is filling the form' },
  'taken.unproven': {
    vi: 'Cán bộ sẽ xem thêm thẻ của {xh}',
    en: 'The officer will look at your card as well',
  },
  'review.title': { vi: 'Mời {xh} đọc lại tờ khai', en: 'Please read the form' },
  'review.lead': {
    vi: 'Đúng thì bấm nút xanh. Có chỗ cần sửa thì báo cán bộ',
    en: 'Press the blue button if all is right',
  },
  'review.right': { vi: 'Đúng cả', en: 'All is right' },
  'review.wrong': { vi: 'Có chỗ cần sửa', en: 'Something needs a change' },
  'review.thanks': { vi: 'Đã ghi: {xh} đọc và thấy đúng', en: 'Noted: you read it and it is right' },
  'review.told': { vi: 'Cán bộ đã được báo. Mời {xh} chỉ chỗ cần sửa', en: 'The officer knows. Please point to it' },
  'review.busy': { vi: 'Đang gửi', en: 'Sending' },
  'review.chip': { vi: 'lấy từ chip', en: 'from the chip' },
  'review.region': { vi: 'Nội dung tờ khai', en: 'What the form says' },
} as const satisfies Record<string, Words>;
