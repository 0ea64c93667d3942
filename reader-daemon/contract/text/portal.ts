import type { Words } from './language.ts';

/** What the filling program says on a portal's page. */
export const portalTexts = {
  'nothing-copied': {
    vi: 'Chưa có dữ liệu. Trên màn hình hồ sơ, bấm "Chép cho cổng" trước',
    en: 'Nothing was copied. Press "Copy for the portal" on the case first',
  },
  'other-site': {
    vi: 'Trang này không phải cổng của tờ khai đã chép. Chưa điền gì',
    en: 'This page is not the portal of the copied form. Nothing was filled',
  },
  filled: { vi: 'Đã điền {count} ô. Xem lại trước khi gửi', en: '{count} fields filled. Check them before you send' },
  left: { vi: 'Còn phải điền tay:', en: 'To be filled by hand:' },
  paste: { vi: 'Dán dữ liệu đã chép vào đây', en: 'Paste what was copied here' },
} as const satisfies Record<string, Words>;
