/** What a kiosk says of insurance (flows B-01 to B-06, N-01). No sum of money, no address, no history, no reason for a desk. */
export const kioskInsuranceTexts = {
  'will-be-checked': { vi: 'BHYT: sẽ tra cứu sau', en: 'Insurance: will be checked' },
  'other-document': { vi: 'BHYT hoặc bảo hiểm khác: báo tại quầy', en: 'Insurance: tell the desk if you have any' },
  comfort: { vi: '{Xh} vẫn được nhận khám hôm nay', en: 'You will still be seen today' },
  checking: { vi: 'Đang tra cứu BHYT', en: 'Checking your insurance' },
  valid: { vi: 'Thẻ BHYT còn giá trị', en: 'Your insurance is valid' },
  'valid-until': { vi: 'Thẻ BHYT còn giá trị đến {date}', en: 'Your insurance is valid until {date}' },
  rate: { vi: 'Mức hưởng theo mã thẻ: {percent} %', en: 'Cover by card code: {percent} %' },
  'ends-soon': { vi: 'Thẻ còn {days} ngày. Nhớ gia hạn', en: 'It ends in {days} days. Remember to renew' },
  pending: { vi: 'Đang mất kết nối BHYT', en: 'Insurance is offline' },
  'not-found': { vi: 'Chưa tìm thấy thẻ BHYT theo số căn cước này', en: 'No insurance found for this ID number yet' },
  'not-found-why': {
    vi: 'Có thể BHYT chưa ghi số căn cước mới. Chọn cách nào {xh} cũng được nhận khám hôm nay',
    en: 'The new ID number may not be on record yet. Whichever you choose, you will be seen today',
  },
  'not-found-number': { vi: 'Chưa tìm thấy thẻ BHYT theo số vừa nhập', en: 'No insurance found for that number yet' },
  'not-found-comfort': {
    vi: 'Chọn cách nào {xh} cũng được nhận khám hôm nay',
    en: 'Whichever you choose, you will be seen today',
  },
  'ended-on': { vi: 'Thẻ BHYT hết hạn ngày {date}', en: 'Your insurance ended on {date}' },
  ended: { vi: 'Thẻ BHYT này đã dừng', en: 'This insurance has stopped' },
  'ended-comfort': {
    vi: 'Có hai cách để tiếp tục. {Xh} vẫn được nhận khám hôm nay',
    en: 'There are two ways on. You will still be seen today',
  },
  'mismatch-name': { vi: 'Tên trên thẻ và BHYT chưa giống nhau', en: 'The name differs from the insurance record' },
  'mismatch-birth': {
    vi: 'Ngày sinh trên thẻ và BHYT chưa giống nhau',
    en: 'The birth date differs from the insurance record',
  },
  help: { vi: 'Nhân viên sẽ kiểm tra giúp', en: 'Staff will check for you' },
  desk: { vi: 'Lấy số xong, mời {xh} đến quầy {desk}', en: 'Take your number, then go to desk {desk}' },
  told: { vi: 'Nhân viên đã được báo', en: 'Staff have been told' },
  'staff-check': { vi: 'Nhân viên sẽ kiểm tra BHYT giúp', en: 'Staff will check your insurance' },
  'self-pay': { vi: 'Khám không dùng BHYT', en: 'Without insurance today' },
  'self-pay-later': { vi: 'Có thể hỏi lại BHYT tại quầy', en: 'You can still ask about insurance at the desk' },
} as const;
