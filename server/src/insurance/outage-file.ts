import type { InsuranceCode } from '@cccd-kiosk/contract/insurance-codes';
import type { VisitRepository } from '../check-ins/visit-repository.ts';
import type { TicketRepository } from '../tickets/ticket-repository.ts';
import { numberText } from '../tickets/ticket-repository.ts';
import { decisionTable } from './decisions/decision-table.ts';
import type { Evidence, EvidenceRepository } from './outbox/evidence-repository.ts';
import type { OutageRepository } from './outbox/outage-repository.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const slashed = (day: string | null): string => (day === null ? '' : day.split('-').reverse().join('/'));
const row = (cells: readonly string[], tag = 'td'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;

/** Most rows of one table. */
const mostRows = 5000;

function table(title: string, heads: readonly string[], rows: readonly string[]): string {
  const left = rows.length - mostRows;
  const more = left > 0 ? `<p>Còn ${left} lượt: chọn khoảng thời gian ngắn hơn.</p>` : '';
  return `<h2>${title} (${rows.length})</h2>${more}
<table><thead>${row(heads, 'th')}</thead>
<tbody>${rows.slice(0, mostRows).join('\n')}</tbody></table>`;
}

const style =
  'body{font:14px/1.4 sans-serif;margin:24px}table{border-collapse:collapse;width:100%}th,td{border:1px solid #777;padding:4px 8px;text-align:left;vertical-align:top}pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}@media print{body{margin:0}}';

/** The setting of a house is no failure of the system: it has no place before the social insurance. */
const ofTheSystem = ({ call, code }: Evidence): boolean =>
  call === 'look-up' && decisionTable[code as InsuranceCode]?.next !== 'configuration';

/**
 * An outage as a printable page for the social insurance (Decree 188/2025/NĐ-CP art. 38 clause 2): when the gateway was
 * away, who was admitted without a look-up and when it was made good, and each look-up that stayed without an answer, with
 * what came back as it came. Personal.
 */
export function createOutageFile(parts: {
  evidence: EvidenceRepository;
  outages: OutageRepository;
  visits: VisitRepository;
  tickets: TicketRepository;
  site: string;
  time: (at: string) => string;
}): (from: string, until: string) => { html: string; visitIds: readonly string[] } {
  const { evidence, outages, visits, tickets, site, time } = parts;

  const whoHeads = ['Số khám', 'Họ và tên', 'Số định danh', 'Ngày sinh'];
  function who(visitId: string): string[] {
    const holder = visits.find(visitId)?.holder?.reveal();
    const ticket = tickets.live(visitId);
    return [
      ticket === undefined ? '' : numberText(ticket),
      holder?.fullName ?? '',
      holder?.number ?? '',
      slashed(holder?.birthDate ?? null),
    ];
  }

  function failedRow({ visitId, at, code, status, ms, officer, raw }: Evidence): string {
    const text = raw?.reveal() ?? '';
    const cells = [time(at), ...who(visitId), code, status === null ? '' : `HTTP ${status}`, `${ms} ms`, officer];
    return (
      row(cells) +
      (text === '' ? '' : `<tr><td colspan="${cells.length}"><pre>${escaped(text.slice(0, 2000))}</pre></td></tr>`)
    );
  }

  return (from, until) => {
    const away = outages.during(from, until);
    const admitted = outages.admitted(from, until);
    const failed = evidence.failed(from, until).filter(ofTheSystem);
    const html = `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Tra cứu thẻ BHYT chưa thành</title>
<style>${style}</style></head>
<body><h1>Tra cứu thẻ BHYT chưa thành do sự cố hệ thống</h1>
<p>${escaped(site)} · từ ${escaped(time(from))} đến ${escaped(time(until))}</p>
<p>Khoản 2 Điều 38 Nghị định 188/2025/NĐ-CP. Dòng chữ máy dưới mỗi lượt là nguyên văn cổng trả về.</p>
${table(
  'Thời gian cổng không trả lời',
  ['Từ', 'Đến', 'Mã', 'Số lần thử', 'Lần thử cuối'],
  away.map(({ beganAt, endedAt, cause, tries, triedAt }) =>
    row([time(beganAt), endedAt === null ? '' : time(endedAt), cause, String(tries), time(triedAt)]),
  ),
)}
${table(
  'Người bệnh được tiếp nhận khi chưa tra cứu được',
  ['Tiếp nhận lúc', ...whoHeads, 'Tra cứu được lúc'],
  admitted.map(({ visitId, at, answeredAt }) =>
    row([time(at), ...who(visitId), answeredAt === null ? 'Chưa' : time(answeredAt)]),
  ),
)}
${table(
  'Lượt tra cứu chưa thành',
  ['Thời điểm', ...whoHeads, 'Mã', 'Trả lời', 'Thời gian', 'Cán bộ tra cứu'],
  failed.map(failedRow),
)}</body></html>
`;
    // Whoever is beyond the most rows is not shown, and not looked at.
    const shown = [...admitted.slice(0, mostRows), ...failed.slice(0, mostRows)];
    return { html, visitIds: [...new Set(shown.map(({ visitId }) => visitId))] };
  };
}
