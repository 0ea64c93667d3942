import type { PopulationCode } from '../population.ts';
import type { Advice } from './language.ts';

const goOn = {
  vi: 'Làm tiếp theo dữ liệu trong chip. Khi cần thì đối chiếu lại sau',
  en: 'Go on with what the chip says. Check again later if it is needed',
};
const askAgainByHand = {
  vi: 'Máy không tự hỏi lại. Làm tiếp theo chip, khi cần thì hỏi lại một lần',
  en: 'Nothing asks again by itself. Go on with the chip, and ask once more if it is needed',
};
const tellAdministrator = {
  vi: 'Báo quản trị viên. Làm tiếp theo dữ liệu trong chip',
  en: 'Tell the administrator. Go on with what the chip says',
};

/** What an officer reads of a question to the population service, and what to do. Staff screens only. */
export const populationCodeTexts = {
  found: {
    vi: 'CSDL dân cư có người này',
    en: 'The population database has this person',
    remedy: {
      vi: 'Xem từng mục dưới đây. Mục chưa khớp đã thành việc cần xử lý',
      en: 'See each field below. What differs has become a work item',
    },
  },
  confirmed: {
    vi: 'CSDL dân cư xác nhận có người này, không kèm dữ liệu',
    en: 'The population database confirms this person and tells nothing else',
    remedy: { vi: 'Không cần làm gì', en: 'Nothing to do' },
  },
  'no-match': {
    vi: 'CSDL dân cư chưa có người khớp số định danh, họ tên và ngày sinh này',
    en: 'The population database has nobody with this number, name and birth date',
    remedy: {
      vi: 'Người này vẫn được tiếp nhận theo thẻ. Việc xem lại dữ liệu đã được ghi',
      en: 'The person is received by the card as before. The difference is kept as a work item',
    },
  },
  'another-person': {
    vi: 'CSDL dân cư trả về dữ liệu của người khác. Đã bỏ, chưa dùng',
    en: 'The population database answered with another person’s data. It was discarded',
    remedy: tellAdministrator,
  },
  unreachable: {
    vi: 'Chưa nối được với CSDL dân cư',
    en: 'The population database cannot be reached',
    remedy: goOn,
  },
  'timed-out': {
    vi: 'Đã hỏi CSDL dân cư nhưng chưa có trả lời đúng hạn',
    en: 'The population database was asked and did not answer in time',
    remedy: askAgainByHand,
  },
  'cut-off': {
    vi: 'Đã hỏi CSDL dân cư nhưng kết nối bị ngắt giữa chừng',
    en: 'The population database was asked and the connection ended half-way',
    remedy: askAgainByHand,
  },
  redirected: {
    vi: 'CSDL dân cư chuyển sang địa chỉ khác. Máy chủ không đi theo',
    en: 'The population database pointed to another address. The server does not follow',
    remedy: {
      vi: 'Báo quản trị viên xem địa chỉ và đường mạng. Có thể có kẻ đứng giữa',
      en: 'Let the administrator check the address and the network. Somebody may stand in between',
    },
  },
  oversized: {
    vi: 'Trả lời của CSDL dân cư lớn bất thường, đã bỏ',
    en: 'The answer of the population database was unusually large and was dropped',
    remedy: tellAdministrator,
  },
  'bad-status': {
    vi: 'CSDL dân cư trả về trạng thái HTTP bất thường',
    en: 'The population database answered with an unusual HTTP status',
    remedy: goOn,
  },
  'not-xml': {
    vi: 'CSDL dân cư trả về trang báo sự cố thay cho dữ liệu',
    en: 'The population database answered with a page instead of data',
    remedy: goOn,
  },
  malformed: {
    vi: 'Trả lời của CSDL dân cư không theo mẫu đã biết',
    en: 'The answer of the population database is not of the known form',
    remedy: tellAdministrator,
  },
  'account-refused': {
    vi: 'CSDL dân cư chưa nhận tài khoản của đơn vị',
    en: 'The population database did not accept the unit’s account',
    remedy: {
      vi: 'Báo quản trị viên xem tài khoản, khóa, đồng hồ máy chủ và địa chỉ đã đăng ký',
      en: 'Let the administrator check the account, its keys, the server’s clock and the registered address',
    },
  },
  'request-refused': {
    vi: 'CSDL dân cư chưa nhận câu hỏi của đơn vị hoặc cán bộ này',
    en: 'The population database did not accept the question of this unit or officer',
    remedy: {
      vi: 'Báo quản trị viên xem mã đơn vị, mã dịch vụ và số định danh của cán bộ',
      en: 'Let the administrator check the unit, the service codes and the officer’s number',
    },
  },
  'service-fault': {
    vi: 'CSDL dân cư đang bận hoặc đang hỏng',
    en: 'The population database is busy or has a fault',
    remedy: goOn,
  },
} as const satisfies Record<PopulationCode, Advice>;
