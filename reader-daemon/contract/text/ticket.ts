import type { Words } from './language.ts';

/** Words on paper (80 mm) and on the ticket screen. A ticket shows no full number and no reason for the visit. */
export const ticketTexts = {
  'your-number': { vi: 'Số khám của {xh}', en: 'Your number' },
  room: { vi: 'Phòng {room}', en: 'Room {room}' },
  floor: { vi: 'Tầng {floor}', en: 'Floor {floor}' },
  'people-ahead': { vi: 'Còn {count} người', en: '{count} people' },
  'one-ahead': { vi: 'Còn 1 người', en: '1 person' },
  'nobody-ahead': { vi: 'Đến lượt ngay', en: 'You are next' },
  'before-you': { vi: 'chờ trước {xh}', en: 'ahead of you' },
  'nobody-before': { vi: 'chưa có ai chờ trước', en: 'nobody is ahead of you' },
  about: { vi: 'Khoảng {time}', en: 'About {time}' },
  'your-turn': { vi: 'đến lượt {xh}', en: 'will be your turn' },
  desk: { vi: 'Quầy {desk}', en: 'Desk {desk}' },
  'desk-word': { vi: 'Quầy', en: 'Desk' },
  priority: { vi: 'Ưu tiên từ 75 tuổi', en: 'Priority from age 75' },
  'insurance-pending': { vi: 'Cần kiểm tra BHYT', en: 'Insurance to be checked' },
  'desk-first': { vi: 'Mời đến quầy {desk} trước', en: 'Go to desk {desk} first' },
  companion: { vi: 'Có người đi cùng', en: 'With a companion' },
  issued: { vi: 'Cấp lúc {time} ngày {date}', en: 'Issued {time}, {date}' },
  'issued-earlier': { vi: 'Đã lấy lúc {time}, dùng số cũ', en: 'Taken at {time}, same number' },
  reprint: { vi: 'Bản in lại', en: 'Reprint' },
  keep: { vi: 'Giữ phiếu này đến khi khám xong', en: 'Keep this until you have been seen' },
  simulation: { vi: 'MÔ PHỎNG. Số này chưa có giá trị', en: 'SIMULATION. This number is not valid' },
  'remember-card': { vi: 'Xin nhớ lấy thẻ căn cước', en: 'Remember your ID card' },
} as const satisfies Record<string, Words>;
