import type { InsuranceCode } from '../insurance-codes.ts';
import type { Advice } from './language.ts';

const lookAtCard = {
  vi: 'Xem thẻ BHYT giấy hoặc thẻ điện tử cùng giấy tờ tùy thân',
  en: 'Look at the paper or electronic insurance card and at the identity paper',
};
const askNumber = {
  vi: 'Hỏi mã thẻ 15 ký tự hoặc mã số BHXH 10 số, rồi tra cứu lại',
  en: 'Ask for the 15-character card number or the 10-digit BHXH number, then look it up',
};
const correctRecord = {
  vi: 'So với thẻ căn cước. Nếu BHXH ghi khác, giúp người bệnh lập tờ khai TK1-TS để điều chỉnh',
  en: 'Compare with the identity card. If the insurance record differs, help with form TK1-TS to correct it',
};
const stopped = {
  vi: 'Giải thích cho người bệnh. Họ có thể khám tự trả, hoặc liên hệ nơi tham gia BHYT',
  en: 'Explain it. The person can pay themselves, or ask where they are insured',
};
const nothingToDo = {
  vi: 'Không cần làm gì. Máy chủ tự tra cứu lại khi cổng trở lại',
  en: 'Nothing to do. The server looks it up again when the gateway is back',
};
const askOnce = {
  vi: 'Tra cứu lại bằng tay một lần trước khi thu tiền. Máy không tự hỏi lại',
  en: 'Look it up again by hand once before taking money. The server does not ask again by itself',
};
const tellAdministrator = {
  vi: 'Báo quản trị viên. Người bệnh vẫn được nhận khám, tra cứu sau',
  en: 'Tell the administrator. The person is admitted and looked up later',
};

