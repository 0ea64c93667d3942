import { Fhir } from 'fhir/fhir';
import { Message } from 'node-hl7-client';
import { describe, expect, it } from 'vitest';
import { completed, draftOf } from '@cccd-kiosk/server/src/hand-over/check-in-message/draft';
import { signedMessage } from '@cccd-kiosk/server/src/hand-over/check-in-message/signed-message';
import { checkInXml } from '@cccd-kiosk/server/src/hand-over/check-in-message/xml';
import { csvOf } from '@cccd-kiosk/server/src/hand-over/csv/csv-destination';
import { bundleOf } from '@cccd-kiosk/server/src/hand-over/fhir/bundle';
import { defaultIdentifierBase } from '@cccd-kiosk/server/src/fhir/systems';
import { adtOf, type AdtOptions } from '@cccd-kiosk/server/src/hand-over/hl7/adt';
import { parseAcknowledgement, outcomeOf } from '@cccd-kiosk/server/src/hand-over/hl7/acknowledgement';
import { Deframer, framed } from '@cccd-kiosk/server/src/hand-over/hl7/mllp';
import { registrationOf } from '@cccd-kiosk/server/src/hand-over/medipay/registration';
import { visits, visitOf, insured } from './sample-visits.ts';
import { faultsOfCheckIn } from './check-in-faults.ts';
import { vnCoreFaults, type VnCorePatient } from './vn-core.ts';

const key = 'AAAAAAAAAAAAAAAAAAAA';
const table = Object.entries(visits);

describe('FHIR R4, judged by the base R4 definitions of the `fhir` package', () => {
  const fhir = new Fhir();
  const faultsOf = (resource: object): string[] =>
    fhir
      .validate(resource, { errorOnUnexpected: true })
      .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map(({ location, message }) => `${location ?? ''}: ${message ?? ''}`);

  it('the judge finds faults', () => {
    const bundle = bundleOf({ key, visit: visitOf() }, defaultIdentifierBase);
    const [patient] = bundle.entry;
    expect(faultsOf({ ...patient?.resource, gender: 'F' })).not.toEqual([]);
    expect(faultsOf({ ...patient?.resource, nickname: 'x' })).not.toEqual([]);
    expect(vnCoreFaults({ ...(patient?.resource as VnCorePatient), meta: {} })).toEqual(['profile']);
  });

  it.each(table)('%s', (_name, visit) => {
    const bundle = bundleOf({ key, visit }, defaultIdentifierBase);
    expect(faultsOf(bundle)).toEqual([]);
    for (const { resource } of bundle.entry) expect(faultsOf(resource), resource.resourceType).toEqual([]);
    const types = bundle.entry.map(({ resource }) => resource.resourceType);
    expect(types.slice(0, 2)).toEqual(['Patient', 'Encounter']);
    // Nobody read a chip, nobody vouches for one.
    expect(types.filter((type) => type === 'Provenance')).toHaveLength(visit.verdict === null ? 0 : 1);
    expect(types.includes('RelatedPerson')).toBe(visit.companion !== null);
    expect(types.includes('Coverage')).toBe(visit.insurance.cardNumber !== null);
    const asked = visit.insurance.askedAt !== null;
    expect(types.filter((type) => type.startsWith('CoverageEligibility'))).toHaveLength(asked ? 2 : 0);
    expect(vnCoreFaults(bundle.entry[0]?.resource as VnCorePatient)).toEqual([]);
  });

  it('whoever came along is a related person of the patient and the escort of the encounter, for a day', () => {
    const visit = visits['a companion with a card of their own'] ?? visitOf();
    const { entry } = bundleOf({ key, visit }, defaultIdentifierBase);
    const [patient, encounter, related] = ['Patient', 'Encounter', 'RelatedPerson'].map((type) =>
      entry.find(({ resource }) => resource.resourceType === type),
    );
    expect(related?.resource).toMatchObject({
      identifier: [{ value: '001085999912' }, { value: visit.visitId }],
      patient: { reference: patient?.fullUrl },
      relationship: [{ coding: [{ code: 'CHILD' }] }],
      name: [{ family: 'Trần', given: ['|Văn^', 'Con'] }],
      period: { start: '2026-03-02T00:11:00.000Z', end: '2026-03-03T00:11:00.000Z' },
    });
    expect(encounter?.resource['participant']).toMatchObject([
      { type: [{ coding: [{ code: 'ESC' }] }], individual: { reference: related?.fullUrl } },
    ]);
  });

  it('the same message is the same bundle, octet for octet; another visit shares no id with it', () => {
    const text = (visitId: string) =>
      JSON.stringify(bundleOf({ key, visit: visitOf({ visitId }) }, defaultIdentifierBase));
    expect(text('abcdefghijklmnopqrstuv')).toBe(text('abcdefghijklmnopqrstuv'));
    const ids = (visitId: string) => new Set(text(visitId).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g));
    const other = ids('bbcdefghijklmnopqrstuv');
    expect([...ids('abcdefghijklmnopqrstuv')].filter((id) => other.has(id))).toEqual([]);
  });
});

