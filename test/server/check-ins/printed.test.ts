import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArrivalDetail } from '@cccd-kiosk/contract/counter';
import { startBhxhGateway, type BhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { askedOf } from '@cccd-kiosk/fixtures/upstreams/bhxh/settings';
import { startHis, type His } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { handOverTo } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { personById } from '@cccd-kiosk/fixtures/world';
import { TestCounter, TestScreen } from '../test-pages.ts';
import { rowsOf } from '../rows-of.ts';
import { startTestServer, temporaryFolder, until, type TestServer } from '../test-server.ts';
import { TestStation } from '../test-station.ts';

const person = personById('02-nghiem');
const said = {
  fullName: person.name,
  personalNumber: person.number,
  birthDate: person.birthDate.split('/').reverse().join('-'),
  sex: person.sex === 'Nam' ? 'male' : 'female',
} as const;
const named = { fullName: said.fullName, birthDate: said.birthDate, sex: said.sex, number: said.personalNumber };

let gateway: BhxhGateway;
let his: His;
let server: TestServer;
let station: TestStation;
let screen: TestScreen;
let counter: TestCounter;
/** What the daemon answers; `undefined`: an older one, which does not know the question. */
let answers: unknown;

beforeAll(async () => {
  gateway = await startBhxhGateway();
  his = await startHis();
  server = await startTestServer({
    insurance: askedOf(gateway, 100, 2000),
    handOver: handOverTo(his, temporaryFolder(), ['webhook']),
  });
  station = await TestStation.enrol(server, 'K07');
  const socket = await station.connect();
  socket.on('printed-code', (answer: (code: unknown) => void) => {
    if (answers !== undefined) answer(answers);
  });
  screen = await TestScreen.pair(server, station.id);
  server.api.createStaff({ account: 'tiep-don', password: 'mật khẩu dài', role: 'reception', name: 'Tiếp đón' });
  counter = await (await TestCounter.signIn(server, 'tiep-don', 'mật khẩu dài')).connect(server);
});
afterAll(async () => {
  counter.close();
  screen.close();
  station.close();
  await server.end();
  await gateway.close();
  await his.close();
});

const rows = (sql: string) => rowsOf(server, sql);
async function deskNumber(reason: 'unreadable' | 'no-card', printed: unknown): Promise<string> {
  answers = printed;
  await screen.act({ action: 'finish' });
  expect(await screen.act({ action: 'ticket-without-card', reason })).toEqual({ ok: true });
  const { ticket } = await screen.stage('go-to-desk');
  return ticket.visitId;
}
async function opened(visitId: string): Promise<ArrivalDetail> {
  const answer = await counter.ask<ArrivalDetail>('open', { visitId, reason: 'reception' });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}
const kept = (visitId: string) => rows(`SELECT id, said FROM visit_printed WHERE id = '${visitId}'`);

describe('a card whose chip does not answer', () => {
  let visitId = '';

  it('what is printed on it is at the desk, sealed in the database, in no log, and nobody’s identity', async () => {
    visitId = await deskNumber('unreadable', said);
    await until(() => kept(visitId).length === 1);
    expect(await opened(visitId)).toMatchObject({ printed: said, fullName: null, personalNumber: null, overall: null });
    const [row] = kept(visitId);
    expect(Buffer.from(row?.['said'] as Uint8Array).toString('latin1')).not.toContain(said.personalNumber);
    expect(server.logs.join('')).not.toContain(said.personalNumber);
    expect(server.logs.join('')).not.toContain(said.fullName);
    expect(gateway.questions).toHaveLength(0);
    expect(his.book.effects('webhook')).toHaveLength(0);
  });

  it('once the desk has seen the card, the insurance is asked and the hospital told, without a verdict', async () => {
    const answer = await counter.ask<ArrivalDetail>('name-person', { visitId, ...named });
    expect(answer).toMatchObject({ ok: true, value: { fullName: said.fullName, printed: null, overall: null } });
    await until(() => gateway.questions.length === 1);
    expect(gateway.questions[0]?.key).toBe(said.personalNumber);
    await until(() => his.book.effects('webhook').length >= 1);
    expect(his.book.effects('webhook')[0]).toMatchObject({ visitId, number: said.personalNumber, chip: '' });
    expect(rows(`SELECT action FROM audit WHERE action = 'person-named'`)).toHaveLength(1);
  });

  it('one person is declared once a day', async () => {
    const other = await deskNumber('unreadable', said);
    await until(() => kept(other).length === 1);
    expect(await counter.ask('name-person', { visitId: other, ...named })).toMatchObject({
      ok: false,
      refusal: { code: 'not-allowed', field: 'number' },
    });
  });

  it.each([
    ['no code was shown', null],
    ['the answer is out of form', { ...said, personalNumber: '12' }],
    ['the answer is something else', 'x'.repeat(1000)],
  ])('%s: the desk writes by hand', async (_what, printed) => {
    const other = await deskNumber('unreadable', printed);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(kept(other)).toEqual([]);
    expect((await opened(other)).printed).toBeNull();
  });

  it('an older daemon does not answer: the number is there at once, and the desk writes by hand, a birth year too', async () => {
    const begun = performance.now();
    const other = await deskNumber('unreadable', undefined);
    expect(performance.now() - begun).toBeLessThan(1500);
    const old = { fullName: 'Bùi Văn Mẫu', birthDate: '1951', sex: 'male', number: '001051999912' };
    expect(await counter.ask('name-person', { visitId: other, ...old })).toMatchObject({
      ok: true,
      value: { birthDate: '1951' },
    });
  });

  it('nobody’s code is asked for where no card was tried', async () => {
    const other = await deskNumber('no-card', said);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(kept(other)).toEqual([]);
  });

  it('a visit with a proven card is named by its chip alone', async () => {
    await screen.act({ action: 'finish' });
    const { visitId: proven } = await station.checkIn('03-hbluk');
    expect(await counter.ask('name-person', { visitId: proven, ...named })).toMatchObject({
      ok: false,
      refusal: { code: 'not-found' },
    });
  });
});
