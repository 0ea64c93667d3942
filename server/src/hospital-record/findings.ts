import { compareNames } from '../matching/compare-names.ts';
import { compareRecords, personRecord, type MatchedField } from '../matching/compare-records.ts';
import type { Holder } from '../readings/holder.ts';
import type { NewWorkItem } from '../work-items/work-items.ts';
import type { HospitalPatient } from './patient-search.ts';

/** What the hospital's system told about somebody whose card was read. */
export interface HospitalSays {
  /** Records that bear this personal number. */
  readonly own: readonly HospitalPatient[];
  /** Records of about this name and birth date. */
  readonly alike: readonly HospitalPatient[];
  /** Visits that began before this one and have no end. */
  readonly openVisits: number;
}

/** What staff has to do, and what has been put right since an earlier read. */
export interface Findings {
  readonly open: readonly Omit<NewWorkItem, 'visitId'>[];
  readonly agreed: readonly MatchedField[];
  readonly visitsClosed: boolean;
}

/** Tells these items apart from the insurance register's. */
export const hospitalScope = 'hospital';

const idsOf = (patients: readonly HospitalPatient[]): string =>
  patients.map(({ patientId, id }) => patientId ?? id).join(', ');

/** An older record that nobody gave a number to yet: the same name but for its marks, born the same day. */
function unnumbered(holder: Holder, { own, alike }: HospitalSays): HospitalPatient[] {
  return alike.filter(
    ({ id, number, fullName, birthDate }) =>
      number === null &&
      birthDate === holder.birthDate &&
      fullName !== null &&
      ['same', 'same-after-normalising', 'accent-only'].includes(compareNames(holder.fullName, fullName)) &&
      !own.some((one) => one.id === id),
  );
}

/** Pure. Nothing is merged: whoever owns the records decides. */
export function findingsOf(holder: Holder, says: HospitalSays): Findings {
  const { own, openVisits } = says;
  const item = { kind: 'mismatch', scope: hospitalScope } as const;
  const open: Omit<NewWorkItem, 'visitId'>[] = [];
  const agreed: MatchedField[] = [];
  const [only] = own.length === 1 ? own : [];
  if (only !== undefined)
    for (const { field, relation, severity, values } of compareRecords(
      personRecord(holder),
      'hospital',
      personRecord(only),
    ))
      if (severity === null) agreed.push(field);
      else open.push({ ...item, severity, field, code: relation, values });
  const old = unnumbered(holder, says);
  const number = { ...item, field: 'personal-number' } as const;
  if (own.length > 1)
    open.push({ ...number, severity: 'needs-look', code: 'two-records', values: { hospital: idsOf(own) } });
  if (old.length > 0)
    open.push({ ...number, severity: 'information', code: 'record-without-number', values: { hospital: idsOf(old) } });
  if (own.length <= 1 && old.length === 0) agreed.push('personal-number');
  if (openVisits > 0)
    open.push({ kind: 'before-payment', scope: hospitalScope, severity: 'needs-look', code: 'open-visit' });
  return { open, agreed, visitsClosed: openVisits === 0 };
}
