import type { InsuranceFact, RegisteredVisit } from '@cccd-kiosk/server/src/hand-over/registered-visit';
import { insuranceUnknown, registeredVisitSchema } from '@cccd-kiosk/server/src/hand-over/registered-visit';

export const insured: InsuranceFact = {
  ...{ state: 'valid', cardNumber: 'GD4790123456789', registeredFacility: '79012', validFrom: '2026-01-01' },
  ...{ validTo: '2026-12-31', area: 'K1', fiveYearsFrom: '2027-03-01', code: '000' },
  ...{ words: 'Thông tin thẻ BHYT chính xác', askedAt: '2026-03-02T00:10:01.500Z', visitCategory: '1.1' },
};

export const visitOf = (changes: Partial<RegisteredVisit> = {}): RegisteredVisit =>
  registeredVisitSchema.parse({
    visitId: 'abcdefghijklmnopqrstuv',
    event: 'registered',
    facility: { code: '01999', name: 'Bệnh viện Đa khoa Sen Trắng' },
    person: {
      fullName: 'Nguyễn Thị Mẫu',
      number: { kind: 'citizen', value: '001190999904' },
      oldNumber: '012345678',
      patientId: null,
      birthDate: '1990-04-07',
      sex: 'female',
      ethnicGroup: 'Kinh',
      nationality: 'Việt Nam',
      residence: '12 Hàng Bông, Hoàn Kiếm, Hà Nội',
    },
    verdict: {
      overall: 'genuine',
      basis: 'proven',
      readAt: '2026-03-02T00:09:58.000Z',
      receivedAt: '2026-03-02T00:10:00.000Z',
      evidenceHash: 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE',
    },
    insurance: insuranceUnknown,
    department: { id: 'eye', name: 'Khoa Mắt', room: '204', floor: '2' },
    ticket: { number: 'M 012', priority: false },
    times: { serviceDay: '2026-03-02', arrivedAt: '2026-03-02T00:10:00.000Z', at: '2026-03-02T00:10:02.000Z' },
    timeZone: 'Asia/Ho_Chi_Minh',
    ...changes,
  });

const { person } = visitOf();
/** Every kind of visit that a language must be able to say. */
export const visits: Readonly<Record<string, RegisteredVisit>> = {
  'nothing known of the insurance': visitOf(),
  insured: visitOf({ insurance: insured }),
  'an insurance that ended, told later': visitOf({
    event: 'changed',
    insurance: { ...insured, state: 'not-valid', code: '010', words: 'Thẻ BHYT hết giá trị sử dụng' },
  }),
  'not insured': visitOf({
    insurance: { ...insuranceUnknown, state: 'not-insured', code: '050', askedAt: '2026-03-02T00:10:01.500Z' },
  }),
  'a birth year alone, one name, no sex': visitOf({
    person: { ...person, fullName: 'Điểu', birthDate: '1951', sex: 'unknown', oldNumber: null, residence: null },
  }),
  'a passport': visitOf({
    person: {
      ...{ ...person, fullName: 'KIM MIN SU', number: { kind: 'document', value: 'KOR M1234567' }, oldNumber: null },
      ...{ birthDate: null, nationality: null, ethnicGroup: null },
    },
  }),
  'delimiters and markup in a name': visitOf({
    person: { ...person, fullName: 'Trần |Văn^ ~B\\ & <b>]]>\r\nMSH|x', residence: '=1+1"\n' },
  }),
  'a child that the desk named, under its BHYT number': visitOf({
    ...{ verdict: null, insurance: { ...insured, cardNumber: 'TE1790123456789' } },
    person: {
      ...{ ...person, fullName: 'Rơ Châm H’Mi', number: { kind: 'insurance', value: '0123456789' }, oldNumber: null },
      ...{ birthDate: '2023-02-11', nationality: null, ethnicGroup: null, residence: null },
    },
  }),
  'a companion with a card of their own': visitOf({
    companion: {
      fullName: 'Trần |Văn^ Con',
      number: { kind: 'citizen', value: '001085999912' },
      ...{ relation: 'child', since: '2026-03-02T00:11:00.000Z', until: '2026-03-03T00:11:00.000Z' },
    },
  }),
  'a companion with a passport, no relative': visitOf({
    companion: {
      fullName: 'KIM MIN SU',
      number: { kind: 'document', value: 'KOR M1234567' },
      ...{ relation: 'other', since: '2026-03-02T00:11:00.000Z', until: '2026-03-03T00:11:00.000Z' },
    },
  }),
  'known to the hospital': visitOf({ person: { ...person, patientId: 'BN000042' }, insurance: insured }),
};
