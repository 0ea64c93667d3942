import type { RefusalCode } from '../error-codes.ts';
import type { Advice } from './language.ts';

/** What staff read when daemon, server or screen refuses something. Never on a kiosk. */
export const refusalTexts = {
  'bad-request': {
    vi: 'Yêu cầu thiếu hoặc chưa đúng dạng ở mục {field}',
    en: 'The request is missing something or out of shape at {field}',
    remedy: { vi: 'Xem lại mục đó rồi gửi lại', en: 'Check that field and send it again' },
  },
  'not-found': {
    vi: 'Chưa tìm thấy mục này',
    en: 'This item was not found',
    remedy: {
      vi: 'Tải lại danh sách. Có thể mục này đã xóa theo hạn lưu',
      en: 'Reload the list. It may have been deleted when its time to be kept ran out',
    },
  },
  'not-allowed': {
    vi: 'Tài khoản này chưa được phép làm việc đó',
    en: 'This account may not do that',
    remedy: { vi: 'Nhờ quản trị viên cấp quyền', en: 'Ask an administrator for the permission' },
  },
  'sign-in-needed': {
    vi: 'Phiên làm việc đã hết hoặc chưa đăng nhập',
    en: 'Not signed in, or the session has ended',
    remedy: { vi: 'Đăng nhập lại', en: 'Sign in again' },
  },
  'officer-not-bound': {
    vi: 'Tài khoản này chưa gắn với số định danh của cán bộ',
    en: 'No officer’s personal number is bound to this account',
    remedy: {
      vi: 'Quản trị viên gắn số định danh của cán bộ cho tài khoản',
      en: 'An administrator binds the officer’s number to the account',
    },
  },
  'card-not-proven': {
    vi: 'Hôm nay người này chưa đặt thẻ căn cước nào được xác thực',
    en: 'This person has laid down no proven ID card today',
    remedy: { vi: 'Mời người dân đặt thẻ lên máy', en: 'Ask for the card to be laid on the reader' },
  },
  'too-many-requests': {
    vi: 'Quá nhiều yêu cầu trong thời gian ngắn',
    en: 'Too many requests in a short time',
    remedy: { vi: 'Đợi một phút rồi làm tiếp', en: 'Wait a minute, then go on' },
  },
  'station-unknown': {
    vi: 'Máy chủ chưa biết máy này',
    en: 'The server does not know this station',
    remedy: { vi: 'Ghi danh máy bằng mã mới', en: 'Enrol the station with a new code' },
  },
  'station-revoked': {
    vi: 'Máy này đã bị thu hồi quyền',
    en: 'This station has been revoked',
    remedy: {
      vi: 'Kiểm tra máy, rồi ghi danh lại nếu còn dùng',
      en: 'Inspect it, then enrol it again if it stays in use',
    },
  },
  'signature-invalid': {
    vi: 'Chữ ký của máy chưa khớp với khóa đã ghi danh',
    en: 'The signature does not match the key this station enrolled',
    remedy: {
      vi: 'Xem máy có bị thay khóa không, rồi ghi danh lại',
      en: 'Find out whether its key was replaced, then enrol it again',
    },
  },
  'clock-skew': {
    vi: 'Đồng hồ của máy lệch hơn 120 giây so với máy chủ',
    en: 'The station’s clock differs from the server’s by more than 120 seconds',
    remedy: { vi: 'Bật đồng bộ giờ trên máy đó', en: 'Switch on time synchronisation on that station' },
  },
  replayed: {
    vi: 'Bản ghi này đã được gửi trước đó',
    en: 'This record was sent before',
    remedy: {
      vi: 'Chưa cần làm gì nếu chỉ gặp một lần. Gặp nhiều thì báo quản trị',
      en: 'Once needs nothing. Often, tell an administrator',
    },
  },
  'nonce-unknown': {
    vi: 'Mã thách thức này máy chủ chưa từng cấp cho máy đó',
    en: 'The server never gave this challenge to that station',
    remedy: {
      vi: 'Mời người dân đặt thẻ lại. Lặp lại thì báo quản trị',
      en: 'Ask for the card again. If it repeats, tell an administrator',
    },
  },
  'evidence-invalid': {
    vi: 'Bản ghi lượt đọc chưa khớp trong chính nó',
    en: 'The record of the reading does not hold together',
    remedy: {
      vi: 'Mời người dân đặt thẻ lại. Lặp lại thì báo quản trị',
      en: 'Ask for the card again. If it repeats, tell an administrator',
    },
  },
  'enrolment-code-invalid': {
    vi: 'Mã ghi danh chưa đúng hoặc đã dùng',
    en: 'The enrolment code is not right, or was used',
    remedy: { vi: 'Lấy mã mới trên máy chủ', en: 'Make a new code on the server' },
  },
  'pairing-code-invalid': {
    vi: 'Mã ghép màn hình chưa đúng hoặc đã dùng',
    en: 'The screen’s pairing code is not right, or was used',
    remedy: { vi: 'Mở lại màn hình bằng đường dẫn mới của máy', en: 'Open the screen with the station’s new link' },
  },
  'trust-plan-outdated': {
    vi: 'Kho chứng thư đã đổi sau lần chạy thử này',
    en: 'The trust store has changed since this dry run',
    remedy: { vi: 'Chạy thử lại rồi áp dụng', en: 'Run the dry run again, then apply it' },
  },
  'form-expired': {
    vi: 'Mẫu này đã hết hiệu lực. Mẫu thay thế: {field}',
    en: 'This form is no longer in force. Its successor: {field}',
    remedy: { vi: 'Mở mẫu thay thế', en: 'Open its successor' },
  },
  'form-incomplete': {
    vi: 'Hồ sơ còn thiếu mục {field}',
    en: 'The case still lacks {field}',
    remedy: { vi: 'Điền mục đó, hoặc lưu lại để làm sau', en: 'Fill it in, or leave the case open for later' },
  },
  'value-locked': {
    vi: 'Mục này lấy từ chip, không ghi đè được',
    en: 'This value comes from the chip and is not written over',
    remedy: { vi: 'Ghi lý do: giá trị mới đứng bên cạnh', en: 'Give the reason: the new value stands beside it' },
  },
  'case-closed': {
    vi: 'Hồ sơ này đã xong hoặc đã xóa',
    en: 'This case is finished or erased',
    remedy: { vi: 'Mở hồ sơ mới', en: 'Open a new case' },
  },
  'storage-failed': {
    vi: 'Máy chủ chưa ghi được, chưa giữ gì cả',
    en: 'The server could not write, nothing was kept',
    remedy: { vi: 'Xem chỗ trống trên ổ đĩa, rồi làm lại', en: 'Look at the free disk space, then do it again' },
  },
  unknown: {
    vi: 'Có trục trặc chưa rõ nguyên nhân',
    en: 'Something unexpected happened',
    remedy: {
      vi: 'Làm lại. Lặp lại thì xem nhật ký máy chủ',
      en: 'Do it again. If it repeats, look into the server’s log',
    },
  },
} as const satisfies Record<RefusalCode, Advice>;
