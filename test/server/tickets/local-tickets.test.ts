import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localSiteSchema, type LocalTicket, type TicketWithoutReading } from '@cccd-kiosk/contract/local-mode';
import { serviceDay } from '@cccd-kiosk/contract/site-time';
import type { StationSettings } from '@cccd-kiosk/contract/station';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { localPrefixes } from '@cccd-kiosk/server/src/tickets/local-prefix';
import { TestCounter, TestScreen } from '../test-pages.ts';
import { rowsOf } from '../rows-of.ts';
import { startTestServer, until, type TestServer } from '../test-server.ts';
import { TestStation } from '../test-station.ts';

let server: TestServer;
let station: TestStation;
let other: TestStation;
let counter: TestCounter;
const timeZone = 'Asia/Ho_Chi_Minh';

beforeAll(async () => {
  server = await startTestServer();
  station = await TestStation.enrol(server, 'K07');
  other = await TestStation.enrol(server, 'Máy số 2');
  await station.connect();
  await other.connect();
  server.api.createStaff({ account: 'tiep-don', password: 'mật khẩu dài', role: 'reception', name: 'Tiếp đón' });
  counter = await (await TestCounter.signIn(server, 'tiep-don', 'mật khẩu dài')).connect(server);
});
afterAll(async () => {
  counter.close();
  station.close();
  other.close();
  await server.end();
});

const local = (number: string, more: Partial<LocalTicket> = {}): LocalTicket => {
  const at = new Date();
  return { number, at: at.toISOString(), serviceDay: serviceDay(at, timeZone), ...more };
};
const without = (number: string, more: Partial<TicketWithoutReading> = {}): TicketWithoutReading => ({
  ...local(number),
  ...{ id: randomBytes(12).toString('base64url'), reason: 'no-card', ...more },
});
const query = <T>(sql: string, ...values: string[]): T[] => rowsOf<T>(server, sql, ...values);
const openItems = (visitId: string): string[] =>
  query<{ code: string }>('SELECT code FROM work_items WHERE visit_id = ? AND closed_at IS NULL', visitId).map(
    ({ code }) => code,
  );
async function numberOf(visitId: string): Promise<string> {
  const seen = await (await TestCounter.signIn(server, 'tiep-don', 'mật khẩu dài')).connect(server);
  const row = seen.snapshot?.arrivals.find((arrival) => arrival.visitId === visitId);
  seen.close();
  return row?.number ?? '';
}
async function tap(who: ReturnType<typeof mintPerson>, changes: object, at = station): Promise<string> {
  const answer = await at.submit(at.envelope(await at.read(who), { offline: true, ...changes }));
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
  return answer.value.visitId ?? '';
}

describe('what a station is told of the house', () => {
  it('is enough to go on alone, with a prefix of its own', async () => {
    const again = await TestStation.enrol(server, 'K07');
    const copy = again.at(server);
    const told = new Promise<StationSettings>((resolve) => {
      void copy.connect(undefined, {}, (socket) => socket.once('settings', resolve));
    });
    const known = localSiteSchema.parse((await told).local);
    expect(known).toMatchObject({ prefix: 'K072', stationName: 'K07', reception: { id: 'reception' } });
    copy.close();
  });

  it('prefixes differ, never look like a queue, and stay', () => {
    const stations = ['K07', 'k07', 'K', 'Máy đón tiếp số một', '…', 'K07'].map((name, i) => ({
      ...{ id: `station-${i}`, name, publicKey: new Uint8Array(), revoked: false, lastSequence: 0 },
    }));
    const found = [...localPrefixes(stations).values()];
    expect(found).toEqual(['K07', 'K072', 'K0', 'MAYDONTI', 'K02', 'K073']);
    for (const one of found) expect(one).not.toMatch(/^[A-Z]{1,2}$/);
    expect([...localPrefixes(stations.slice(0, 3)).values()]).toEqual(found.slice(0, 3));
  });
});

