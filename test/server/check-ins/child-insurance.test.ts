import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArrivalDetail } from '@cccd-kiosk/contract/counter';
import { startBhxhGateway, type BhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { askedOf } from '@cccd-kiosk/fixtures/upstreams/bhxh/settings';
import { personById } from '@cccd-kiosk/fixtures/world';
import { TestCounter, TestScreen } from '../test-pages.ts';
import { rowsOf } from '../rows-of.ts';
import { startTestServer, until, type TestServer } from '../test-server.ts';
import { TestStation } from '../test-station.ts';

let gateway: BhxhGateway;
let server: TestServer;
let station: TestStation;
let screen: TestScreen;
let counter: TestCounter;
const guardian = personById('01-khuyen');
const child = personById('08-be-an');

beforeAll(async () => {
  gateway = await startBhxhGateway({ slowMs: 250 });
  server = await startTestServer({
    insurance: askedOf(gateway, 100, 2000),
  });
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
  await gateway.close();
});

const rows = <T>(sql: string, ...values: string[]): T[] => rowsOf<T>(server, sql, ...values);
const states = (visitId: string): string[] =>
  rows<{ state: string }>('SELECT state FROM insurance_lookups WHERE visit_id = ? ORDER BY rowid', visitId).map(
    ({ state }) => state,
  );
const openItems = (visitId: string): string[] =>
  rows<{ kind: string; code: string }>(
    'SELECT kind, code FROM work_items WHERE visit_id = ? AND closed_at IS NULL ORDER BY opened_at',
    visitId,
  ).map(({ kind, code }) => `${kind} ${code}`);
const asked = (key: string): number => gateway.questions.filter((question) => question.key === key).length;
async function tapGuardian(): Promise<string> {
  await screen.act({ action: 'finish' });
  return (await station.checkIn(guardian)).visitId ?? '';
}
async function forChild(visitId: string): Promise<string> {
  await screen.act({ action: 'for-child', visitId, departmentId: 'internal-medicine', insuranceNumber: null });
  return (await screen.stage('ticket', ({ ticket }) => ticket.visitId !== visitId)).ticket.visitId;
}

describe('the insurance of a child without a card', () => {
  let guardianVisit = '';
  let childVisit = '';

  it('a question about the guardian that still waits is not asked any more', async () => {
    gateway.setMood('down');
    guardianVisit = await tapGuardian();
    await until(() => states(guardianVisit).length === 1);
    childVisit = await forChild(guardianVisit);
    expect(states(guardianVisit)).toEqual(['superseded']);
    expect(openItems(guardianVisit)).toEqual([]);
    expect(openItems(childVisit)).toEqual(['insurance child']);
  });

  it('under the name that the desk wrote down it is looked up in the officer’s name, and the task is done', async () => {
    gateway.setMood('up');
    const [day = '', month = '', year = ''] = child.birthDate.split('/');
    const named = await counter.ask<ArrivalDetail>('name-person', {
      ...{ visitId: childVisit, fullName: child.name, birthDate: `${year}-${month}-${day}` },
      ...{ sex: 'female', number: child.number },
    });
    expect(named.ok && named.value).toMatchObject({ fullName: child.name, personalNumber: child.number });
    await until(() => states(childVisit)[0] === 'answered', 20_000);
    expect(rows<{ officer: string }>('SELECT officer FROM insurance_lookups WHERE visit_id = ?', childVisit)).toEqual([
      { officer: 'tiep-don' },
    ]);
    expect(openItems(childVisit)).toEqual([]);
    const seen = await counter.ask<ArrivalDetail>('open', { visitId: childVisit, reason: 'reception' });
    expect(seen.ok && seen.value.clerkInsurance).toMatchObject({ view: { state: 'valid' } });
    expect(asked(child.number)).toBe(1);
    expect(asked(guardian.number)).toBe(0);
  });

  it('the guardian who taps for themselves afterwards is asked about', async () => {
    expect(await tapGuardian()).toBe(guardianVisit);
    await until(() => states(guardianVisit).at(-1) === 'answered');
    expect(asked(guardian.number)).toBe(1);
  });

  it('an answer that comes after the number went to the child changes nothing', async () => {
    gateway.setMood('slow');
    await screen.act({ action: 'finish' });
    const other = (await station.checkIn(personById('14-ha'))).visitId ?? '';
    await until(() => states(other)[0] === 'asking');
    await forChild(other);
    await until(() => rows('SELECT id FROM insurance_evidence WHERE visit_id = ?', other).length > 0);
    expect(openItems(other)).toEqual([]);
    expect(rows('SELECT id FROM insurance_visits WHERE id = ?', other)).toEqual([]);
  });
});
