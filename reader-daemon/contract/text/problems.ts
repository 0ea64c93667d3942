import type { ProblemCode } from '../error-codes.ts';
import type { Advice, Words } from './language.ts';

/**
 * What a person reads when the machine needs them, or cannot go on. The machine takes the blame: first what happened,
 * then what to do. `title` is the headline, `remedy` the lead beneath it; the text itself is the sentence that is spoken.
 */
export interface ProblemText extends Advice {
  readonly title: Words;
}

export const problemTexts = {
  'card-lifted-early': {
    vi: 'Thẻ bị nhấc ra sớm. Đặt lại, máy sẽ đọc tiếp',
    en: 'Lifted early. Put it back, reading goes on',
    title: { vi: 'Thẻ bị nhấc ra sớm', en: 'The card was lifted early' },
    remedy: { vi: 'Đặt lại, máy sẽ đọc tiếp từ {percent} %', en: 'Put it back, reading goes on from {percent}%' },
  },
  'weak-signal': {
    vi: 'Máy nhận sóng yếu. Bỏ thẻ khỏi ví, đặt sát hình vẽ',
    en: 'Weak signal. Take it out of the wallet, lay it on the picture',
    title: { vi: 'Máy nhận sóng yếu', en: 'The signal is weak' },
    remedy: {
      vi: 'Bỏ thẻ khỏi ví, đặt sát hình vẽ',
      en: 'Take the card out of the wallet, lay it on the picture',
    },
  },
  'two-cards': {
    vi: 'Có hơn một thẻ trên khay. Chỉ để lại thẻ căn cước',
    en: 'More than one card. Leave only the ID card',
    title: { vi: 'Có hơn một thẻ trên khay', en: 'More than one card on the tray' },
    remedy: { vi: 'Chỉ để lại thẻ căn cước', en: 'Leave only the ID card' },
  },
  'not-an-id-card': {
    vi: 'Đây chưa phải thẻ căn cước gắn chip. Dùng thẻ căn cước, hoặc bấm “Tôi không mang thẻ”',
    en: 'This is not a chip ID card. Use your ID card, or press “I have no card”',
    title: { vi: 'Đây chưa phải thẻ căn cước gắn chip', en: 'This is not a chip ID card' },
    remedy: { vi: 'Đặt thẻ căn cước lên khay', en: 'Put your ID card on the tray' },
  },
  'chip-unreadable': {
    vi: 'Chưa đọc được chip. Lấy số, nhân viên đọc thẻ tại quầy',
    en: 'Chip not read. Take a number, staff read the card at the desk',
    title: { vi: 'Chưa đọc được chip', en: 'The chip could not be read yet' },
    remedy: {
      vi: 'Bỏ thẻ khỏi ví, đặt lại sát hình vẽ. Hoặc đưa mã QR trên thẻ vào khe sáng, rồi lấy số',
      en: 'Take it out of the wallet, lay it down again. Or show its QR code to the light, then take a number',
    },
  },
  'key-needed': {
    vi: 'Nhập 6 số in trên thẻ như hình',
    en: 'Type the 6 digits shown in the picture',
    title: { vi: 'Nhập 6 số in trên thẻ như hình', en: 'Type the 6 digits shown in the picture' },
    remedy: {
      vi: 'Đó là sáu số cuối của số căn cước. Hoặc đưa mã QR vào khe sáng',
      en: 'They are the last six digits of the ID number. Or show the QR code to the light',
    },
  },
  'wrong-key': {
    vi: 'Sáu số chưa khớp với thẻ. Xem lại hình và nhập lại',
    en: 'Those digits do not match this card. Check the picture and type again',
    title: { vi: 'Sáu số chưa khớp với thẻ', en: 'Those digits do not match this card' },
    remedy: { vi: 'Xem lại hình và nhập lại', en: 'Check the picture and type again' },
  },
  'reader-out-of-service': {
    vi: 'Máy đọc thẻ này đang nghỉ. Mời sang máy bên cạnh, hoặc bấm “Gọi nhân viên”',
    en: 'This reader is out of service. Use the next machine, or press “Call staff”',
    title: { vi: 'Máy đọc thẻ này đang nghỉ', en: 'This reader is out of service' },
    remedy: {
      vi: 'Mời sang máy bên cạnh, hoặc bấm “Gọi nhân viên”',
      en: 'Use the next machine, or press “Call staff”',
    },
  },
  'server-away': {
    vi: 'Máy đang kết nối lại. Số đã cấp vẫn có giá trị',
    en: 'This machine is reconnecting. A number already given stays good',
    title: { vi: 'Máy đang kết nối lại', en: 'This machine is reconnecting' },
    remedy: {
      vi: 'Số đã cấp vẫn có giá trị. Mời đến quầy nếu đang vội',
      en: 'A number already given stays good. In a hurry, please go to a desk',
    },
  },
  'go-to-desk': {
    vi: 'Mời bạn đến quầy {desk}. Nhân viên đã được báo',
    en: 'Please go to desk {desk}. Staff have been told',
    title: { vi: 'Mời bạn đến quầy {desk}', en: 'Please go to desk {desk}' },
    remedy: { vi: 'Nhân viên sẽ giúp bạn đăng ký khám', en: 'Staff will help you register' },
  },
  'already-checked-in': {
    vi: 'Số này đã lấy lúc {time}. Dùng số cũ {number}',
    en: 'Already checked in at {time}. Use that number {number}',
    title: { vi: 'Hôm nay đã lấy số lúc {time}', en: 'Already checked in at {time}' },
    remedy: { vi: 'Dùng số cũ {number}', en: 'Use that number {number}' },
  },
  'out-of-paper': {
    vi: 'Máy hết giấy. Chụp lại số này: {number}',
    en: 'Out of paper. Photograph this number: {number}',
    title: { vi: 'Máy hết giấy', en: 'Out of paper' },
    remedy: { vi: 'Chụp lại số này: {number}', en: 'Photograph this number: {number}' },
  },
  'form-not-printed': {
    vi: 'Máy in tờ khai đang nghỉ. Gửi đi, cán bộ in giúp',
    en: 'The form printer is out of service. Send the form, an officer prints it',
    title: { vi: 'Máy in tờ khai đang nghỉ', en: 'The form printer is out of service' },
    remedy: {
      vi: 'Câu trả lời của {xh} còn đây. Gửi đi, cán bộ in giúp',
      en: 'Your answers are kept. Send them, an officer prints the form',
    },
  },
} as const satisfies Record<ProblemCode, ProblemText>;