describe('a reading with a number that its station gave', () => {
  it('the person keeps that very number; the reading sent again changes nothing', async () => {
    const record = await station.read(mintPerson(1, 40));
    const localTicket = local('K07-001');
    const answer = await station.submit(station.envelope(record, { offline: true, localTicket }));
    const visitId = answer.ok ? (answer.value.visitId ?? '') : '';
    expect(await numberOf(visitId)).toBe('K07-001');
    expect(await station.submit(station.envelope(record, { offline: true, localTicket }))).toEqual(answer);
    expect(await numberOf(visitId)).toBe('K07-001');
    expect(openItems(visitId)).toEqual([]);
  });

  it('who tapped twice meanwhile has the one number', async () => {
    const who = mintPerson(2, 40);
    const first = await tap(who, { localTicket: local('K07-002') });
    expect(await tap(who, { localTicket: local('K07-002') })).toBe(first);
    expect(await numberOf(first)).toBe('K07-002');
    expect(openItems(first)).toEqual([]);
  });

  it('who has a number of the house already keeps it, and the desk is told of the other', async () => {
    const who = mintPerson(3, 40);
    const { visitId } = await station.checkIn(who);
    const before = await numberOf(visitId ?? '');
    expect(await tap(who, { localTicket: local('K07-003') })).toBe(visitId);
    expect(await numberOf(visitId ?? '')).toBe(before);
    expect(openItems(visitId ?? '')).toEqual(['two-numbers']);
    // Whoever comes to the desk with the other number is found by it.
    const seen = await (await TestCounter.signIn(server, 'tiep-don', 'mật khẩu dài')).connect(server);
    const row = seen.snapshot?.arrivals.find((arrival) => arrival.visitId === visitId);
    expect(row?.also).toEqual(['K07-003']);
    seen.close();
  });

  it('a reading that was taken before its receipt was lost: the number is noted, once', async () => {
    const record = await station.read(mintPerson(4, 40));
    const taken = await station.submit(station.envelope(record));
    const visitId = taken.ok ? (taken.value.visitId ?? '') : '';
    const localTicket = local('K07-004');
    for (let i = 0; i < 2; i += 1)
      expect(await station.submit(station.envelope(record, { offline: true, localTicket }))).toEqual(taken);
    expect(openItems(visitId)).toEqual(['two-numbers']);
  });

  it('a number that two people hold: both are here, the second with one of the house', async () => {
    const first = await tap(mintPerson(5, 40), { localTicket: local('K07-005') });
    const second = await tap(mintPerson(6, 40), { localTicket: local('K07-005') });
    expect(second).not.toBe(first);
    expect(await numberOf(first)).toBe('K07-005');
    expect(await numberOf(second)).toMatch(/^[A-Z]{1,2} \d{3}$/);
    expect(openItems(second)).toEqual(['number-twice']);
  });

  it('a suspicious card goes to the desk under its number', async () => {
    const record = await station.read(mintPerson(7, 40), { fault: 'bad-hash-dg1' });
    const answer = await station.submit(station.envelope(record, { offline: true, localTicket: local('K07-006') }));
    expect(answer.ok && (await numberOf(answer.value.visitId ?? ''))).toBe('K07-006');
  });

  it.each<[string, object, string]>([
    ['another station’s', { localTicket: local('MAYSO2-001') }, 'localTicket.number'],
    ['a queue’s of the house', { localTicket: local('T-001') }, 'localTicket.number'],
    ['number zero', { localTicket: local('K07-000') }, 'localTicket.number'],
    ['while the server was there', { localTicket: local('K07-100'), offline: false }, 'localTicket'],
    [
      'two days old',
      { localTicket: local('K07-100', { at: new Date(Date.now() - 172_800_000).toISOString() }) },
      'localTicket.at',
    ],
    [
      'of tomorrow',
      { localTicket: local('K07-100', { at: new Date(Date.now() + 86_400_000).toISOString() }) },
      'localTicket.at',
    ],
    ['of another day', { localTicket: local('K07-100', { serviceDay: '2020-01-01' }) }, 'localTicket.serviceDay'],
    ['with markup', { localTicket: local('<b>-001') }, 'localTicket.number'],
  ])('%s is refused with its field, and nothing is kept', async (_what, changes, field) => {
    const before = query('SELECT id FROM visits').length;
    const envelope = station.envelope(await station.read(mintPerson(8, 40)), { offline: true, ...changes });
    const answer = await station.submit(envelope);
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'bad-request' } });
    if (!answer.ok) expect(answer.refusal.field).toContain(field);
    expect(query('SELECT id FROM visits')).toHaveLength(before);
  });

  it('another department later: the house’s own number, and back the station’s', async () => {
    const screen = await TestScreen.pair(server, station.id);
    const who = mintPerson(9, 40);
    const visitId = await tap(who, { localTicket: local('K07-010') });
    await station.checkIn(who);
    await screen.stage('greeting', ({ ticket }) => ticket.visitId === visitId && ticket.number === 'K07-010');
    await screen.act({ action: 'choose-department', visitId, departmentId: 'eye' });
    expect(await numberOf(visitId)).not.toContain('K07');
    screen.close();
  });
});