describe('HL7 v2, parsed by node-hl7-client', () => {
  const options: AdtOptions = {
    ...{ sendingApplication: 'CCCD-KIOSK', receivingApplication: 'HIS', receivingFacility: 'HIS', version: '2.5.1' },
    ...{ insuranceIdentifierType: 'SB', verdictSegment: true },
  };
  const now = new Date('2026-03-02T00:10:05.000Z');
  const parsed = (visit = visitOf()) => new Message({ text: adtOf({ key, visit, now }, options) });
  const at = (message: Message, path: string): string => message.get(path).toString();

  it.each(table)('%s', (_name, visit) => {
    const message = parsed(visit);
    expect(at(message, 'MSH.9.2')).toBe(visit.event === 'registered' ? 'A04' : 'A08');
    expect(at(message, 'MSH.10')).toBe(key);
    expect(at(message, 'PV1.19.1')).toBe(visit.visitId);
    expect(at(message, 'PV1.2')).toBe('O');
    expect(at(message, 'PID.7')).toBe((visit.person.birthDate ?? '').replaceAll('-', ''));
    expect(message.exists('NK1')).toBe(visit.companion !== null);
    expect(message.exists('IN1')).toBe(visit.insurance.cardNumber !== null);
    expect(['ZCK.1', 'ZCK.4', 'ZCK.5'].map((path) => at(message, path))).toEqual([
      ...[visit.verdict?.overall ?? '', visit.verdict?.evidenceHash ?? '', visit.ticket.number],
    ]);
    // No text of a person makes a segment of its own.
    expect(
      message
        .toString()
        .split('\r')
        .filter((line) => line.startsWith('MSH')),
    ).toHaveLength(1);
  });

  it('whoever came along is next of kin, for the days on which they stand for the patient', () => {
    const message = parsed(visits['a companion with a card of their own']);
    expect(['NK1.2.1', 'NK1.2.2', 'NK1.3.1', 'NK1.3.3', 'NK1.8', 'NK1.9'].map((path) => at(message, path))).toEqual([
      ...['Trần', 'Con', 'CHD', 'HL70063', '20260302', '20260303'],
    ]);
    expect(message.get('NK1.33').toRaw()).toBe('001085999912^^^BCA^NI');
    const order = message
      .toString()
      .split('\r')
      .map((line) => line.slice(0, 3));
    expect(order.slice(0, 5)).toEqual(['MSH', 'EVN', 'PID', 'NK1', 'PV1']);
    const gone = parsed({ ...(visits['a companion with a card of their own'] ?? visitOf()), event: 'cancelled' });
    expect(gone.exists('NK1')).toBe(false);
  });

  it('names, numbers, times and the card stand where the standard has them', () => {
    const message = parsed(visits['known to the hospital']);
    expect(['PID.5.1', 'PID.5.2', 'PID.5.3', 'PID.5.7'].map((path) => at(message, path))).toEqual([
      ...['Nguyễn', 'Mẫu', 'Thị', 'L'],
    ]);
    expect([0, 1, 2, 3].map((nth) => message.get('PID.3').get(nth).toRaw())).toEqual([
      '001190999904^^^BCA^NI',
      '012345678^^^CMND^U',
      'GD4790123456789^^^BHXH^SB',
      'BN000042^^^01999^MR',
    ]);
    expect(at(message, 'PV1.44')).toBe('20260302071000+0700');
    expect(['IN1.12', 'IN1.13', 'IN1.36', 'IN1.45'].map((path) => at(message, path))).toEqual([
      ...['20260101', '20261231', 'GD4790123456789', 'VERIFIED'],
    ]);
    expect(at(message, 'ZCK.1')).toBe('genuine');
  });

  it('an acknowledgement means taken, never again, or later; other octets are none', () => {
    const ack = (code: string) => parseAcknowledgement(`MSH|^~\\&|H|H|K|K|1||ACK|1|P|2.5.1\rMSA|${code}|${key}\r`);
    const of = (code: string) => {
      const found = ack(code);
      return found === null ? null : outcomeOf(found).outcome;
    };
    expect(['AA', 'CA', 'AE', 'CE', 'AR', 'CR', 'ZZ'].map(of)).toEqual([
      ...['taken', 'taken', 'refused', 'refused', 'busy', 'busy', 'refused'],
    ]);
    expect(ack('AA')?.controlId).toBe(key);
    expect([parseAcknowledgement('HTTP/1.1 400'), parseAcknowledgement('MSH'), parseAcknowledgement('')]).toEqual([
      ...[null, null, null],
    ]);
  });

  it('frames come whole however the octets are cut, and one without an end is refused', () => {
    const octets = Buffer.concat([Buffer.from('noise'), framed('một'), framed('hai')]);
    for (let cut = 0; cut <= octets.length; cut += 1) {
      const deframer = new Deframer();
      expect([...deframer.push(octets.subarray(0, cut)), ...deframer.push(octets.subarray(cut))]).toEqual([
        'một',
        'hai',
      ]);
    }
    expect(() => new Deframer().push(Buffer.concat([Buffer.from([0x0b]), Buffer.alloc(300_000, 0x41)]))).toThrow(
      RangeError,
    );
  });
});

