import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArrivalDetail } from '@cccd-kiosk/contract/counter';
import type { WorkItemRow } from '@cccd-kiosk/contract/work-items';
import { startHis, type His } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { handOverTo } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { mintPerson, type Person } from '@cccd-kiosk/fixtures/world';
import { TestCounter, TestScreen } from '../test-pages.ts';
import { startTestServer, until, type TestServer } from '../test-server.ts';
import { newReadingId, TestStation } from '../test-station.ts';

const reader = 'reader 1';
const folder = mkdtempSync(join(tmpdir(), 'companion-'));
const [daughter, stranger] = [mintPerson(2, 7), mintPerson(3, 7)] as const;
let his: His;
let server: TestServer;
let station: TestStation;
let screen: TestScreen;
let counter: TestCounter;
let ahead = 0;
let next = 10;

beforeAll(async () => {
  his = await startHis();
  server = await startTestServer({ handOver: handOverTo(his, folder) }, { now: () => new Date(Date.now() + ahead) });
  station = await TestStation.enrol(server, 'K07');
  await station.connect();
  screen = await TestScreen.pair(server, station.id);
  server.api.createStaff({ account: 'tiep-don', password: 'mật khẩu dài', role: 'reception', name: 'Tiếp đón' });
  counter = await (await TestCounter.signIn(server, 'tiep-don', 'mật khẩu dài')).connect(server);
});
afterAll(async () => {
  counter.close();
  screen.close();
  station.close();
  await server.end();
  await his.close();
  rmSync(folder, { recursive: true });
});

/** A card is laid down, read, and lifted when its screen stands there. */
async function lay(person: Person, fault?: string) {
  const readingId = newReadingId();
  station.emit('reader', { reader, state: 'reading', readingId });
  const record = await station.read(person, { readingId, ...(fault === undefined ? {} : { fault }) });
  const answer = await station.submit(station.envelope(record));
  station.emit('reader', { reader, state: 'empty' });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}
/** A patient at the kiosk whose companion is awaited. */
async function patient(): Promise<string> {
  await screen.act({ action: 'finish' });
  const { visitId } = await lay(mintPerson((next += 1), 7));
  await screen.stage('greeting');
  expect(await screen.act({ action: 'companion', visitId, departmentId: 'eye' })).toEqual({ ok: true });
  await screen.stage('companion', ({ step, ticket }) => step === 'card' && ticket.departmentId === 'eye');
  return visitId ?? '';
}
const relate = (visitId: string, relation: string) => screen.act({ action: 'companion-relation', visitId, relation });
const open = async (visitId: string): Promise<ArrivalDetail> => {
  const answer = await counter.ask<ArrivalDetail>('open', { visitId, reason: 'reception' });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
};
const work = async (): Promise<readonly WorkItemRow[]> => {
  const answer = await fetch(`${server.url}/api/staff/work-items`, { headers: { cookie: counter.cookie } });
  return (await answer.json()) as WorkItemRow[];
};

