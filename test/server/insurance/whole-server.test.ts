import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArrivalDetail } from '@cccd-kiosk/contract/counter';
import { arrivalDetailSchema } from '@cccd-kiosk/contract/counter';
import { clerkInsuranceSchema, type ClerkInsurance } from '@cccd-kiosk/contract/insurance-counter';
import { insuranceStatusSchema } from '@cccd-kiosk/contract/insurance-status';
import { startBhxhGateway, type BhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { askedOf } from '@cccd-kiosk/fixtures/upstreams/bhxh/settings';
import { personById } from '@cccd-kiosk/fixtures/world';
import { pageHeaders, post, startTestServer, until, type TestServer } from '../test-server.ts';
import { TestCounter, TestScreen } from '../test-pages.ts';
import { newReadingId, TestStation } from '../test-station.ts';

let gateway: BhxhGateway;
let server: TestServer;
let station: TestStation;
let screen: TestScreen;
const counters = new Map<string, TestCounter>();
const password = 'mật khẩu dài';
const counter = (role: string): TestCounter => {
  const found = counters.get(role);
  if (found === undefined) throw new Error(role);
  return found;
};

beforeAll(async () => {
  gateway = await startBhxhGateway();
  server = await startTestServer({
    insurance: askedOf(gateway, 100, 2000),
  });
  station = await TestStation.enrol(server, 'K07');
  await station.connect();
  screen = await TestScreen.pair(server, station.id);
  for (const role of ['reception', 'cashier', 'postal-officer', 'administrator'] as const) {
    server.api.createStaff({ account: role, password, role, name: `Cán bộ ${role}` });
    counters.set(role, await (await TestCounter.signIn(server, role, password)).connect(server));
  }
});
afterAll(async () => {
  for (const one of counters.values()) one.close();
  screen.close();
  station.close();
  await server.end();
  await gateway.close();
});

/** A tap, as far as the greeting. */
async function tap(person: string): Promise<string> {
  await screen.act({ action: 'finish' });
  const readingId = newReadingId();
  station.emit('reader', { reader: 'reader 1', state: 'reading', readingId });
  const answer = await station.submit(station.envelope(await station.read(person, { readingId })));
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value.visitId ?? '';
}
const greeted = (visitId: string, state: string) =>
  screen.stage('greeting', ({ ticket, insurance }) => ticket.visitId === visitId && insurance.state === state);
const opened = async (role: string, visitId: string): Promise<ArrivalDetail> => {
  const answer = await counter(role).ask<ArrivalDetail>('open', { visitId, reason: 'test' });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return arrivalDetailSchema.parse(answer.value);
};

describe('a tap with the gateway up', () => {
  let visitId = '';
  it('is greeted with its insurance, and the ticket no longer asks for it', async () => {
    visitId = await tap('01-khuyen');
    const { insurance, ticket } = await greeted(visitId, 'valid');
    expect(insurance).toMatchObject({ until: '2027-12-31', ratePercent: 95 });
    expect(ticket.insurancePending).toBe(false);
  });

  it('the clerk sees the card, the code and a proposal, and confirms it; a row names no card', async () => {
    const detail = await opened('reception', visitId);
    const clerk = clerkInsuranceSchema.parse(detail.clerkInsurance);
    expect(clerk).toMatchObject({
      code: '000',
      ratePercent: 95,
      card: { number: 'HT3467948999917', registeredAt: '01999' },
      proposal: { subject: '1.1', reason: 'registered-here', visitType: '01' },
      confirmed: null,
    });
    expect(clerk.subjects.length).toBe(27);
    const confirm = { visitId, subject: '1.3' };
    const confirmed = await counter('reception').ask<ArrivalDetail>('confirm-subject', confirm);
    expect(confirmed.ok && confirmed.value.clerkInsurance?.confirmed).toMatchObject({
      code: '1.3',
      by: 'Cán bộ reception',
    });
    expect(await counter('cashier').ask('confirm-subject', confirm)).toMatchObject({
      refusal: { code: 'not-allowed' },
    });
    expect(await counter('reception').ask('confirm-subject', { visitId, subject: '4.4' })).toMatchObject({
      refusal: { code: 'not-found', field: 'subject' },
    });
    const row = await until(() => counter('reception').arrivals.findLast((one) => one.row.visitId === visitId)?.row);
    expect(row.insurance).toBe('valid');
    expect(JSON.stringify(row)).not.toContain(clerk.card?.number ?? '-');
  });

  it('a postal officer sees the chip alone', async () => {
    const detail = await opened('postal-officer', visitId);
    expect(detail.overall).toBe('genuine');
    expect([detail.clerkInsurance, detail.insurance]).toEqual([null, null]);
    expect(await counter('postal-officer').ask('look-up-again', { visitId })).toMatchObject({
      refusal: { code: 'not-allowed' },
    });
    const rows = counter('postal-officer').arrivals.filter(({ row }) => row.visitId === visitId);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ row }) => row.insurance === null)).toBe(true);
  });

  it('what became of it may be seen only where the visit was opened', async () => {
    expect(await counter('reception').ask<ClerkInsurance>('see-insurance', { visitId })).toMatchObject({ ok: true });
    expect(await counter('cashier').ask('see-insurance', { visitId })).toMatchObject({
      refusal: { code: 'not-allowed' },
    });
  });
});