describe('the check-in message, judged by xmllint against the schema made from the 26 fields', () => {
  const faultsOf = faultsOfCheckIn;
  const first = { MA_BN: 'BN000042', MA_DICH_VU: '02.1896', TEN_DICH_VU: 'Khám Nội', NGAY_YL: '202603020715' };
  const options = { visitType: '01' };

  it('what the kiosk knows is a draft that says what it lacks, and does not pass', async () => {
    const draft = draftOf(visitOf({ insurance: insured }), options);
    expect(draft.faults).toEqual([]);
    expect(draft.missing).toEqual(['MA_BN', 'NGAY_YL', 'MA_DICH_VU']);
    expect(await faultsOf(checkInXml(draft.fields))).not.toEqual([]);
  });

  it('completed by the hospital it passes, for every kind of visit, and is the order of the table', async () => {
    for (const [name, visit] of table) {
      if (visit.person.birthDate === null) continue;
      const draft = completed(draftOf(visit, options), { ...first, MA_DOITUONG_KCB: '1.1' });
      expect([...draft.missing, ...draft.faults], name).toEqual([]);
      expect(await faultsOf(checkInXml(draft.fields)), name).toEqual([]);
    }
    const xml = checkInXml(draftOf(visitOf({ insurance: insured }), options).fields);
    expect([...xml.matchAll(/<([A-Z_]+)[>/]/g)].slice(3).map(([, name]) => name)).toHaveLength(27);
    expect(xml).toContain('<NGAY_SINH>199004070000</NGAY_SINH>');
    expect(xml).toContain('<NGAY_VAO>202603020710</NGAY_VAO>');
  });

  it.each([
    ['MA_DKBD', '7901', 'malformed'],
    ['SO_CCCD', '00119099990', 'malformed'],
    ['GT_THE_DEN', '20260231', 'no-such-day'],
    ['NGAY_VAO_NOI_TRU', '202603010000', 'before-arrival'],
    ['MA_LOAI_KCB', '17', 'malformed'],
    ['TEN_DICH_VU', 'x'.repeat(1025), 'too-long'],
  ] as const)('%s “%s” is %s', (field, value, fault) => {
    const draft = completed(draftOf(visitOf({ insurance: insured }), options), {
      ...first,
      LY_DO_VNT: 'x',
      [field]: value,
    });
    expect(draft.faults).toContainEqual({ field, fault });
  });

  it('a birth year alone is never made the first of January; who is not insured is 9', () => {
    const { fields } = draftOf(visits['a birth year alone, one name, no sex'] ?? visitOf(), options);
    expect(fields.NGAY_SINH).toBe('195100000000');
    expect(draftOf(visits['not insured'] ?? visitOf(), options).fields).toMatchObject({
      ...{ MA_DOITUONG_KCB: '9', MA_THE_BHYT: '', MA_DKBD: '' },
    });
  });

  it('a message that lacks something is never made; a whole one is signed over its list', async () => {
    const signature = { sign: (list: Uint8Array) => Promise.resolve(`signed ${String(list.length)}`) };
    const { signal } = new AbortController();
    const draft = draftOf(visitOf({ insurance: insured }), options);
    await expect(signedMessage(draft, signature, signal)).rejects.toMatchObject({
      refusal: { code: 'bad-request', field: 'MA_BN' },
    });
    const xml = Buffer.from(await signedMessage(completed(draft, first), signature, signal)).toString('utf8');
    expect(xml).toMatch(/<CHUKYDONVI>signed \d{3,}<\/CHUKYDONVI>/);
    expect(await faultsOf(xml)).toEqual([]);
  });
});

describe('the plain languages', () => {
  it('CSV: a spreadsheet runs nothing, and reads two lines of twenty values', () => {
    const text = csvOf(visits['delimiters and markup in a name'] ?? visitOf(), { separator: ',', byteOrderMark: true });
    expect(text.startsWith('\ufeff"visit",')).toBe(true);
    expect(text).toContain(`"'=1+1"" "`);
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]?.split(',')).toHaveLength(20);
  });

  it('MediPay: the sex by the codes of the site, dates as people write them, no card that does not count', () => {
    const options = { sexCodes: { male: '1', female: '0', unknown: '2' }, visitType: '01' };
    expect(registrationOf(visitOf({ insurance: insured }), options).THONG_TIN_BN).toMatchObject({
      ...{ GIOI_TINH: '0', NGAY_SINH: '07/04/1990', HO_BN: 'Nguyễn Thị', TEN_BN: 'Mẫu', HO_TEN: 'NGUYỄN THỊ MẪU' },
      ...{ MA_THE_BHYT: 'GD4790123456789', GT_THE_DEN: '31/12/2026', NGAY_VAO: '202603020710' },
    });
    const ended = visits['an insurance that ended, told later'] ?? visitOf();
    expect(registrationOf(ended, options).THONG_TIN_BN.MA_THE_BHYT).toBe('');
  });
});