describe('a companion with a card of their own', () => {
  it('makes no visit and no number; the patient has theirs, and the desk and the hospital know who came along', async () => {
    const visitId = await patient();
    const before = counter.arrivals.length;
    expect(await lay(daughter)).toMatchObject({ visitId: null });
    const asked = await screen.stage('companion', ({ step }) => step === 'relation');
    expect(asked.companionName).toBe(daughter.name);
    expect(asked.person.name).not.toBe(daughter.name);
    expect((await open(visitId)).companion).toBeNull();
    expect(await relate(visitId, 'child')).toEqual({ ok: true });
    const ticket = await screen.stage('ticket');
    expect(ticket.ticket).toMatchObject({ visitId, companion: true, departmentId: 'eye' });
    expect(new Set(counter.arrivals.slice(before).map(({ row }) => row.visitId))).toEqual(new Set([visitId]));

    const { companion } = await open(visitId);
    expect(companion).toMatchObject({ fullName: daughter.name, number: daughter.number, relation: 'child' });
    const hours = (Date.parse(companion?.until ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    const related = await until(() => {
      const found = his.fhir.all('RelatedPerson');
      return found.length === 1 ? found[0] : undefined;
    });
    expect(related).toMatchObject({
      relationship: [{ coding: [{ code: 'CHILD' }] }],
      period: { end: companion?.until },
    });
    await until(() =>
      his.hl7Messages.some((message) => message.includes(`\rNK1|1|`) && message.includes('|CHD^^HL70063|')),
    );
  });

  it.each(['cloned', 'unknown-signer'])(
    'a card that is not proven (%s) is no companion, and the patient goes on',
    async (fault) => {
      const visitId = await patient();
      expect(await lay(stranger, fault)).toMatchObject({ visitId: null });
      const stage = await screen.stage('companion', ({ step }) => step === 'not-taken');
      expect(JSON.stringify(stage)).not.toContain(stranger.name);
      expect(await relate(visitId, 'spouse')).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
      expect(await screen.act({ action: 'choose-department', visitId, departmentId: 'eye' })).toEqual({ ok: true });
      expect((await screen.stage('ticket')).ticket).toMatchObject({ visitId, companion: false });
      expect((await open(visitId)).companion).toBeNull();
      const item = (await work()).find(({ kind, number }) => kind === 'companion' && number === stageNumber(visitId));
      expect(item).toMatchObject(
        fault === 'cloned'
          ? { code: 'suspicious', severity: 'needs-look' }
          : { code: 'not-proven', severity: 'information' },
      );
    },
  );
  const stageNumber = (visitId: string): string =>
    counter.arrivals.findLast(({ row }) => row.visitId === visitId)?.row.number ?? '';

  it('the patient’s own card, laid down again, is told so and the other one awaited', async () => {
    await screen.act({ action: 'finish' });
    const own = mintPerson((next += 1), 7);
    const { visitId } = await lay(own);
    await screen.stage('greeting');
    await screen.act({ action: 'companion', visitId, departmentId: 'eye' });
    await lay(own);
    await screen.stage('companion', ({ step }) => step === 'same-card');
    await lay(daughter);
    await screen.stage('companion', ({ step }) => step === 'relation');
  });

  it('whoever goes on without leaves nothing of the companion', async () => {
    const visitId = await patient();
    await lay(daughter);
    await screen.stage('companion', ({ step }) => step === 'relation');
    await screen.act({ action: 'choose-department', visitId, departmentId: 'eye' });
    expect((await screen.stage('ticket')).ticket.companion).toBe(false);
    expect(people(visitId)).toEqual([null]);
  });

  it('without a card that can be read the patient’s own number comes, not another one', async () => {
    const visitId = await patient();
    station.emit('reader', { reader, state: 'card-waiting-for-key' });
    await screen.stage('key-needed');
    expect(await screen.act({ action: 'ticket-without-card', reason: 'unreadable' })).toEqual({ ok: true });
    expect((await screen.stage('ticket')).ticket.visitId).toBe(visitId);
  });

  it('a reading sent again is the same one; the next person’s card is a check-in of its own', async () => {
    const visitId = await patient();
    const readingId = newReadingId();
    station.emit('reader', { reader, state: 'reading', readingId });
    const record = await station.read(daughter, { readingId });
    const first = await station.submit(station.envelope(record));
    expect(await station.submit(station.envelope(record))).toEqual(first);
    await screen.stage('companion', ({ step }) => step === 'relation');
    await relate(visitId, 'other');
    await screen.stage('ticket');
    station.emit('reader', { reader, state: 'empty' });
    const { visitId: own } = await lay(daughter);
    expect(own).not.toBeNull();
    expect((await screen.stage('greeting')).ticket.visitId).toBe(own);
  });

  it('after a day nothing is left: not on the screens, not in the database, not in what was sent', async () => {
    const visitId = await patient();
    await lay(stranger);
    await screen.stage('companion', ({ step }) => step === 'relation');
    await relate(visitId, 'parent');
    await until(() => his.book.received.some((each) => each.visitId === visitId && each.event === 'changed'));
    ahead = 24 * 3_600_000;
    counter.close();
    counter = await (await TestCounter.signIn(server, 'tiep-don', 'mật khẩu dài')).connect(server);
    expect((await open(visitId)).companion).toBeNull();
    server.api.runRetention();
    expect(people(visitId)).toEqual([null]);
    expect(server.api.verifyAudit()).toMatchObject({ ok: true });
    ahead = 0;
  });

  it('nobody’s companion is in a log', () => {
    const logs = server.logs.join('');
    for (const { number, name } of [daughter, stranger]) {
      expect(logs).not.toContain(number);
      expect(logs).not.toContain(name);
    }
  });
});

/** What the table has of the companions of a visit. */
function people(visitId: string): unknown[] {
  const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
  const rows = db.prepare('SELECT person FROM visit_companions WHERE visit_id = ?').pluck().all(visitId);
  db.close();
  return rows;
}
