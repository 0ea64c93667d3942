import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArrivalDetail } from '@cccd-kiosk/contract/counter';
import { siteTime } from '@cccd-kiosk/contract/site-time';
import { startHis, type His } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { askedOfHis, bookAppointment, handOverTo } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { personById } from '@cccd-kiosk/fixtures/world';
import { rowsOf } from '../rows-of.ts';
import { TestCounter, TestScreen } from '../test-pages.ts';
import { startTestServer, temporaryFolder, until, type TestServer } from '../test-server.ts';
import { newReadingId, TestStation } from '../test-station.ts';

const person = personById('02-nghiem');
const reader = 'reader 1';
const day = 86_400_000;

let his: His;
let server: TestServer;
let station: TestStation;
let screen: TestScreen;
let shift = 0;
/** Of the appointment: the moment of the tap, so that no midnight comes between. */
const start = new Date();
const clock = siteTime(start, 'Asia/Ho_Chi_Minh');
const endocrinology = { time: clock, departmentName: { vi: 'Nội tiết', en: 'Endocrinology' } };

async function begin(timeoutMs = 3000, more: Parameters<typeof startTestServer>[0] = {}): Promise<void> {
  server = await startTestServer(
    { hospitalRecord: askedOfHis(his, timeoutMs), ...more },
    { now: () => new Date(Date.now() + shift) },
  );
  station = await TestStation.enrol(server);
  await station.connect();
  screen = await TestScreen.pair(server, station.id);
}
beforeEach(async () => {
  shift = 0;
  his = await startHis({ slowMs: 700 });
});
afterEach(async () => {
  screen.close();
  station.close();
  await server.end();
  await his.close();
});

/** A card laid down and read, in the place of the one before; the visit. */
async function tap(fault?: string): Promise<string> {
  station.emit('reader', { reader, state: 'empty' });
  const readingId = newReadingId();
  station.emit('reader', { reader, state: 'reading', readingId });
  const record = await station.read(person, { readingId, ...(fault === undefined ? {} : { fault }) });
  const answer = await station.submit(station.envelope(record));
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value.visitId ?? '';
}
const book = (more?: Readonly<Record<string, unknown>>): string =>
  bookAppointment(his, person, { department: 'endocrinology', start, ...(more === undefined ? {} : { more }) });
const said = () => screen.stage('greeting', ({ appointment }) => appointment !== undefined);
const choose = async (visitId: string, departmentId: string) => {
  expect(await screen.act({ action: 'choose-department', visitId, departmentId })).toEqual({ ok: true });
  return screen.stage('ticket');
};
const logged = (words: string) => until(() => server.logs.some((line) => line.includes(words)));
const rows = () => rowsOf<{ id: string; told: Uint8Array | null }>(server, 'SELECT id, told FROM visit_appointments');

