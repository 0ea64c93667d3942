/**
 * The notice under which card and key are presented. The text's version is logged with the time (decision: the notice
 * stands on the screen; laying the card down is the act). A legal text: the voice rules on line length do not bind it.
 */
export const notice = {
  vi: 'Bệnh viện dùng thông tin trên thẻ để đăng ký khám và tra cứu BHYT.',
  en: 'The hospital uses the data on your card to register you and to check your insurance.',
} as const;

export const consentText = {
  version: '2026-09-01',
  vi: [
    'Máy đọc số căn cước, họ tên, ngày sinh, giới tính và ảnh trong chip của thẻ.',
    'Bệnh viện dùng các thông tin này để đăng ký khám hôm nay và tra cứu thẻ BHYT.',
    'Ảnh chỉ dùng để nhân viên so mặt, và được xóa khi xong lượt khám.',
    'Dân tộc, tôn giáo, cha mẹ, vợ chồng và dấu vân tay trên thẻ: máy này chưa từng giữ lại.',
    'Bạn có thể hỏi, sửa hoặc yêu cầu xóa thông tin tại quầy. Chưa muốn dùng thẻ, bạn vẫn lấy được số.',
  ].join('\n'),
  en: [
    'The machine reads your ID number, name, birth date, sex and photo from the card’s chip.',
    'The hospital uses them to register today’s visit and to check your insurance.',
    'The photo only serves staff to compare faces, and is deleted when the visit ends.',
    'Ethnicity, religion, parents, spouse and fingerprints on the card are never kept.',
    'You may ask, correct or have data deleted at a desk. Without your card you still get a number.',
  ].join('\n'),
} as const;
