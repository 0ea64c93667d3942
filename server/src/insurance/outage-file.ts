import type { VisitRepository } from '../check-ins/visit-repository.ts';
import type { TicketRepository } from '../tickets/ticket-repository.ts';
import { numberText } from '../tickets/ticket-repository.ts';
import type { Evidence, EvidenceRepository } from './outbox/evidence-repository.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const slashed = (day: string | null): string => (day === null ? '' : day.split('-').reverse().join('/'));

/** Most exchanges in one file. */
const mostRows = 5000;

/**
 * The look-ups of a span that stayed without an answer, as a printable page for the social insurance: who was there, what
 * was asked when by whom, and what came back as it came (Decree 188/2025/NĐ-CP art. 38 clause 2). Personal.
 */
export function createOutageFile(parts: {
  evidence: EvidenceRepository;
  visits: VisitRepository;
  tickets: TicketRepository;
  site: string;
  time: (at: string) => string;
}): (from: string, until: string) => { html: string; visitIds: readonly string[] } {
  const { evidence, visits, tickets, site, time } = parts;

  function rowOf({ visitId, at, code, status, ms, officer, raw }: Evidence): string {
    const visit = visits.find(visitId);
    const holder = visit?.holder?.reveal();
    const ticket = tickets.live(visitId);
    const cells = [
      time(at),
      ticket === undefined ? '' : numberText(ticket),
      holder?.fullName ?? '',
      holder?.number ?? '',
      slashed(holder?.birthDate ?? null),
      code,
      status === null ? '' : `HTTP ${status}`,
      `${ms} ms`,
      officer,
    ];
    const text = raw?.reveal() ?? '';
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>${
      text === '' ? '' : `<tr><td colspan="9"><pre>${escaped(text.slice(0, 2000))}</pre></td></tr>`
    }`;
  }

  return (from, until) => {
    const rows = evidence.failed(from, until).slice(0, mostRows);
    const heads = [
      'Thời điểm',
      'Số khám',
      'Họ và tên',
      'Số định danh',
      'Ngày sinh',
      'Mã',
      'Trả lời',
      'Thời gian',
      'Cán bộ tra cứu',
    ];
    const html = `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Tra cứu thẻ BHYT chưa thành</title>
<style>body{font:14px/1.4 sans-serif;margin:24px}table{border-collapse:collapse;width:100%}th,td{border:1px solid #777;padding:4px 8px;text-align:left;vertical-align:top}pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}@media print{body{margin:0}}</style></head>
<body><h1>Tra cứu thẻ BHYT chưa thành do sự cố hệ thống</h1>
<p>${escaped(site)} · từ ${escaped(time(from))} đến ${escaped(time(until))} · ${rows.length} lượt</p>
<p>Khoản 2 Điều 38 Nghị định 188/2025/NĐ-CP. Dòng chữ máy dưới mỗi lượt là nguyên văn cổng trả về.</p>
<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead>
<tbody>${rows.map(rowOf).join('\n')}</tbody></table></body></html>
`;
    return { html, visitIds: [...new Set(rows.map(({ visitId }) => visitId))] };
  };
}
