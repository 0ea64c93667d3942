/** A verdict for a terminal window: words for staff and developers, nothing about the holder. */
import { checkRows, type Check, type Verdict } from '@cccd-kiosk/emrtd/inspection/verdict';

const sign: Record<Check['status'], string> = {
  passed: '✓',
  failed: '✗',
  'not-offered': '–',
  'not-attempted': '·',
  inconclusive: '?',
};

function describeCheck(name: string, check: Check): string {
  const reason = check.status === 'failed' || check.status === 'inconclusive' ? `: ${check.reason}` : '';
  const detail = 'detail' in check && check.detail !== undefined ? ` (${check.detail})` : '';
  return `  ${sign[check.status]} ${name.padEnd(27)} ${check.status}${reason}${detail}`;
}

export const describeVerdict = ({ overall, checks }: Verdict): string[] => [
  overall.toUpperCase(),
  ...checkRows(checks).map(([name, check]) => describeCheck(name, check)),
];