/** What a clerk reads of a look-up, and what to do. Staff screens only. */
export const insuranceCodeTexts = {
  '000': {
    vi: 'Thẻ BHYT chính xác',
    en: 'The insurance card is in order',
    remedy: { vi: 'Không cần làm gì', en: 'Nothing to do' },
  },
  '001': {
    vi: 'Thẻ BHYT do BHXH Bộ Quốc phòng quản lý',
    en: 'The card is kept by the Ministry of Defence’s insurance',
    remedy: lookAtCard,
  },
  '002': {
    vi: 'Thẻ BHYT do BHXH Bộ Công an quản lý',
    en: 'The card is kept by the Ministry of Public Security’s insurance',
    remedy: lookAtCard,
  },
  '003': {
    vi: 'Thẻ cũ hết giá trị, đã được cấp thẻ mới',
    en: 'The old card has ended, a new one was issued',
    remedy: { vi: 'Dùng thẻ mới. Máy đã tra cứu theo thẻ mới', en: 'Use the new card. It was looked up already' },
  },
  '003.1': {
    vi: 'Thẻ BHYT đã được gia hạn',
    en: 'The insurance card was prolonged',
    remedy: { vi: 'Dùng thời hạn mới trong kết quả', en: 'Use the new dates of the answer' },
  },
  '004': {
    vi: 'Thẻ cũ còn giá trị, đã được cấp thẻ mới',
    en: 'The old card is still valid, a new one was issued',
    remedy: { vi: 'Dùng thẻ mới khi đã đến hạn hiệu lực', en: 'Use the new card once it is in force' },
  },
  '010': {
    vi: 'Thẻ BHYT hết giá trị sử dụng',
    en: 'The insurance card has ended',
    remedy: {
      vi: 'Hỏi thẻ mới. Nếu chưa gia hạn, người bệnh có thể khám tự trả',
      en: 'Ask for a newer card. Without one the person can pay themselves',
    },
  },
  '050': {
    vi: 'Chưa có thông tin thẻ BHYT theo số đã hỏi',
    en: 'No insurance is known under the number asked',
    remedy: askNumber,
  },
  '051': { vi: 'Mã thẻ BHYT chưa đúng', en: 'The card number is not right', remedy: askNumber },
  '052': {
    vi: 'Mã tỉnh trong mã thẻ (ký tự 4, 5) chưa đúng',
    en: 'The province in the card number (characters 4 and 5) is not right',
    remedy: askNumber,
  },
  '053': {
    vi: 'Mã quyền lợi trong mã thẻ (ký tự 3) chưa đúng',
    en: 'The benefit digit in the card number (character 3) is not right',
    remedy: askNumber,
  },
  '054': {
    vi: 'Cổng BHXH không biết số CCCD của cán bộ tra cứu',
    en: 'The gateway does not know the officer’s ID number',
    remedy: {
      vi: 'Quản trị viên: đăng ký cán bộ với BHXH tỉnh (Mẫu 01/dk-ctn), hoặc sửa số trong cài đặt',
      en: 'Administrator: register the officer with the provincial BHXH (form 01/dk-ctn), or correct the settings',
    },
  },
  '055': {
    vi: 'Họ tên cán bộ tra cứu không khớp với số CCCD',
    en: 'The officer’s name does not fit the officer’s ID number',
    remedy: {
      vi: 'Quản trị viên: sửa họ tên cán bộ trong cài đặt như đã đăng ký với BHXH',
      en: 'Administrator: write the officer’s name in the settings as registered with BHXH',
    },
  },
  '060': {
    vi: 'Họ tên khác với dữ liệu BHYT',
    en: 'The name differs from the insurance record',
    remedy: correctRecord,
  },
  '061': {
    vi: 'Họ tên khác với dữ liệu BHYT, đúng các chữ cái đầu. Thường do dấu',
    en: 'The name differs from the insurance record, the initials agree. Usually a matter of accents',
    remedy: correctRecord,
  },
  '070': {
    vi: 'Ngày sinh khác với dữ liệu BHYT',
    en: 'The birth date differs from the insurance record',
    remedy: correctRecord,
  },
  '080': {
    vi: 'Giới tính khác với dữ liệu BHYT',
    en: 'The sex differs from the insurance record',
    remedy: correctRecord,
  },
  '090': {
    vi: 'Nơi đăng ký khám chữa bệnh ban đầu chưa đúng',
    en: 'The place of first registration is not right',
    remedy: lookAtCard,
  },
  '100': {
    vi: 'Cổng BHXH chưa lấy được dữ liệu sổ thẻ',
    en: 'The gateway could not fetch the card register',
    remedy: nothingToDo,
  },
  '101': { vi: 'Máy chủ của cổng BHXH đang hỏng', en: 'The gateway’s server has a fault', remedy: nothingToDo },
  '110': { vi: 'Thẻ BHYT đã thu hồi', en: 'The insurance card was withdrawn', remedy: stopped },
  '120': { vi: 'Thẻ đã báo giảm', en: 'The person was taken off the register', remedy: stopped },
  '121': { vi: 'Thẻ đã báo giảm, chuyển ngoại tỉnh', en: 'Taken off: moved to another province', remedy: stopped },
  '122': { vi: 'Thẻ đã báo giảm, chuyển nội tỉnh', en: 'Taken off: moved within the province', remedy: stopped },
  '123': {
    vi: 'Thẻ đã báo giảm, tăng lại cùng đơn vị',
    en: 'Taken off, and put on again by the same employer',
    remedy: {
      vi: 'Hỏi thẻ mới của cùng đơn vị, rồi tra cứu lại bằng mã thẻ',
      en: 'Ask for the new card of the same employer, then look that number up',
    },
  },
  '124': { vi: 'Thẻ đã báo giảm, ngừng tham gia', en: 'Taken off: no longer insured', remedy: stopped },
  '130': {
    vi: 'Trẻ em không xuất trình thẻ BHYT',
    en: 'A child without an insurance card',
    remedy: {
      vi: 'Dưới 6 tuổi: dùng giấy chứng sinh hoặc giấy khai sinh, theo quy định mã TE1',
      en: 'Under 6: use the birth slip or the birth certificate, by the rules for code TE1',
    },
  },
  '205': {
    vi: 'Cổng BHXH không nhận dạng tham số của lần tra cứu này',
    en: 'The gateway did not accept the form of this question',
    remedy: tellAdministrator,
  },
  '401': {
    vi: 'Cổng BHXH không nhận tài khoản của cơ sở',
    en: 'The gateway did not accept the facility’s account',
    remedy: {
      vi: 'Quản trị viên: xem tài khoản, mật khẩu và địa chỉ IP đã đăng ký với BHXH',
      en: 'Administrator: check the account, its password and the IP address registered with BHXH',
    },
  },
  '501': {
    vi: 'Phiên làm việc với cổng BHXH đã hết',
    en: 'The session with the gateway has ended',
    remedy: nothingToDo,
  },
  unreachable: { vi: 'Chưa nối được với cổng BHXH', en: 'The gateway cannot be reached', remedy: nothingToDo },
  'timed-out': {
    vi: 'Đã hỏi cổng BHXH nhưng chưa có trả lời đúng hạn',
    en: 'The gateway was asked and did not answer in time',
    remedy: askOnce,
  },
  'cut-off': {
    vi: 'Đã hỏi cổng BHXH nhưng kết nối bị ngắt giữa chừng',
    en: 'The gateway was asked and the connection ended half-way',
    remedy: askOnce,
  },
  interrupted: {
    vi: 'Máy chủ bị dừng trong lúc đang hỏi cổng BHXH',
    en: 'This server stopped while it was asking the gateway',
    remedy: askOnce,
  },
  'bad-status': {
    vi: 'Cổng BHXH trả về trạng thái HTTP bất thường',
    en: 'The gateway answered with an unusual HTTP status',
    remedy: nothingToDo,
  },
  'not-json': {
    vi: 'Cổng BHXH trả về trang báo lỗi thay cho dữ liệu',
    en: 'The gateway answered with a page instead of data',
    remedy: nothingToDo,
  },
  redirected: {
    vi: 'Cổng BHXH chuyển sang địa chỉ khác. Máy chủ không đi theo',
    en: 'The gateway pointed to another address. The server does not follow',
    remedy: {
      vi: 'Quản trị viên: xem địa chỉ cổng và đường mạng. Có thể có kẻ đứng giữa',
      en: 'Administrator: check the gateway’s address and the network. Somebody may stand in between',
    },
  },
  oversized: {
    vi: 'Trả lời của cổng BHXH lớn bất thường, đã bỏ',
    en: 'The gateway’s answer was unusually large and was dropped',
    remedy: nothingToDo,
  },
  malformed: {
    vi: 'Trả lời của cổng BHXH không theo mẫu đã công bố',
    en: 'The gateway’s answer is not of the published form',
    remedy: tellAdministrator,
  },
  'unknown-code': {
    vi: 'Cổng BHXH trả về mã kết quả chưa có trong bảng',
    en: 'The gateway answered with a code that no table has',
    remedy: {
      vi: 'Xem ghi chú của lần tra cứu và tự kết luận. Báo quản trị viên để bổ sung mã',
      en: 'Read the note of the look-up and decide. Tell the administrator so that the code is added',
    },
  },
  'another-person': {
    vi: 'Cổng BHXH trả về dữ liệu của người khác. Đã bỏ, chưa dùng',
    en: 'The gateway answered with another person’s data. It was discarded',
    remedy: {
      vi: 'Tra cứu lại bằng mã thẻ. Báo quản trị viên và BHXH tỉnh',
      en: 'Look up by card number. Tell the administrator and the provincial BHXH',
    },
  },
  'dates-disagree': {
    vi: 'Cổng BHXH báo thẻ chính xác, nhưng thời hạn trong trả lời không gồm hôm nay',
    en: 'The gateway calls the card in order, but its own dates do not include today',
    remedy: lookAtCard,
  },
  'given-up': {
    vi: 'Đã hỏi nhiều lần mà cổng BHXH chưa trả lời được',
    en: 'Asked several times, and the gateway could not answer',
    remedy: {
      vi: 'Tra cứu lại bằng tay. Nếu vẫn chưa được, xuất hồ sơ tra cứu chưa thành (Đ38 NĐ 188)',
      en: 'Look it up by hand. If that does not work either, export the outage evidence (Decree 188, art. 38)',
    },
  },
} as const satisfies Record<InsuranceCode, Advice>;