describe('somebody who comes for an appointment', () => {
  it('is proposed its department, and has their number there with one press', async () => {
    book();
    await begin();
    const visitId = await tap();
    expect(await said()).toMatchObject({ appointment: endocrinology, chosenDepartment: 'endocrinology' });
    const { ticket } = await choose(visitId, 'endocrinology');
    expect(ticket).toMatchObject({ departmentId: 'endocrinology', number: 'G 001' });
    server.api.createStaff({ account: 'quay1', password: 'mật khẩu dài', role: 'reception', name: 'Cán bộ quầy 1' });
    const counter = await (await TestCounter.signIn(server, 'quay1', 'mật khẩu dài')).connect(server);
    const opened = await counter.ask<ArrivalDetail>('open', { visitId, reason: 'reception' });
    counter.close();
    expect(opened).toMatchObject({ ok: true, value: { appointment: { time: clock, departmentName: 'Nội tiết' } } });
    expect(rowsOf(server, `SELECT department_id FROM tickets WHERE state = 'live'`)).toEqual([
      { department_id: 'endocrinology' },
    ]);
  });

  it('is told at the second tap again, after a restart and with the hospital away; asked for once', async () => {
    book();
    await begin();
    await tap();
    await said();
    his.moods.set('down');
    screen.close();
    station.close();
    server = await server.restart();
    station = station.at(server);
    await station.connect();
    screen = await TestScreen.pair(server, station.id);
    await tap();
    expect(await said()).toMatchObject({ appointment: endocrinology, chosenDepartment: 'endocrinology' });
    expect(server.logs.join('')).not.toContain('appointments not told');
  });

  it('who chose another department finds that one again, and the appointment said beside it', async () => {
    book();
    await begin();
    const visitId = await tap();
    await said();
    await choose(visitId, 'eye');
    await tap();
    expect(await said()).toMatchObject({ appointment: endocrinology, chosenDepartment: 'eye' });
  });

  it('who has pressed before the answer comes: nothing changes on the screen, and the next tap tells it', async () => {
    book();
    his.moods.set('slow');
    await begin();
    const visitId = await tap();
    await screen.stage('greeting');
    await choose(visitId, 'eye');
    await logged('appointments told');
    expect(screen.view.stage).toMatchObject({ stage: 'ticket', ticket: { departmentId: 'eye' } });
    await tap();
    expect(await said()).toMatchObject({ appointment: endocrinology, chosenDepartment: 'eye' });
  });

  it('at a department that this house has not is proposed what is always proposed', async () => {
    bookAppointment(his, person, { department: 'K29', start });
    await begin();
    const visitId = await tap();
    await logged('unknown-department');
    const stage = await screen.stage('greeting');
    expect(stage).toMatchObject({ chosenDepartment: 'reception' });
    expect(stage).not.toHaveProperty('appointment');
    expect(rows()).toEqual([{ id: visitId, told: null }]);
  });

  it('whom the hand-over makes known at the same moment is found all the same', async () => {
    book();
    await begin(3000, { handOver: handOverTo(his, temporaryFolder(), ['fhir']) });
    await tap();
    await said();
    await until(() => his.book.effects('fhir').length > 0);
    expect(his.fhir.all('Patient')).toHaveLength(1);
  });
});

describe('with the hospital’s system', () => {
  it.each<[string, string, () => void]>([
    [
      'away',
      'network|ECONNRESET|UND_ERR_SOCKET',
      () => {
        his.moods.set('down');
      },
    ],
    [
      'slower than the settings wait',
      'timeout',
      () => {
        his.moods.set('slow');
      },
    ],
    [
      'unwilling',
      'http-422',
      () => {
        his.moods.set('reject');
      },
    ],
    ['talking nonsense', 'malformed', () => void book({ serviceType: 'khám mắt' })],
  ])('%s, the greeting and its one press are as always', async (_how, code, trouble) => {
    book();
    trouble();
    await begin(300);
    const visitId = await tap();
    const stage = await screen.stage('greeting');
    expect(stage).toMatchObject({ chosenDepartment: 'reception' });
    await logged('appointments not told');
    const line = server.logs.find((text) => text.includes('appointments not told')) ?? '';
    expect((JSON.parse(line) as { code: string }).code).toMatch(new RegExp(`^(${code})$`));
    expect(await screen.stage('greeting')).not.toHaveProperty('appointment');
    expect(await choose(visitId, stage.chosenDepartment)).toMatchObject({ ticket: { departmentId: 'reception' } });
    expect(rows()).toEqual([]);
  });
});

describe('what is told of an appointment', () => {
  it('stands sealed in the database, in no log, and is erased with the visit', async () => {
    const id = book();
    await begin();
    const visitId = await tap();
    await said();
    const [row] = rows();
    expect(row?.id).toBe(visitId);
    const sealed = Buffer.from(row?.told ?? []).toString('latin1');
    expect(sealed.length).toBeGreaterThan(id.length);
    for (const secret of [id, 'endocrinology', start.toISOString()]) expect(sealed).not.toContain(secret);
    for (const secret of [id, 'endocrinology', person.number, person.name])
      expect(server.logs.join('')).not.toContain(secret);
    shift = 400 * day;
    server.api.runRetention();
    expect(rows()).toEqual([{ id: visitId, told: null }]);
  });

  it('is asked for by nobody whose card is doubtful', async () => {
    book();
    await begin();
    await tap('cloned');
    await screen.stage('go-to-desk');
    expect(rows()).toEqual([]);
    expect(server.logs.join('')).not.toMatch(/appointments (not )?told/);
  });
});