describe('no insurance found', () => {
  it('ten digits at the kiosk, then the person’s own way', async () => {
    const visitId = await tap('07-pham');
    await greeted(visitId, 'not-found');
    expect(await screen.act({ action: 'insurance-number', visitId, number: '123' })).toMatchObject({ ok: false });
    expect(await screen.act({ action: 'insurance-number', visitId, number: '7900000000' })).toEqual({ ok: true });
    await screen.stage(
      'greeting',
      ({ insurance }) => insurance.state === 'not-found' && insurance.asked === 'insurance-number',
    );
    expect(await screen.act({ action: 'insurance-way', visitId, way: 'self-pay' })).toEqual({ ok: true });
    const { ticket } = await greeted(visitId, 'self-pay');
    expect(ticket.insurancePending).toBe(false);
  });

  it('no screen reaches another’s visit', async () => {
    const other = await tap('04-mau');
    await tap('10-vu');
    expect(await screen.act({ action: 'insurance-way', visitId: other, way: 'self-pay' })).toMatchObject({
      ok: false,
      refusal: { code: 'not-allowed' },
    });
  });
});

describe('a tap with the gateway away', () => {
  it('is admitted as pending; back again, the answer comes without anybody asking', async () => {
    gateway.setMood('html');
    const before = gateway.questions.length;
    const visitId = await tap('12-y-ayun');
    const { ticket } = await greeted(visitId, 'pending');
    expect(ticket.insurancePending).toBe(true);
    gateway.setMood('up');
    const again = await counter('reception').ask<ArrivalDetail>('look-up-again', { visitId });
    expect(again.ok).toBe(true);
    await greeted(visitId, 'valid');
    expect(gateway.questions.length - before).toBe(1);
  });

  it('the administrator sees the link; others do not', async () => {
    const status = async (role: string) =>
      fetch(`${server.url}/api/staff/insurance/status`, { headers: { cookie: counter(role).cookie } });
    const seen = insuranceStatusSchema.parse(await (await status('administrator')).json());
    expect(seen).toMatchObject({ configured: true, depth: 0, expiredTables: [] });
    expect(seen.lastGoodAt).not.toBeNull();
    expect((await status('cashier')).status).toBe(403);
    expect((await fetch(`${server.url}/api/staff/insurance/status`)).status).toBe(401);
  });

  it('the failed look-ups can be handed to the social insurance, and everybody in the file is audited', async () => {
    const span = { from: '2020-01-01T00:00:00Z', until: '2999-01-01T00:00:00Z', reason: 'Đ38' };
    const headers = { ...pageHeaders(server), cookie: counter('administrator').cookie };
    const answer = await post(server, '/api/staff/insurance/outage-file', span, headers);
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).toContain(personById('12-y-ayun').name);
    expect(html).toContain('bad-status');
    expect(html).toContain('Người bệnh được tiếp nhận khi chưa tra cứu được');
    // What came back is text there, not a page.
    expect(html).toContain('&#60;h1&#62;502 Bad Gateway');
    const refused = await post(server, '/api/staff/insurance/outage-file', span, {
      ...pageHeaders(server),
      cookie: counter('reception').cookie,
    });
    expect(refused.status).toBe(403);
    const backwards = { ...span, until: '2019-01-01T00:00:00Z' };
    expect(await (await post(server, '/api/staff/insurance/outage-file', backwards, headers)).json()).toMatchObject({
      code: 'bad-request',
      field: 'until',
    });
    const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
    const rows = db.prepare("SELECT count(*) FROM audit WHERE action = 'insurance-evidence-exported'").pluck().get();
    db.close();
    expect(rows).toBe(2);
    expect(server.api.verifyAudit().ok).toBe(true);
  });
});

describe('what is kept', () => {
  it('nothing of a reply stands in the open on the disk, and nothing in the log', () => {
    const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
    const text = ['insurance_visits', 'insurance_lookups', 'insurance_evidence']
      .map((table) => JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all()))
      .join();
    db.close();
    const { name, number } = personById('01-khuyen');
    for (const secret of [name, number, 'HT346', gateway.account.passwordMd5]) {
      expect(text).not.toContain(secret);
      expect(server.logs.join('')).not.toContain(secret);
    }
  });
});
