import type { Holder } from '../readings/holder.ts';
import type { InsuranceCard } from '../insurance/outbox/visit-insurance-repository.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const slashed = (day: string | null): string => (day === null ? '' : day.split('-').reverse().join('/'));
const words = { male: 'Nam', female: 'Nữ' } as const;
const fieldNames: Readonly<Record<string, string>> = {
  'full-name': 'họ và tên',
  'birth-date': 'ngày sinh',
  sex: 'giới tính',
};

/**
 * Form TK1-TS (QĐ 490/QĐ-BHXH, items 01–19) as far as chip and insurance know it, to be printed, completed by hand and
 * signed: the way to mend an insurance record that differs from the chip. Items of which no source is certain stay blank.
 */
export function repairForm(about: {
  readonly holder: Holder;
  readonly card: InsuranceCard | null;
  readonly field: string;
  readonly insurance: string;
  readonly chip: string;
  readonly date: string;
}): string {
  const { holder, card, field, insurance, chip, date } = about;
  const name = fieldNames[field] ?? field;
  const change = `Điều chỉnh ${name} từ “${insurance}” thành “${chip}” theo dữ liệu trong chip của thẻ căn cước.`;
  const items: readonly (readonly [string, string, string])[] = [
    ['01', 'Họ và tên', holder.fullName.toLocaleUpperCase('vi')],
    ['02', 'Giới tính', holder.sex === null ? '' : words[holder.sex]],
    ['03', 'Ngày, tháng, năm sinh', slashed(holder.birthDate)],
    ['04', 'Quốc tịch', /^\d{12}$/.test(holder.number) ? 'Việt Nam' : ''],
    ['05', 'Dân tộc', ''],
    ['06', 'Số CCCD/ĐDCN/Hộ chiếu', holder.number],
    ['07', 'Điện thoại', ''],
    ['08', 'Email', ''],
    ['09', 'Nơi đăng ký khai sinh (xã, tỉnh)', ''],
    ['10', 'Họ tên cha/mẹ/người giám hộ (trẻ dưới 6 tuổi)', ''],
    ['11', 'Địa chỉ nhận hồ sơ', ''],
    ['13', 'Mã số BHXH', card?.bhxhNumber ?? ''],
    ['17', 'Nơi đăng ký khám, chữa bệnh ban đầu', card?.registeredAt ?? ''],
    ['18', 'Nội dung thay đổi, yêu cầu khác', change],
    ['19', 'Hồ sơ kèm theo (nếu có)', 'Bản chụp thẻ căn cước'],
  ];
  const rows = items
    .map(
      ([number, label, value]) => `<tr><th>[${number}]</th><td>${label}</td><td class="v">${escaped(value)}</td></tr>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>TK1-TS</title>
<style>@page{size:A4;margin:18mm}body{font:13pt/1.4 "Times New Roman",serif;max-width:180mm;margin:8mm auto}h1{font-size:15pt;text-align:center}p.n{text-align:center;font-style:italic}table{width:100%;border-collapse:collapse}th,td{border:1px solid #555;padding:5px 8px;text-align:left;vertical-align:top}th{width:16mm;font-weight:400}.v{width:56%;font-weight:700;overflow-wrap:anywhere}.s{display:grid;grid-template-columns:1fr 1fr;margin-top:12mm;text-align:center;min-height:34mm}</style></head>
<body><p class="n">Mẫu TK1-TS, ban hành kèm theo Quyết định 490/QĐ-BHXH ngày 28/03/2023</p>
<h1>TỜ KHAI THAM GIA, ĐIỀU CHỈNH THÔNG TIN<br>BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ</h1>
<table><tbody>
${rows}
</tbody></table>
<p>Tôi cam đoan những nội dung kê khai là đúng.</p>
<div class="s"><div>XÁC NHẬN CỦA ĐƠN VỊ</div><div>Ngày ${escaped(date)}<br>NGƯỜI KÊ KHAI</div></div>
</body></html>
`;
}
