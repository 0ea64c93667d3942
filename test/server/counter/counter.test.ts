import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArrivalDetail } from '@cccd-kiosk/contract/counter';
import { arrivalDetailSchema } from '@cccd-kiosk/contract/counter';
import { people, personById } from '@cccd-kiosk/fixtures/world';
import { maskedName } from '@cccd-kiosk/cccd/masking';
import { pageHeaders, post, startTestServer, until, type TestServer } from '../test-server.ts';
import { connectPage, TestCounter, TestScreen } from '../test-pages.ts';
import { TestStation } from '../test-station.ts';

let server: TestServer;
let station: TestStation;
let counter: TestCounter;
const person = people.find(({ portrait }) => portrait !== null)?.id ?? '';

beforeAll(async () => {
  server = await startTestServer();
  server.api.createStaff({ account: 'quay1', password: 'mật khẩu dài', role: 'reception', name: 'Cán bộ quầy 1' });
  station = await TestStation.enrol(server, 'K07');
  await station.connect();
  counter = await (await TestCounter.signIn(server, 'quay1', 'mật khẩu dài')).connect(server);
});
afterAll(async () => {
  counter.close();
  station.close();
  await server.end();
});

const opened = async (visitId: string): Promise<ArrivalDetail> => {
  const answer = await counter.ask<ArrivalDetail>('open', { visitId, reason: 'queue' });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return arrivalDetailSchema.parse(answer.value);
};