describe('numbers without a reading', () => {
  it('are a declared visit each, once however often they are told', async () => {
    const tickets = [without('K07-200'), without('K07-201', { reason: 'unreadable' })];
    const before = query('SELECT id FROM visits').length;
    for (let i = 0; i < 3; i += 1)
      expect(await station.ask('local-tickets', tickets)).toEqual({ ok: true, value: null });
    expect(query('SELECT id FROM visits')).toHaveLength(before + 2);
    const rows = query<{ queue: string; sequence: number; lane: string; reason: string }>(
      `SELECT queue, sequence, lane, reason FROM tickets JOIN visits ON visits.id = visit_id WHERE queue = 'K07' AND sequence >= 200`,
    );
    expect(rows).toEqual([
      { queue: 'K07', sequence: 200, lane: 'declared', reason: 'no-card' },
      { queue: 'K07', sequence: 201, lane: 'declared', reason: 'unreadable' },
    ]);
    expect(server.api.verifyAudit().ok).toBe(true);
  });

  it('one that is not its own spoils all of them, and says which field', async () => {
    const before = query('SELECT id FROM visits').length;
    expect(await station.ask('local-tickets', [without('K07-300'), without('MAYSO2-300')])).toMatchObject({
      ok: false,
      refusal: { code: 'bad-request', field: 'localTicket.number' },
    });
    expect(await station.ask('local-tickets', [{ ...without('K07-301'), reason: 'because' }])).toMatchObject({
      ok: false,
      refusal: { code: 'bad-request' },
    });
    expect(query('SELECT id FROM visits')).toHaveLength(before);
  });

  it('a hundred at once', async () => {
    const tickets = Array.from({ length: 100 }, (_one, i) => without(`MAYSO2-${String(i + 1).padStart(3, '0')}`));
    expect(await other.ask('local-tickets', tickets)).toEqual({ ok: true, value: null });
    expect(query(`SELECT id FROM tickets WHERE queue = 'MAYSO2'`)).toHaveLength(100);
  });
});

describe('the kiosk’s own page', () => {
  it('is told to that station’s screens alone, and only an address of that computer', async () => {
    const screen = await TestScreen.pair(server, station.id);
    const elsewhere = await TestScreen.pair(server, other.id);
    const page = `http://127.0.0.1:7411/kiosk/#pair=${'a'.repeat(32)}`;
    station.emit('local-page', page);
    await until(() => screen.view.localPage === page);
    station.emit('local-page', 'https://evil.example/kiosk/#pair=aaaaaaaaaaaaaaaaaaaaaaaa');
    station.emit('local-page', null);
    await until(() => screen.view.localPage === undefined);
    expect(elsewhere.view.localPage).toBeUndefined();
    screen.close();
    elsewhere.close();
  });
});
