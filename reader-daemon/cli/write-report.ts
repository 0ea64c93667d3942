import { writeFile } from 'node:fs/promises';
import { auditorPage } from './auditor-page.ts';
import { auditorReport, type Reported } from './auditor-report.ts';
import type { Words } from './command.ts';
import { BadUse } from './exit-codes.ts';

/** Where `--report FILE` is to go; the ending chooses the form. Throws BadUse for any other ending, before a card is read. */
export function reportPath(words: Words): string | undefined {
  const path = words.text('report');
  if (path !== undefined && !/\.(json|html)$/i.test(path)) throw new BadUse('--report takes FILE.json or FILE.html');
  return path;
}

export async function writeReport(path: string | undefined, reported: Reported): Promise<void> {
  if (path === undefined) return;
  const report = auditorReport(reported, new Date());
  const text = path.toLowerCase().endsWith('.html') ? auditorPage(report) : `${JSON.stringify(report, null, 2)}\n`;
  await writeFile(path, text, { mode: 0o600 });
}
