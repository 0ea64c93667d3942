import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startHis, type His } from '@cccd-kiosk/fixtures/upstreams/his/his';
import { askedOfHis, handOverTo } from '@cccd-kiosk/fixtures/upstreams/his/settings';
import { personById } from '@cccd-kiosk/fixtures/world';
import { rowsOf } from '../rows-of.ts';
import { startTestServer, temporaryFolder, until, type TestServer } from '../test-server.ts';
import { TestStation } from '../test-station.ts';

const person = personById('02-nghiem');
const born = person.birthDate.split('/').reverse().join('-');
const bare = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'D').toUpperCase();

let his: His;
let folder: string;
let server: TestServer;
let station: TestStation;
let shift = 0;
const now = (): Date => new Date(Date.now() + shift);

const rows = (sql: string) => rowsOf(server, sql);
const open = () => rows(`SELECT kind, field, code, scope FROM work_items WHERE closed_at IS NULL ORDER BY code`);
/** Everything that was asked is answered. */
const compared = () =>
  until(
    () =>
      rows('SELECT 1 FROM hospital_questions').length > 0 &&
      rows(`SELECT 1 FROM hospital_questions WHERE state = 'waiting'`).length === 0,
  );

async function start(handOver = false): Promise<void> {
  server = await startTestServer(
    {
      hospitalRecord: askedOfHis(his, 300),
      ...(handOver ? { handOver: handOverTo(his, folder, ['fhir']) } : {}),
    },
    { now },
  );
  station = await TestStation.enrol(server);
  await station.connect();
}

beforeEach(async () => {
  shift = 0;
  his = await startHis({ now });
  folder = temporaryFolder();
});
afterEach(async () => {
  station.close();
  await server.end();
  await his.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a record that spells the person otherwise is a task, until it is mended and the card is read again', async () => {
  his.book.patient(person.number, bare(person.name), born);
  await start();
  await station.checkIn(person);
  await compared();
  expect(open()).toEqual([{ kind: 'mismatch', field: 'full-name', code: 'accent-only', scope: 'hospital' }]);
  his.book.respell(person.number, person.name.toUpperCase());
  await station.checkIn(person);
  await compared();
  expect(open()).toEqual([]);
  expect(rows(`SELECT code, closed_by FROM work_items WHERE kind = 'mismatch'`)).toEqual([
    { code: 'accent-only', closed_by: 'server' },
  ]);
  expect(server.logs.join('')).not.toContain(person.number);
  expect(server.logs.join('')).not.toContain(person.name);
});

it('an older record without a number is named, although the hand-over has made one under the number meanwhile', async () => {
  his.book.unnumbered(bare(person.name), born);
  await start(true);
  await station.checkIn(person);
  await compared();
  expect(open()).toEqual([
    { kind: 'mismatch', field: 'personal-number', code: 'record-without-number', scope: 'hospital' },
  ]);
  await until(() => his.book.effects('fhir').length === 1);
  await station.checkIn(person);
  await compared();
  expect(open()).toHaveLength(1);
});

it('a visit of another day without an end is to be looked at before payment; today’s own is none', async () => {
  await start(true);
  await station.checkIn(person);
  await until(() => his.book.effects('fhir').length === 1);
  await station.checkIn(person);
  await compared();
  expect(open()).toEqual([]);
  const [patient] = his.fhir.all('Patient');
  const [today] = his.fhir.all('Encounter');
  if (patient === undefined || today === undefined) throw new Error('nothing was handed over');
  const began = new Date(Date.now() - 26 * 3_600_000).toISOString();
  const earlier = { ...today, id: 'earlier', identifier: [], status: 'in-progress', period: { start: began } };
  his.fhir.transaction([{ resource: earlier, request: { method: 'PUT', url: 'Encounter/earlier' } }], (one) => one);
  await station.checkIn(person);
  await compared();
  expect(open()).toEqual([{ kind: 'before-payment', field: null, code: 'open-visit', scope: 'hospital' }]);
  his.fhir.transaction(
    [{ resource: { ...earlier, status: 'finished' }, request: { method: 'PUT', url: 'Encounter/earlier' } }],
    (one) => one,
  );
  await station.checkIn(person);
  await compared();
  expect(open()).toEqual([]);
});

it('nobody waits while the hospital’s system is away; it is asked when it is back, after a restart too', async () => {
  his.book.patient(person.number, bare(person.name), born);
  his.moods.set('down');
  await start();
  const begun = performance.now();
  await station.checkIn(person);
  expect(performance.now() - begun).toBeLessThan(3000);
  await until(() => server.logs.some((line) => line.includes('hospital record not told')));
  expect(open()).toEqual([]);
  station.close();
  server = await server.restart();
  his.moods.set('up');
  shift = 600_000;
  await until(() => {
    shift += 1000;
    return open().length === 1;
  }, 10_000);
});

it('a system that refuses is one task for whoever runs it, however many come', async () => {
  his.moods.set('reject');
  await start();
  for (const one of ['02-nghiem', '03-hbluk', '04-mau']) await station.checkIn(one);
  await until(() => rows(`SELECT 1 FROM hospital_questions WHERE state = 'given-up'`).length === 3);
  expect(open()).toEqual([{ kind: 'configuration', field: null, code: 'http-422', scope: 'hospital-record' }]);
});

it('nothing is asked about a doubtful card', async () => {
  await start();
  await station.checkIn(person, { fault: 'cloned' });
  await station.checkIn('03-hbluk');
  await compared();
  expect(rows('SELECT state FROM hospital_questions')).toEqual([{ state: 'answered' }]);
});
