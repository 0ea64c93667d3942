import type { TrustRole } from '../trust.ts';
import type { Words } from './language.ts';

/** The trust store on the administrator's page. */
export const trustTexts = {
  title: { vi: 'Kho chứng thư', en: 'Trust store' },
  version: { vi: 'Bản {version}', en: 'Version {version}' },
  none: { vi: 'Chưa nhập chứng thư nào. Chưa thẻ nào được xác nhận', en: 'Nothing imported. No card can be proven' },
  age: { vi: 'Đổi {days} ngày trước', en: 'Changed {days} days ago' },
  crl: { vi: 'Danh sách thu hồi {days} ngày', en: 'Revocation list {days} days old' },
  'no-crl': { vi: 'Chưa có danh sách thu hồi', en: 'No revocation list' },
  'in-use': { vi: 'Đang dùng', en: 'In use' },
  'file.certificates': { vi: '{count} chứng thư', en: 'Certificates: {count}' },
  'file.lists': { vi: '{count} danh sách thu hồi', en: 'Revocation lists: {count}' },
  'file.unusable': { vi: '{count} mục chưa dùng được', en: 'Not usable: {count}' },
  'file.by': { vi: '{by} nhập {at}', en: 'brought by {by} on {at}' },
  'file.out': { vi: 'Bỏ khỏi kho', en: 'Take out' },
  'file.items': { vi: 'Xem bên trong', en: 'What is in it' },
  'item.until': { vi: 'đến {date}', en: 'until {date}' },
  'item.more': { vi: 'và {count} mục nữa', en: 'and {count} more' },
  choose: { vi: 'Chọn tệp', en: 'Choose files' },
  'choose.hint': {
    vi: 'Chứng thư CSCA, danh sách tổng, LDIF của ICAO, danh sách thu hồi. Chọn tệp chưa đổi gì trong kho',
    en: 'CSCA certificates, master lists, ICAO’s LDIF, revocation lists. Choosing changes nothing yet',
  },
  waiting: { vi: 'Chờ chạy thử', en: 'Waiting for a dry run' },
  discard: { vi: 'Bỏ các tệp này', en: 'Let these go' },
  'dry-run': { vi: 'Chạy thử', en: 'Dry run' },
  running: { vi: 'Đang chạy thử', en: 'Running' },
  'plan.import': { vi: 'Nếu áp dụng', en: 'If it is applied' },
  'plan.rollback': { vi: 'Nếu trở lại bản trước', en: 'If the version before is taken back' },
  'plan.nothing': { vi: 'Kho không đổi gì', en: 'The store stays as it is' },
  'plan.added': { vi: 'Thêm', en: 'Added' },
  'plan.removed': { vi: 'Bỏ', en: 'Removed' },
  'plan.changed': { vi: 'Đổi', en: 'Changed' },
  'plan.anchor': { vi: 'gốc tin cậy', en: 'trust begins here' },
  'plan.no-anchor': { vi: 'cần chứng thư khác bảo đảm', en: 'needs another to vouch for it' },
  'plan.refused': { vi: 'Chưa nhận {name}: {reason}', en: 'Not taken, {name}: {reason}' },
  'plan.apply': { vi: 'Áp dụng', en: 'Apply' },
  'plan.cancel': { vi: 'Để nguyên', en: 'Leave as it is' },
  readings: { vi: 'Các lượt đọc gần đây', en: 'Recent readings' },
  'readings.judged': {
    vi: 'Xét lại {judged} trong {kept} lượt của {days} ngày qua',
    en: '{judged} of {kept} readings of the last {days} days judged again',
  },
  'readings.none': { vi: 'Kết quả giữ nguyên ở mọi lượt', en: 'Every verdict stays the same' },
  'readings.count': { vi: '{count} lượt', en: 'Readings: {count}' },
  'readings.unreadable': { vi: '{count} bản ghi chưa mở được', en: '{count} records could not be opened' },
  'rollback.see': { vi: 'Trở lại bản trước', en: 'Back to the version before' },
  applied: { vi: 'Bản {version} đang dùng', en: 'Version {version} is in use' },
  history: { vi: 'Ai đổi gì, khi nào', en: 'Who changed what, and when' },
  'history.import': { vi: 'Nhập', en: 'Import' },
  'history.rollback': { vi: 'Trở lại', en: 'Back' },
  'by.command-line': { vi: 'dòng lệnh', en: 'command line' },
  'kind.certificate': { vi: 'Chứng thư', en: 'Certificate' },
  'kind.revocation-list': { vi: 'Danh sách thu hồi', en: 'Revocation list' },
} as const satisfies Record<string, Words>;
export type TrustTextKey = keyof typeof trustTexts;

export const trustRoleTexts = {
  anchor: { vi: 'gốc tin cậy', en: 'trust begins here' },
  link: { vi: 'chứng thư nối', en: 'link certificate' },
  signer: { vi: 'nơi ký thẻ', en: 'document signer' },
  test: { vi: 'nơi cấp thử nghiệm', en: 'test issuer' },
} as const satisfies Record<TrustRole, Words>;

/** Why a file, or something in it, cannot be used. */
export const trustReasonTexts = {
  malformed: { vi: 'nội dung chưa đọc hiểu được', en: 'could not be understood' },
  limit: { vi: 'quá lớn', en: 'too large' },
  'too-long': { vi: 'chứng thư quá dài', en: 'the certificate is too long' },
  unsupported: { vi: 'chưa có chứng thư hay danh sách nào dùng được', en: 'nothing of a known kind' },
  'unsupported-key': { vi: 'loại khóa chưa hỗ trợ', en: 'a key of an unsupported kind' },
  'unknown-curve': { vi: 'đường cong lạ', en: 'an unknown curve' },
  'weak-key': { vi: 'khóa quá yếu', en: 'the key is too weak' },
  'list-signature-invalid': {
    vi: 'chữ ký của danh sách tổng chưa khớp',
    en: 'the master list’s own signature does not match',
  },
} as const satisfies Record<string, Words>;