describe('the counter', () => {
  it('begins with a snapshot that says how old the trust is', () => {
    expect(counter.snapshot).toMatchObject({ officer: 'Cán bộ quầy 1', simulation: true, arrivals: [], distress: [] });
    expect(counter.snapshot?.trust.anchors).toBeGreaterThan(0);
    expect(counter.snapshot?.trust.importedAgeDays).toBe(0);
    expect(counter.snapshot?.trust.crlAgeDays).not.toBeNull();
  });

  it('hears of an arrival live, masked, with a rising offset', async () => {
    const { visitId } = await station.checkIn(person);
    const { row, offset } = await until(() => counter.arrivals.find((each) => each.row.visitId === visitId));
    expect(row).toMatchObject({
      maskedName: maskedName(personById(person).name),
      overall: 'genuine',
      opened: false,
      desk: false,
    });
    expect(offset).toBeGreaterThan(0);
    expect(JSON.stringify(row)).not.toContain(personById(person).number);
  });

  it('opens an arrival with photo and verdict, and leaves a row of it', async () => {
    const visitId = counter.arrivals.at(-1)?.row.visitId ?? '';
    await until(() => counter.arrivals.filter(({ row }) => row.visitId === visitId).length > 1);
    const before = auditRows();
    const detail = await opened(visitId);
    const { name, number } = personById(person);
    expect(detail).toMatchObject({
      fullName: name,
      personalNumber: number,
      basis: 'proven',
      opened: true,
      offline: false,
    });
    expect(detail.checks?.['active-authentication']).toEqual({ status: 'passed' });
    expect(
      Buffer.from(detail.photo ?? '', 'base64')
        .subarray(0, 2)
        .toString('hex'),
    ).toBe('ffd8');
    expect(auditRows()).toBe(before + 2);
  });

  it('keeps the officer’s same-face answer; "same" ends the photo', async () => {
    const visitId = counter.arrivals.at(-1)?.row.visitId ?? '';
    const doubt = await counter.ask<ArrivalDetail>('same-face', { visitId, answer: 'needs-look' });
    expect(doubt).toMatchObject({ ok: true, value: { sameFace: { answer: 'needs-look', by: 'Cán bộ quầy 1' } } });
    expect((await opened(visitId)).photo).not.toBeNull();
    const same = await counter.ask<ArrivalDetail>('same-face', { visitId, answer: 'same' });
    expect(same).toMatchObject({ ok: true, value: { sameFace: { answer: 'same' }, photo: null } });
    expect((await opened(visitId)).photo).toBeNull();
  });

  it.each([
    ['an unknown visit', { visitId: 'nobody-at-all', reason: 'x' }, { code: 'not-found', field: 'visitId' }],
    ['no reason', { visitId: 'nobody-at-all', reason: '' }, { code: 'bad-request', field: 'reason' }],
    ['nothing', null, { code: 'bad-request' }],
  ])('%s is refused', async (_what, target, refusal) => {
    expect(await counter.ask('open', target)).toEqual({ ok: false, refusal });
  });

  it('sees a doubtful card with the check that failed', async () => {
    const { visitId } = await station.checkIn(people[2]?.id ?? '', { fault: 'cloned' });
    const detail = await opened(visitId ?? '');
    expect(detail).toMatchObject({ overall: 'suspicious', desk: true, number: 'Q 001', photo: null });
    expect(Object.values(detail.checks ?? {}).some(({ status }) => status === 'failed')).toBe(true);
  });

  it('sees a kiosk that calls, by kiosk and screen alone, and answers', async () => {
    const screen = await TestScreen.pair(server, station.id);
    await screen.act({ action: 'call-staff', screen: 'greeting' });
    const row = await until(() => counter.distress[0]);
    expect(row).toMatchObject({ stationId: station.id, stationName: 'K07', screen: 'greeting', state: 'called' });
    expect(await counter.ask('help', { stationId: station.id, state: 'coming' })).toEqual({ ok: true, value: null });
    await until(() => screen.view.staffCall === 'coming' && counter.distress[0]?.state === 'coming');
    await counter.ask('help', { stationId: station.id, state: 'arrived' });
    await until(() => counter.distress.length === 0);
    screen.close();
  });

  it('200 looks in an hour raise an alarm (E53)', async () => {
    const visitId = counter.arrivals[0]?.row.visitId ?? '';
    const officer = await (await TestCounter.signIn(server, 'quay1', 'mật khẩu dài')).connect(server);
    for (let i = 0; i < 200; i += 1) {
      const answer = await officer.ask('open', { visitId, reason: 'browsing' }).catch(() => undefined);
      if (answer === undefined || officer.socket?.connected !== true) await officer.connect(server);
      if (i % 40 === 39) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    officer.close();
    expect(alarms()).toBeGreaterThanOrEqual(1);
  });

  it('a cashier opens an arrival, and neither compares faces nor answers kiosks; an auditor is not let in', async () => {
    for (const role of ['cashier', 'auditor'] as const)
      server.api.createStaff({ account: role, password: 'mật khẩu dài', role, name: role });
    const cashier = await (await TestCounter.signIn(server, 'cashier', 'mật khẩu dài')).connect(server);
    const visitId = counter.arrivals[0]?.row.visitId ?? '';
    expect(await cashier.ask('open', { visitId, reason: 'payment' })).toMatchObject({ ok: true });
    expect(await cashier.ask('same-face', { visitId, answer: 'same' })).toEqual({
      ok: false,
      refusal: { code: 'not-allowed', field: 'photo.compare' },
    });
    expect(await cashier.ask('help', { stationId: station.id, state: 'coming' })).toEqual({
      ok: false,
      refusal: { code: 'not-allowed', field: 'help.answer' },
    });
    cashier.close();
    const auditor = await TestCounter.signIn(server, 'auditor', 'mật khẩu dài');
    await expect(connectPage(server, '/counter', { cookie: auditor.cookie })).rejects.toMatchObject({
      refusal: { code: 'not-allowed' },
    });
  });

  it('an officer who signed out sees nothing more', async () => {
    const leaving = await (await TestCounter.signIn(server, 'quay1', 'mật khẩu dài')).connect(server);
    await post(server, '/api/staff/sign-out', {}, { ...pageHeaders(server), cookie: leaving.cookie });
    await until(() => leaving.socket?.connected === false);
  });
});

const alarms = (): number => {
  const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
  const count = db.prepare(`SELECT count(*) FROM audit WHERE action = 'look-up-alarm'`).pluck().get() as number;
  db.close();
  return count;
};
const auditRows = (): number => {
  const verdict = server.api.verifyAudit();
  return verdict.ok ? verdict.rows : -1;
};
