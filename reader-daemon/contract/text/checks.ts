import type {
  Check,
  FailureReason,
  InconclusiveReason,
  Overall,
  checkNames,
} from '@cccd-kiosk/emrtd/inspection/verdict';
import { fill } from './language.ts';
import type { Language, Words } from './language.ts';

/** Words of a verdict, for staff screens only. Never *giả*, never an accusation: staff look at the card itself. */
export const overallTexts = {
  genuine: { vi: 'Chip thật', en: 'Chip genuine' },
  suspicious: { vi: 'Cần xem lại', en: 'Needs a look' },
  'not-proven': { vi: 'Chưa kiểm tra được', en: 'Not checked' },
} as const satisfies Record<Overall, Words>;

/** What staff do with each verdict (S-02, S-03). */
export const overallRemedies = {
  genuine: { vi: 'So mặt với ảnh trong chip', en: 'Compare the face with the chip’s photo' },
  suspicious: {
    vi: 'Chip chưa qua phép kiểm dưới đây. Xem thẻ thật và hỏi lại',
    en: 'The chip did not pass the checks below. Look at the card itself and ask',
  },
  'not-proven': {
    vi: 'Chưa đủ căn cứ để kết luận. Xử lý như giấy tờ thường',
    en: 'There is not enough to conclude. Treat it as a paper document',
  },
} as const satisfies Record<Overall, Words>;

export const verdictDisclaimer: Words = {
  vi: 'Kết quả kỹ thuật của máy đọc này, không thay cho kết quả xác thực của Bộ Công an.',
  en: 'A technical result of this reader. It does not replace the Ministry of Public Security’s own verification.',
};

type FixedCheck = (typeof checkNames)[number];

export const checkTexts = {
  'sod-signature': { vi: 'Chữ ký nơi cấp trên dữ liệu', en: 'Issuer’s signature over the data' },
  'signer-certificate': { vi: 'Chứng thư nơi ký', en: 'Signer’s certificate' },
  'signer-validity': { vi: 'Hạn của chứng thư lúc ký', en: 'Signer’s validity when signing' },
  revocation: { vi: 'Danh sách thu hồi', en: 'Revocation list' },
  'issuing-country': { vi: 'Nước cấp khớp nơi ký', en: 'Issuing country matches the signer' },
  'data-hashes': { vi: 'Dữ liệu đã đọc nguyên vẹn', en: 'Data read is unchanged' },
  'protection-stripped': { vi: 'Đủ các tệp bảo vệ', en: 'Protection files present' },
  'active-authentication': { vi: 'Chống sao chép, chip tự ký', en: 'Copy protection, the chip signs' },
  'chip-authentication': { vi: 'Chống sao chép, khóa của chip', en: 'Copy protection, the chip’s key' },
  'chip-authentication-mapping': {
    vi: 'Chống sao chép, khóa của chip lúc mở',
    en: 'Copy protection, the chip’s key at opening',
  },
  'files-agree': { vi: 'Các tệp trong chip khớp nhau', en: 'The chip’s files agree' },
  'printed-data': { vi: 'Số in trên thẻ khớp chip', en: 'Printed data matches the chip' },
} as const satisfies Record<FixedCheck, Words>;

const hashText: Words = { vi: 'Tệp {file} nguyên vẹn', en: 'File {file} unchanged' };

export const statusTexts = {
  passed: { vi: 'Đã qua', en: 'Passed' },
  failed: { vi: 'Chưa qua', en: 'Did not pass' },
  'not-offered': { vi: 'Chip này không có phép kiểm đó', en: 'This chip does not offer it' },
  'not-attempted': { vi: 'Chưa kiểm tra', en: 'Not tried' },
  inconclusive: { vi: 'Chưa kết luận được', en: 'No conclusion' },
} as const satisfies Record<Check['status'], Words>;

