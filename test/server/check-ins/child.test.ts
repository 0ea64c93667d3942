import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArrivalDetail } from '@cccd-kiosk/contract/counter';
import type { HandOverOverview } from '@cccd-kiosk/contract/hand-over';
import type { StationView } from '@cccd-kiosk/contract/screen';
import { languages } from '@cccd-kiosk/fixtures/upstreams/his/book';
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
/** How often each language told of a visit; MediPay's document and the draft have no word for what happened. */
const toldOf = (visitId: string): number[] =>
  languages.map(
    (one) =>
      his.book.received.filter(
        ({ language, visitId: of, event }) => language === one && of === visitId && event !== 'cancelled',
      ).length,
  );
const forChild = (visitId: string, insuranceNumber: string | null) =>
  screen.act({ action: 'for-child', visitId, departmentId: 'internal-medicine', insuranceNumber });

/** Whom a person has to tell: destinations whose language knows no way back. */
function byHand(visitId: string, code = 'cancel-by-hand'): string[] {
  const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
  const open = `SELECT scope FROM work_items WHERE visit_id = ? AND code = ? AND closed_at IS NULL ORDER BY scope`;
  const scopes = db.prepare(open).pluck().all(visitId, code) as string[];
  db.close();
  return scopes;
}
async function overview(): Promise<HandOverOverview> {
  const admin = await TestCounter.signIn(server, 'quan-tri', 'mật khẩu dài');
  const answer = await fetch(`${server.url}/api/hand-over`, { headers: { cookie: admin.cookie } });
  return (await answer.json()) as HandOverOverview;
}

describe('a child without a card', () => {
  let guardianVisit = '';
  let guardianNumber = '';
  let childVisit = '';

  it('gets the number, the guardian’s own becomes void, and the systems that were told of it hear so', async () => {
    const receipt = await station.checkIn(guardian);
    guardianVisit = receipt.visitId ?? '';
    guardianNumber = (await greeting()).ticket.number;
    await until(() => toldOf(guardianVisit).every((times) => times === 1));
    expect(await forChild(guardianVisit, '7961234567')).toEqual({ ok: true });
    const ticket = await until(() => (screen.view.stage.stage === 'ticket' ? screen.view.stage : undefined));
    childVisit = ticket.ticket.visitId;
    expect(childVisit).not.toBe(guardianVisit);
    expect(ticket.ticket.departmentId).toBe('internal-medicine');
    expect(ticket.person).toBeUndefined();
    await until(() => ['fhir', 'hl7v2', 'webhook'].every((each) => told(guardianVisit, 'cancelled').includes(each)));
    // Where the language knows no way back somebody is told, and nothing is pretended, or held back.
    await until(() => byHand(guardianVisit).length === 2);
    expect(byHand(guardianVisit)).toEqual(['his-draft', 'his-medipay']);
    expect((await overview()).dead).toEqual([]);
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
    // In every language, those that were told by hand as well; their work items are done with.
    await until(() => toldOf(guardianVisit).every((times) => times === 2));
    await until(() => byHand(guardianVisit).length === 0);
    expect((await overview()).dead).toEqual([]);
    await screen.act({ action: 'finish' });
  });

  it('under the name that the desk wrote down it is registered at the hospital, with nothing of a chip', async () => {
    const child = { visitId: childVisit, fullName: ' Rơ  Châm H’Mi ', birthDate: '2023-02-11', sex: 'female' as const };
    const named = await counter.ask<ArrivalDetail>('name-person', { ...child, number: '7961234567' });
    expect(named.ok && named.value).toMatchObject({ fullName: 'Rơ Châm H’Mi', birthDate: '2023-02-11', overall: null });
    // MediPay wants the number of an identity paper.
    await until(() => languages.every((one, i) => toldOf(childVisit)[i] === (one === 'medipay' ? 0 : 1)));
    await until(() => byHand(childVisit, 'number-by-hand').length === 1);
    expect(byHand(childVisit, 'number-by-hand')).toEqual(['his-medipay']);
    const fhir = his.book.received.find(({ visitId, language }) => visitId === childVisit && language === 'fhir');
    expect(fhir).toMatchObject({ number: '', name: 'RƠ CHÂM H’MI', birthDate: '2023-02-11', chip: '' });
    const hl7 = his.book.received.find(({ visitId, language }) => visitId === childVisit && language === 'hl7v2');
    expect(hl7).toMatchObject({ number: '7961234567', name: 'Rơ Châm H’Mi', chip: '' });
    expect((await overview()).dead).toEqual([]);
  });

  it('only a child of today is named, and with what there can be', async () => {
    const child = { fullName: 'Lê An', birthDate: '2023-02-11', sex: 'male', number: '7961234567' };
    const refused = (what: object) => counter.ask('name-person', { visitId: childVisit, ...child, ...what });
    expect(await refused({ visitId: guardianVisit })).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
    expect(await refused({ birthDate: '2999-01-01' })).toMatchObject({ refusal: { field: 'birthDate' } });
    expect(await refused({ birthDate: '2023-02-30' })).toMatchObject({ refusal: { field: 'birthDate' } });
    expect(await refused({ number: '123' })).toMatchObject({ refusal: { field: 'number' } });
    expect(await refused({ fullName: '<b>' })).toMatchObject({ refusal: { field: 'fullName' } });
  });

  it('an unproven card brings no child', async () => {
    const { visitId } = await station.checkIn(mintPerson(9, 2), { fault: 'unknown-signer' });
    await until(() => screen.view.stage.stage !== 'idle' && screen.view.stage.stage !== 'reading');
    expect(await forChild(visitId ?? '', null)).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  });

  it('no log has what was said of the child', () => {
    expect(server.logs.join('')).not.toMatch(/7961234567|H’Mi|Châm/);
  });
});
