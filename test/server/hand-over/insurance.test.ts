import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBhxhGateway, type BhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { askedOf } from '@cccd-kiosk/fixtures/upstreams/bhxh/settings';
import { startHis, type His } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { handOverTo } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { insuranceFactOf } from '@cccd-kiosk/server/src/hand-over/insurance-fact';
import { startTestServer, temporaryFolder, until, type TestServer } from '../test-server.ts';
import { TestCounter } from '../test-pages.ts';
import { TestStation } from '../test-station.ts';

let his: His;
let bhxh: BhxhGateway;
let folder: string;
let server: TestServer;
let station: TestStation;

beforeAll(async () => {
  his = await startHis();
  bhxh = await startBhxhGateway();
  folder = temporaryFolder();
  server = await startTestServer({
    handOver: handOverTo(his, folder),
    insurance: askedOf(bhxh, 100),
  });
  station = await TestStation.enrol(server);
  await station.connect();
});
afterAll(async () => {
  station.close();
  await server.end();
  await his.close();
  await bhxh.close();
  rmSync(folder, { recursive: true, force: true });
});

it('the answer of the insurance follows the visit: an update with the card, never a second visit', async () => {
  const { visitId } = await station.checkIn('01-khuyen');
  const update = await until(() => his.book.effects('hl7v2').find(({ event }) => event === 'changed'));
  expect(update).toMatchObject({ visitId, insurance: 'VERIFIED' });
  await until(() => his.book.effects('fhir').some(({ insurance }) => insurance === 'complete'));
  expect(his.fhir.all('Encounter')).toHaveLength(1);
  const [coverage] = his.fhir.all('Coverage');
  expect(coverage).toMatchObject({ status: 'active', type: { text: 'BHYT' } });
  const number = String(coverage?.['subscriberId']);
  expect(number).toMatch(/^[A-Z]{2}[1-5]\d{12}$|^\d{10}$/);
  await until(() => his.book.effects('check-in-draft').some(({ insurance }) => insurance === number));
  await until(() => his.book.effects('medipay').some(({ insurance }) => insurance === number));
  expect(server.logs.filter((line) => line.includes('hand-over refused'))).toEqual([]);
  expect(his.hl7Messages.map((text) => /ADT\^A0[48]/.exec(text)?.[0])).toEqual(['ADT^A04', 'ADT^A08']);
});

it('the clerk’s word on the kind of visit follows too', async () => {
  const { visitId } = await station.checkIn('01-khuyen');
  server.api.createStaff({ account: 'quay1', password: 'mật khẩu dài', role: 'reception', name: 'Cán bộ' });
  const counter = await (await TestCounter.signIn(server, 'quay1', 'mật khẩu dài')).connect(server);
  expect((await counter.ask('confirm-subject', { visitId, subject: '1.3' })).ok).toBe(true);
  await until(() => his.drafts.some((xml) => xml.includes('<MA_DOITUONG_KCB>1.3</MA_DOITUONG_KCB>')));
  counter.close();
});

it('what is no answer is told as none', () => {
  expect(insuranceFactOf({ state: 'mismatch', field: 'name' })).toMatchObject({ state: 'unknown', cardNumber: null });
  expect(insuranceFactOf({ state: 'pending' }).state).toBe('pending');
  expect(insuranceFactOf({ state: 'self-pay' })).toMatchObject({ state: 'not-insured', visitCategory: '9' });
  expect(insuranceFactOf({ state: 'ended', on: '2026-01-31', cause: 'expired' })).toMatchObject({
    ...{ state: 'not-valid', validTo: '2026-01-31' },
  });
});