export const failureTexts = {
  'signature-invalid': { vi: 'chữ ký chưa khớp dữ liệu', en: 'the signature does not match the data' },
  'message-digest-mismatch': { vi: 'dấu băm đã ký khác nội dung', en: 'the signed digest differs from the content' },
  'content-type-mismatch': { vi: 'loại nội dung đã ký khác thực tế', en: 'the signed content type differs' },
  'hash-mismatch': { vi: 'dữ liệu khác với bản nơi cấp đã ký', en: 'the data differs from what the issuer signed' },
  'not-in-sod': { vi: 'có tệp nằm ngoài danh sách đã ký', en: 'a file is not in the signed list' },
  'signer-outside-validity': { vi: 'ký ngoài hạn của chứng thư', en: 'signed outside the certificate’s validity' },
  'signer-revoked': { vi: 'chứng thư nơi ký đã bị thu hồi', en: 'the signer’s certificate was revoked' },
  'issuer-signature-invalid': {
    vi: 'chữ ký của nơi cấp chứng thư chưa khớp',
    en: 'the issuer’s signature on the certificate does not match',
  },
  'issuer-outside-validity': { vi: 'chứng thư gốc ngoài hạn', en: 'the issuing certificate is outside its validity' },
  'not-a-signer': { vi: 'chứng thư này chưa được phép ký thẻ', en: 'this certificate may not sign cards' },
  'not-an-issuer': {
    vi: 'chứng thư này chưa được phép cấp chứng thư',
    en: 'this certificate may not issue certificates',
  },
  'test-issuer': { vi: 'thẻ do nơi cấp thử nghiệm ký', en: 'signed by the test issuer' },
  'country-mismatch': { vi: 'nước cấp khác nước của nơi ký', en: 'issuing country and signer’s country differ' },
  'document-type-mismatch': {
    vi: 'nơi ký chỉ được ký loại giấy tờ khác',
    en: 'the signer may only sign documents of another kind',
  },
  'weak-key': { vi: 'khóa quá ngắn hoặc quá yếu', en: 'the key is too short or too weak' },
  'files-disagree': { vi: 'các tệp trong chip ghi khác nhau', en: 'the chip’s files say different things' },
  'printed-data-disagree': {
    vi: 'số in hoặc mã QR khác với chip',
    en: 'printed number or QR code differs from the chip',
  },
  'protection-stripped': {
    vi: 'tệp bảo vệ có trong bản ký nhưng chip giấu đi',
    en: 'a signed protection file is hidden by the chip',
  },
  'answer-invalid': { vi: 'chip trả lời chưa khớp khóa đã ký', en: 'the chip’s answer does not match its signed key' },
  'channel-not-opened': { vi: 'chip chưa chứng minh được khóa của mình', en: 'the chip could not prove its key' },
} as const satisfies Record<FailureReason, Words>;

export const inconclusiveTexts = {
  'unknown-issuer': { vi: 'nơi cấp chưa có trong kho chứng thư', en: 'the issuer is not in the trust store' },
  'no-trust-store': { vi: 'kho chứng thư đang trống', en: 'the trust store is empty' },
  'no-signing-time': { vi: 'bản ký chưa ghi thời điểm', en: 'the signature carries no time' },
  'no-revocation-list': { vi: 'chưa nhập danh sách thu hồi', en: 'no revocation list was imported' },
  'stale-revocation-list': { vi: 'danh sách thu hồi đã cũ', en: 'the revocation list is stale' },
  'unverified-revocation-list': {
    vi: 'chữ ký danh sách thu hồi chưa kiểm được',
    en: 'the revocation list could not be verified',
  },
  'key-not-bound': { vi: 'khóa của chip chưa có trong bản ký', en: 'the chip’s key is not bound by the signature' },
  'passive-authentication-open': {
    vi: 'chờ kết luận về chữ ký nơi cấp',
    en: 'waits for the issuer’s signature to be settled',
  },
  'file-not-read': { vi: 'chưa đọc được tệp cần thiết', en: 'a needed file was not read' },
  malformed: { vi: 'nội dung tệp chưa đọc hiểu được', en: 'the file could not be understood' },
  unsupported: { vi: 'máy này chưa hỗ trợ thuật toán đó', en: 'this reader does not support the algorithm' },
  'card-error': { vi: 'thẻ ngừng trả lời giữa chừng', en: 'the card stopped answering' },
  'no-challenge': { vi: 'chưa có mã thách thức của máy chủ', en: 'there was no challenge from the server' },
  withheld: { vi: 'tệp không được gửi kèm', en: 'the file was not sent along' },
  'attested-only': {
    vi: 'chỉ máy đọc chứng kiến, máy chủ chưa kiểm lại được',
    en: 'seen by the reader only, the server cannot repeat it',
  },
} as const satisfies Record<InconclusiveReason, Words>;

const lookUp = (table: Readonly<Record<string, Words>>, key: string): Words | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** The name of a check in words; `hash:DG2` rows name their file, an unheard-of name is shown as it is. */
export function checkName(name: string, language: Language): string {
  if (name.startsWith('hash:')) return fill(hashText[language], { file: name.slice('hash:'.length) });
  return lookUp(checkTexts, name)?.[language] ?? name;
}

/** What a check found, in words: `Chưa qua: dữ liệu khác với bản nơi cấp đã ký`. */
export function checkOutcome(check: { status: string; reason?: string | undefined }, language: Language): string {
  const status = lookUp(statusTexts, check.status)?.[language] ?? check.status;
  if (check.reason === undefined) return status;
  const reason = (lookUp(failureTexts, check.reason) ?? lookUp(inconclusiveTexts, check.reason))?.[language];
  return `${status}: ${reason ?? check.reason}`;
}
