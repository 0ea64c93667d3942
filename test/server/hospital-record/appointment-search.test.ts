import { describe, expect, it } from 'vitest';
import { createAppointmentSearch } from '@cccd-kiosk/server/src/hospital-record/appointment-search';
import type { FhirSearch, Told } from '@cccd-kiosk/server/src/hospital-record/fhir-search';
import { createPatientSearch } from '@cccd-kiosk/server/src/hospital-record/patient-search';
import { hospitalRecordSchema } from '@cccd-kiosk/server/src/hospital-record/settings';
import type { Holder } from '@cccd-kiosk/server/src/readings/holder';

const holder: Holder = { fullName: 'Trần Thị Hòa', number: '001190000017', birthDate: '1990-03-05', sex: 'female' };
const day = { serviceDay: '2026-03-02', timeZone: 'Asia/Ho_Chi_Minh' };
const sid = 'http://fhir.ehealth.gov.vn/core/sid';
const department = 'urn:cccd-kiosk:department';

const patient = (id: string, more: object = {}) => ({
  ...{ resourceType: 'Patient', id, name: [{ text: 'TRẦN THỊ HOÀ' }], birthDate: '1990-03-05' },
  identifier: [{ system: `${sid}/national_id`, value: holder.number }],
  ...more,
});
const appointment = (id: string, more: object = {}) => ({
  ...{ resourceType: 'Appointment', id, status: 'booked', start: '2026-03-02T08:30:00+07:00' },
  serviceType: [{ coding: [{ system: department, code: 'eye' }] }],
  participant: [{ actor: { reference: 'Patient/p1' }, status: 'accepted' }],
  ...more,
});

let asked: { type: string; query: [string, string][] }[] = [];
async function told(
  answers: { patients?: unknown[]; appointments?: unknown[] | Told<never> },
  more: object = {},
): Promise<unknown> {
  asked = [];
  const search: FhirSearch = (type, query) => {
    asked.push({ type, query: query.map(([name, value]) => [name, value]) });
    const { patients = [patient('p1')], appointments = [] } = answers;
    const value = type === 'Patient' ? patients : appointments;
    return Promise.resolve('outcome' in value ? value : { outcome: 'told', value });
  };
  const settings = hospitalRecordSchema.parse({ url: 'https://his.example/fhir/', ...more });
  const appointments = createAppointmentSearch(settings, search, createPatientSearch(settings, search));
  const answer = await appointments.ofDay(holder, day, AbortSignal.timeout(1000));
  return answer.outcome === 'told' ? answer.value : answer;
}
const eye = { id: 'a', start: '2026-03-02T08:30:00+07:00', departments: ['eye'] };

describe('a search for somebody’s appointments of a day', () => {
  it('asks by every record of the number, from midnight to midnight of the site, for what has not begun', async () => {
    await told({ patients: [patient('p1'), patient('p2')] });
    expect(asked[1]).toEqual({
      type: 'Appointment',
      query: [
        ['patient', 'p1,p2'],
        ['status', 'booked,pending'],
        ['date', 'ge2026-03-02T00:00:00+07:00'],
        ['date', 'lt2026-03-03T00:00:00+07:00'],
        ['_elements', 'status,start,serviceType,specialty,participant'],
      ],
    });
  });

  it.each<[string, object, unknown]>([
    ['its service', {}, [eye]],
    ['its specialty', { serviceType: [], specialty: [{ coding: [{ system: department, code: 'eye' }] }] }, [eye]],
    [
      'who or what takes part',
      {
        serviceType: [{ coding: [{ system: 'http://snomed.info/sct', code: 'eye' }] }],
        participant: [
          { actor: { reference: 'https://his.example/fhir/Patient/p1/_history/3' }, status: 'needs-action' },
          { actor: { identifier: { system: department, value: 'eye' } }, status: 'accepted' },
        ],
      },
      [eye],
    ],
    ['nowhere', { serviceType: [{ text: 'Khám mắt' }] }, [{ ...eye, departments: [] }]],
  ])('the department stands in %s', async (_where, more, expected) => {
    expect(await told({ appointments: [appointment('a', more)] })).toEqual(expected);
  });

  it('in a coding system of the hospital’s own where the settings name it', async () => {
    const serviceType = [{ coding: [{ system: 'https://his.example/khoa', code: 'K29' }] }];
    const own = { departmentSystem: 'https://his.example/khoa' };
    expect(await told({ appointments: [appointment('a', { serviceType })] }, own)).toMatchObject([
      { departments: ['K29'] },
    ]);
  });

  it.each<[string, object]>([
    [
      'somebody else’s: the server left out a parameter that it does not know',
      { participant: [{ actor: { reference: 'Patient/p9' } }] },
    ],
    [
      'another server’s patient of the same id',
      { participant: [{ actor: { reference: 'https://other/Patient/p1' } }] },
    ],
    ['cancelled', { status: 'cancelled' }],
    ['over', { status: 'fulfilled' }],
    ['declined by the patient', { participant: [{ actor: { reference: 'Patient/p1' }, status: 'declined' }] }],
    ['nobody’s', { participant: [] }],
  ])('one that is %s counts for nothing', async (_what, more) => {
    expect(await told({ appointments: [appointment('a'), appointment('b', more)] })).toEqual([eye]);
  });

  it.each<[string, object]>([
    ['bears another number', { identifier: [{ system: `${sid}/national_id`, value: '001190000099' }] }],
    [
      'bears this number as an old one',
      { identifier: [{ system: `${sid}/national_id`, value: holder.number, use: 'old' }] },
    ],
    [
      'has this number by mistake: another name, another birth date',
      { name: [{ text: 'LÊ VĂN BA' }], birthDate: '1961-01-01' },
    ],
  ])('a record that %s is not this person’s, and nothing is asked by it', async (_what, more) => {
    expect(await told({ patients: [patient('p1', more)], appointments: [appointment('a')] })).toEqual([]);
    expect(asked.map(({ type }) => type)).toEqual(['Patient']);
  });

  it('a record with a slip in its name or its date is this person’s', async () => {
    const slips = [patient('p1', { name: [{ text: 'LÊ VĂN BA' }] }), patient('p2', { birthDate: '1990-05-03' })];
    await told({ patients: slips });
    expect(asked[1]?.query[0]).toEqual(['patient', 'p1,p2']);
  });

  const malformed = { outcome: 'refused', code: 'malformed' };
  it.each<[string, unknown]>([
    ['an id that is a path', appointment('../Patient')],
    ['no id', { ...appointment('a'), id: undefined }],
    ['a start without its offset', appointment('a', { start: '2026-03-02T08:30:00' })],
    ['a day for a start', appointment('a', { start: '2026-03-02' })],
    ['words for a start', appointment('a', { start: 'sáng mai' })],
    ['no start', { ...appointment('a'), start: undefined }],
    ['a department that is no coding', appointment('a', { serviceType: 'eye' })],
    ['hundreds of participants', appointment('a', { participant: Array(400).fill({}) })],
    ['null', null],
  ])('an answer with %s tells nothing', async (_what, one) => {
    expect(await told({ appointments: [appointment('b'), one] })).toEqual(malformed);
  });

  it('trouble of the other side is told as it is', async () => {
    const away = { outcome: 'away', code: 'timeout' } as const;
    expect(await told({ appointments: away })).toEqual(away);
  });
});
