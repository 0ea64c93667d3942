import type { InsuranceView } from '@cccd-kiosk/contract/insurance';
import type { Judged } from '../decisions/decide.ts';
import type { AsksBy } from '../outbox/look-up-repository.ts';
import { ratePercent } from '../rules/benefit.ts';
import type { RuleTables } from '../rules/tables.ts';

const dayMs = 86_400_000;
const daysBetween = (from: string, until: string): number => Math.round((Date.parse(until) - Date.parse(from)) / dayMs);

/** What the person may see of an answer; null while nothing is settled (another question follows, or the gateway's trouble). */
export function viewOf(judged: Judged, asksBy: AsksBy, tables: RuleTables, today: string): InsuranceView | null {
  const { decision, card } = judged;
  switch (decision.next) {
    case 'valid': {
      const until = card?.until ?? null;
      return {
        state: 'valid',
        until,
        ratePercent: ratePercent(card?.number ?? null, tables, today),
        daysLeft: until === null ? null : daysBetween(today, until),
      };
    }
    case 'ask-number':
      return { state: 'not-found', asked: asksBy === 'insurance-number' ? 'insurance-number' : 'personal-number' };
    case 'ended': {
      // Stopped before its time: the end that was agreed is still to come, and tells a person nothing.
      const until = card?.until ?? null;
      return { state: 'ended', on: until !== null && until < today ? until : null, cause: decision.cause };
    }
    case 'mismatch':
      return { state: 'mismatch', field: decision.field };
    case 'desk':
      return { state: 'desk' };
    case 'staff-check':
      return { state: 'staff-check' };
    default:
      return null;
  }
}
