import type { ProposalReason } from '@cccd-kiosk/contract/insurance-proposal';
import type { Facility } from '../settings.ts';
import type { RuleTables } from './tables.ts';

export interface Proposal {
  /** MA_DOITUONG_KCB. Provisional: the code that counts is chosen at the end of the visit, the first match from the top. */
  readonly subject: string;
  readonly subjectName: string;
  /** MA_LOAI_KCB. */
  readonly visitType: string;
  readonly visitTypeName: string;
  readonly reason: ProposalReason;
}

/** What a tap knows of how somebody comes. Papers (a referral, an appointment) are for the clerk to see. */
export interface Coming {
  /** A card that covers today. */
  readonly insured: boolean;
  /** Where the card is registered (MA_DKBD), null when unknown. */
  readonly registeredAt: string | null;
}

function subjectOf({ insured, registeredAt }: Coming, facility: Facility): { code: string; reason: ProposalReason } {
  const { code: own, affiliatedCodes, level, score, formerLevel } = facility;
  if (!insured) return { code: '9', reason: 'not-insured' };
  if (registeredAt !== null && [own, ...affiliatedCodes].includes(registeredAt))
    return { code: '1.1', reason: 'registered-here' };
  if (level === 'initial') return { code: '1.2', reason: 'initial-level' };
  if (level === 'basic') {
    if (score !== null && score < 50) return { code: '1.12', reason: 'basic-below-50' };
    if (score !== null && score < 70) return { code: '1.13', reason: 'basic-50-to-70' };
    if (formerLevel === 'province' || formerLevel === 'central') return { code: '1.14', reason: 'basic-was-province' };
    return { code: '3.3', reason: 'was-district' };
  }
  if (formerLevel === 'central') return { code: '3.1', reason: 'specialised-was-central' };
  if (formerLevel === 'province') return { code: '1.18', reason: 'specialised-was-province' };
  return { code: '3.3', reason: 'was-district' };
}

/** QĐ 3276/QĐ-BYT and QĐ 1804/QĐ-BYT, as far as a tap can tell; a clerk confirms or chooses another. */
export function propose(coming: Coming, facility: Facility, tables: RuleTables, day: string): Proposal {
  const { code, reason } = subjectOf(coming, facility);
  const nameIn = (name: 'patient-subjects' | 'visit-types', wanted: string): string =>
    tables.on(name, day).rows.find((row) => row.code === wanted)?.name ?? '';
  return {
    subject: code,
    subjectName: nameIn('patient-subjects', code),
    visitType: '01',
    visitTypeName: nameIn('visit-types', '01'),
    reason,
  };
}
