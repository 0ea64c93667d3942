import { describe, expect, it } from 'vitest';
import { findingsOf, type HospitalSays } from '@cccd-kiosk/server/src/hospital-record/findings';
import type { HospitalPatient } from '@cccd-kiosk/server/src/hospital-record/patient-search';
import type { Holder } from '@cccd-kiosk/server/src/readings/holder';

const holder: Holder = { fullName: 'Trần Thị Hòa', number: '001190000017', birthDate: '1990-03-05', sex: 'female' };
const patient = (id: string, more: Partial<HospitalPatient> = {}): HospitalPatient => ({
  ...{ id, patientId: `BN-${id}`, number: holder.number, fullName: 'TRẦN THỊ HOÀ', birthDate: '1990-03-05' },
  sex: 'female',
  ...more,
});
const says = (more: Partial<HospitalSays>): HospitalSays => ({ own: [], alike: [], openVisits: 0, ...more });
const codes = (more: Partial<HospitalSays>): string[] =>
  findingsOf(holder, says(more)).open.map(({ kind, field = '', code, severity, scope = '' }) =>
    [kind, field, code, severity, scope].join(' '),
  );

describe('the hospital’s record beside the chip', () => {
  it('that agrees is no work, and closes what an earlier read had opened', () => {
    const { open, agreed, visitsClosed } = findingsOf(holder, says({ own: [patient('a')] }));
    expect(open).toEqual([]);
    expect(agreed).toEqual(['full-name', 'birth-date', 'sex', 'personal-number']);
    expect(visitsClosed).toBe(true);
  });

  it.each<[string, Partial<HospitalSays>, string[]]>([
    ['nobody knows the person', {}, []],
    [
      'the name without its marks',
      { own: [patient('a', { fullName: 'TRAN THI HOA' })] },
      ['mismatch full-name accent-only information hospital'],
    ],
    [
      'another birth date and sex',
      { own: [patient('a', { birthDate: '1991-03-05', sex: 'male' })] },
      ['mismatch birth-date different needs-look hospital', 'mismatch sex different needs-look hospital'],
    ],
    ['the year alone', { own: [patient('a', { birthDate: '1990' })] }, []],
    ['a record that tells nothing', { own: [patient('a', { fullName: null, birthDate: null, sex: null })] }, []],
    [
      'two records of one number',
      { own: [patient('a'), patient('b')] },
      ['mismatch personal-number two-records needs-look hospital'],
    ],
    [
      'an older record without a number',
      { own: [patient('a')], alike: [patient('a'), patient('b', { number: null, fullName: 'Tran Thi Hoa' })] },
      ['mismatch personal-number record-without-number information hospital'],
    ],
    ['somebody of that name with a number of their own', { alike: [patient('b', { number: '001190000018' })] }, []],
    ['somebody born on another day', { alike: [patient('b', { number: null, birthDate: '1990-03-06' })] }, []],
    ['somebody of another name', { alike: [patient('b', { number: null, fullName: 'Trần Thị Hoa Mai' })] }, []],
    [
      'a visit that never ended',
      { own: [patient('a')], openVisits: 2 },
      ['before-payment  open-visit needs-look hospital'],
    ],
  ])('%s', (_what, told, expected) => {
    expect(codes(told)).toEqual(expected);
  });

  it('names records by the hospital’s own number, and keeps both spellings', () => {
    const [two] = findingsOf(holder, says({ own: [patient('a'), patient('b', { patientId: null })] })).open;
    expect(two?.values).toEqual({ hospital: 'BN-a, b' });
    const [name] = findingsOf(holder, says({ own: [patient('a', { fullName: 'TRẦN THỊ HOA' })] })).open;
    expect(name?.values).toEqual({ chip: 'Trần Thị Hòa', hospital: 'TRẦN THỊ HOA' });
  });
});
