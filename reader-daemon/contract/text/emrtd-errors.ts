import type { EmrtdErrorCode } from '@cccd-kiosk/emrtd/errors';
import type { Advice } from './language.ts';

/** What staff and administrators read when talking to a card went wrong. */
export const emrtdErrorTexts = {
  'card-lost': {
    vi: 'Thẻ rời khay khi đang đọc',
    en: 'The card left the tray during the reading',
    remedy: { vi: 'Đặt lại thẻ, máy đọc tiếp', en: 'Put it back, reading goes on' },
  },
  'card-silent': {
    vi: 'Thẻ ngừng trả lời quá 3 giây',
    en: 'The card did not answer for 3 seconds',
    remedy: { vi: 'Bỏ thẻ khỏi ví, đặt lại sát khay', en: 'Take it out of the wallet and lay it down flat' },
  },
  'reader-failed': {
    vi: 'Đầu đọc hoặc trình điều khiển ngừng hoạt động',
    en: 'The reader or its driver stopped working',
    remedy: {
      vi: 'Rút cắm lại dây USB. Chưa được thì thay đầu đọc',
      en: 'Replug its USB cable, else exchange the reader',
    },
  },
  aborted: {
    vi: 'Lượt đọc được dừng theo yêu cầu',
    en: 'The reading was stopped on request',
    remedy: { vi: 'Đặt thẻ lại để đọc lượt mới', en: 'Lay the card down for a new reading' },
  },
  'not-emrtd': {
    vi: 'Thẻ này chưa phải thẻ căn cước gắn chip',
    en: 'This is not a chip ID card',
    remedy: { vi: 'Dùng thẻ căn cước gắn chip', en: 'Use the chip ID card' },
  },
  'access-denied': {
    vi: 'Chip chưa cho mở kênh đọc',
    en: 'The chip did not open the reading channel',
    remedy: {
      vi: 'Đặt lại thẻ. Lặp lại thì đăng ký bằng giấy tờ',
      en: 'Lay it down again. If it repeats, register on paper',
    },
  },
  'wrong-password': {
    vi: 'Số nhập hoặc mã QR chưa khớp với thẻ',
    en: 'Digits or QR code do not match the card',
    remedy: { vi: 'Nhập lại sáu số cuối của số căn cước', en: 'Type the last six digits of the ID number again' },
  },
  'no-access-protocol': {
    vi: 'Chip chưa có cách mở mà máy này được phép dùng',
    en: 'The chip offers no way in that policy allows',
    remedy: { vi: 'Đăng ký bằng giấy tờ và báo quản trị', en: 'Register on paper and tell an administrator' },
  },
  'status-word': {
    vi: 'Chip trả lời khác chuẩn',
    en: 'The chip answered outside the standard',
    remedy: {
      vi: 'Đặt lại thẻ. Lặp lại thì báo quản trị kèm mã',
      en: 'Lay it down again. If it repeats, report the code',
    },
  },
  'channel-lost': {
    vi: 'Kênh bảo vệ với chip bị ngắt',
    en: 'The protected channel to the chip was lost',
    remedy: { vi: 'Đặt lại thẻ để đọc từ đầu', en: 'Lay the card down again' },
  },
  'token-mismatch': {
    vi: 'Chip và máy chưa nhận ra nhau khi mở kênh',
    en: 'Chip and reader did not agree when opening the channel',
    remedy: { vi: 'Đặt lại thẻ, nhập lại sáu số', en: 'Lay it down again and retype the digits' },
  },
  'bad-key': {
    vi: 'Khóa chip đưa ra chưa dùng được',
    en: 'The chip’s key cannot be used',
    remedy: { vi: 'Xem thẻ thật. Báo quản trị kèm mã', en: 'Look at the card itself and report the code' },
  },
  malformed: {
    vi: 'Dữ liệu trong chip chưa đọc hiểu được',
    en: 'Data on the chip could not be understood',
    remedy: { vi: 'Đăng ký bằng giấy tờ. Báo quản trị kèm mã', en: 'Register on paper and report the code' },
  },
  limit: {
    vi: 'Dữ liệu trong chip dài quá mức cho phép',
    en: 'Data on the chip is longer than allowed',
    remedy: { vi: 'Đăng ký bằng giấy tờ. Báo quản trị kèm mã', en: 'Register on paper and report the code' },
  },
  unsupported: {
    vi: 'Chip dùng cách mà máy này chưa hỗ trợ',
    en: 'The chip uses something this reader does not support',
    remedy: { vi: 'Đăng ký bằng giấy tờ. Báo quản trị kèm mã', en: 'Register on paper and report the code' },
  },
} as const satisfies Record<EmrtdErrorCode, Advice>;
