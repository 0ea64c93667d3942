import { checkName, checkOutcome, overallTexts, verdictDisclaimer } from '@cccd-kiosk/contract/text/checks';
import { auditorTexts } from '@cccd-kiosk/contract/text/auditor';
import type { Words } from '@cccd-kiosk/contract/text/language';
import { auditorGroups, type AuditorCheck, type AuditorReport, type AuditorResult } from './auditor-report.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const both = ({ vi, en }: Words): string => `${escaped(vi)} <i>${escaped(en)}</i>`;
const status = {
  ok: 'passed',
  failed: 'failed',
  'could-not-check': 'inconclusive',
  'not-supported': 'not-offered',
  'not-performed': 'not-attempted',
} as const;
const mark: Readonly<Record<AuditorResult, string>> = {
  ok: '✓',
  failed: '✗',
  'could-not-check': '?',
  'not-supported': '–',
  'not-performed': '·',
};

function checkRow({ name, result, reason, detail }: AuditorCheck): string {
  const outcome = { status: status[result], reason: reason ?? undefined };
  return `<tr class="${result}"><td>${mark[result]}</td><th>${escaped(checkName(name, 'vi'))} <i>${escaped(checkName(name, 'en'))}</i></th><td>${escaped(checkOutcome(outcome, 'vi'))} <i>${escaped(checkOutcome(outcome, 'en'))}</i>${detail === null ? '' : ` <code>${escaped(detail)}</code>`}</td></tr>`;
}

const flat = (record: Readonly<Record<string, unknown>>): string =>
  Object.entries(record)
    .filter(([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0))
    .map(
      ([name, value]) =>
        `<b>${escaped(name)}</b> ${escaped(typeof value === 'string' ? value : value instanceof Date ? value.toISOString().slice(0, 10) : JSON.stringify(value))}`,
    )
    .join(' · ');

const section = (title: Words, body: string): string => (body === '' ? '' : `<h2>${both(title)}</h2>${body}`);

/** The report on one A4 page, both languages, printable: no script, nothing loaded. */
export function auditorPage(report: AuditorReport): string {
  const { checks, access, files, notRead, signer, milliseconds, apdus, verdict, result } = report;
  const groups = auditorGroups
    .map((group) => ({ group, rows: checks.filter((check) => check.group === group) }))
    .filter(({ rows }) => rows.length > 0)
    .map(
      ({ group, rows }) =>
        `<table><caption>${both(auditorTexts[group])}</caption><tbody>${rows.map(checkRow).join('')}</tbody></table>`,
    )
    .join('');
  // Command and answer stand on one line, so that a chip with short APDUs stays on the page.
  const exchange = apdus
    .map(({ direction, header, octets, ms }) =>
      direction === 'to-chip'
        ? `<li>→ ${header ?? ''} <s>${octets}</s>`
        : ` ← ${header ?? '––'} <s>${octets}${ms === null ? '' : ` ${ms.toFixed(1)}`}</s></li>`,
    )
    .join('');
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>${escaped(auditorTexts.title.en)}</title>
<style>@page{size:A4;margin:11mm}body{font:8pt/1.28 sans-serif;max-width:188mm;margin:0 auto;color:#14222e}i{color:#566573}h1{font-size:14pt;margin:0}h2{font-size:10pt;margin:7px 0 2px}p{margin:2px 0}.o{display:flex;justify-content:space-between;align-items:baseline;gap:12px;padding:6px 10px;border:2px solid}.ok .t{color:#0b5c43}.failed .t{color:#8a1c12}.could-not-check .t{color:#474f63}div.g{columns:2;column-gap:12px}table{break-inside:avoid;width:100%;border-collapse:collapse;margin-top:4px}caption{text-align:left;font-weight:700}th,td{border-top:1px solid #ccc;padding:1px 5px;text-align:left;vertical-align:top;font-weight:400}th{width:44%}td:first-child{width:12px;font-weight:700}tr.failed{background:#fbe6e3}code{font-size:7.5pt}ol{columns:4;column-gap:9px;margin:2px 0;padding:0;list-style:none;font:6pt/1.25 monospace;white-space:nowrap}s{text-decoration:none;color:#566573}</style></head>
<body><h1>${both(auditorTexts.title)}</h1>
<div class="o ${result}"><b class="t">${mark[result]} ${both(overallTexts[verdict])}</b><span>${escaped(report.madeAt)}</span></div>
<p>${both(verdictDisclaimer)}</p>
<div class="g">${groups}</div>
${section(auditorTexts.access, access === null ? '' : `<p>${flat(access)}</p>`)}
${section(auditorTexts.signer, signer === null ? '' : `<p>${flat(signer)}</p>`)}
${section(auditorTexts.files, `<p>${files.map(({ name, octets }) => `<b>${escaped(name)}</b> ${octets}`).join(' · ')}${notRead.map(({ name, why }) => ` · <b>${escaped(name)}</b> ${escaped(why)}`).join('')}</p>`)}
${section(auditorTexts.times, milliseconds === null ? '' : `<p>${flat(milliseconds)}</p>`)}
${section(auditorTexts.exchange, exchange === '' ? '' : `<ol>${exchange}</ol>`)}
</body></html>
`;
}
