import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ArrivalDetail } from '@cccd-kiosk/contract/counter';
import type { HandOverOverview } from '@cccd-kiosk/contract/hand-over';
import type { StationView } from '@cccd-kiosk/contract/screen';
import { startHis, type His } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { handOverTo } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { TestCounter, TestScreen } from '../test-pages.ts';
import { startTestServer, until, type TestServer } from '../test-server.ts';
import { TestStation } from '../test-station.ts';

let his: His;
let server: TestServer;
let station: TestStation;
let screen: TestScreen;
let counter: TestCounter;
const folder = mkdtempSync(join(tmpdir(), 'child-'));
const guardian = mintPerson(9, 1);

beforeAll(async () => {
  his = await startHis();
  server = await startTestServer({ handOver: handOverTo(his, folder) });
  station = await TestStation.enrol(server, 'K07');
  await station.connect();
  screen = await TestScreen.pair(server, station.id);
  server.api.createStaff({ account: 'tiep-don', password: 'mật khẩu dài', role: 'reception', name: 'Tiếp đón' });
  server.api.createStaff({ account: 'quan-tri', password: 'mật khẩu dài', role: 'administrator', name: 'Quản trị' });
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

type Greeting = Extract<StationView['stage'], { stage: 'greeting' }>;
const greeting = (): Promise<Greeting> =>
  until(() => (screen.view.stage.stage === 'greeting' ? screen.view.stage : undefined));
const told = (visitId: string, event: string): string[] =>
  his.book.received.flatMap((each) => (each.visitId === visitId && each.event === event ? [each.language] : []));
const forChild = (visitId: string, insuranceNumber: string | null) =>
  screen.act({ action: 'for-child', visitId, departmentId: 'internal-medicine', insuranceNumber });

describe('a child without a card', () => {
  let guardianVisit = '';
  let guardianNumber = '';
  let childVisit = '';

  it('gets the number, the guardian’s own becomes void, and the systems that were told of it hear so', async () => {
    const receipt = await station.checkIn(guardian);
    guardianVisit = receipt.visitId ?? '';
    guardianNumber = (await greeting()).ticket.number;
    await until(() => told(guardianVisit, 'registered').length >= 2);
    expect(await forChild(guardianVisit, '7961234567')).toEqual({ ok: true });
    const ticket = await until(() => (screen.view.stage.stage === 'ticket' ? screen.view.stage : undefined));
    childVisit = ticket.ticket.visitId;
    expect(childVisit).not.toBe(guardianVisit);
    expect(ticket.ticket.departmentId).toBe('internal-medicine');
    expect(ticket.person).toBeUndefined();
    await until(() => ['fhir', 'hl7v2', 'webhook'].every((each) => told(guardianVisit, 'cancelled').includes(each)));
    // Where the language knows no way back somebody is told, and nothing is pretended.
    const admin = await TestCounter.signIn(server, 'quan-tri', 'mật khẩu dài');
    await vi.waitFor(async () => {
      const answer = await fetch(`${server.url}/api/hand-over`, { headers: { cookie: admin.cookie } });
      const { dead } = (await answer.json()) as HandOverOverview;
      const codes = dead.map(({ destination, event, code }) => `${destination} ${event} ${code}`).sort();
      expect(codes).toEqual(['his-draft cancelled cancel-by-hand', 'his-medipay cancelled cancel-by-hand']);
    }, 5000);
    const csv = (): string[] =>
      readdirSync(join(folder, 'csv')).map((name) => readFileSync(join(folder, 'csv', name), 'utf8'));
    await until(() => csv().some((text) => text.includes('"cancelled"')));
    expect(told(childVisit, 'registered')).toEqual([]);
  });

  it('a second tap of the button gives no second number', async () => {
    expect((await forChild(guardianVisit, null)).ok).toBe(false);
    expect(screen.view.stage).toMatchObject({ stage: 'ticket', ticket: { visitId: childVisit } });
  });

  it('stands on the counter’s list in the guardian’s place; who brought it is seen by whoever opens it', async () => {
    const other = await (await TestCounter.signIn(server, 'tiep-don', 'mật khẩu dài')).connect(server);
    const arrivals = other.snapshot?.arrivals ?? [];
    expect(arrivals.map(({ visitId }) => visitId)).toEqual([childVisit]);
    other.close();
    const answer = await counter.ask<ArrivalDetail>('open', { visitId: childVisit, reason: 'reception' });
    expect(answer.ok && answer.value).toMatchObject({
      fullName: null,
      child: { guardian: guardian.name, insuranceNumber: '7961234567' },
    });
  });

  it('the guardian who taps again for themselves has a number again, and is registered anew', async () => {
    await screen.act({ action: 'finish' });
    await station.checkIn(guardian);
    const stage = await greeting();
    expect(stage.ticket.visitId).toBe(guardianVisit);
    expect(stage.ticket.number).toBe(guardianNumber);
    await until(() => told(guardianVisit, 'registered').filter((each) => each === 'webhook').length === 2);
    await screen.act({ action: 'finish' });
  });

  it('an unproven card brings no child', async () => {
    const { visitId } = await station.checkIn(mintPerson(9, 2), { fault: 'unknown-signer' });
    await until(() => screen.view.stage.stage !== 'idle' && screen.view.stage.stage !== 'reading');
    expect(await forChild(visitId ?? '', null)).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  });

  it('no log has what was said of the child', () => {
    expect(server.logs.join('')).not.toContain('7961234567');
  });
});
