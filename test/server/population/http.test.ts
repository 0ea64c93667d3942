import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArrivalDetail } from '@cccd-kiosk/contract/counter';
import type { PopulationOutcome } from '@cccd-kiosk/contract/population';
import { roles } from '@cccd-kiosk/contract/staff';
import type { WorkItemDetail, WorkItemRow } from '@cccd-kiosk/contract/work-items';
import { startBhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { insuredMinted } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import { askedOf } from '@cccd-kiosk/fixtures/upstreams/bhxh/settings';
import { startPopulationService } from '@cccd-kiosk/fixtures/upstreams/population/population';
import { populationAt, populationOfficer } from '@cccd-kiosk/fixtures/upstreams/population/settings';
import { mintPerson, people, personById, type Person } from '@cccd-kiosk/fixtures/world';
import { keyFileOf, readConfig } from '@cccd-kiosk/server/src/config';
import { readKeyFile } from '@cccd-kiosk/server/src/crypto/key-file';
import { createFieldCipher } from '@cccd-kiosk/server/src/crypto/field-cipher';
import { createPopulationEvidence } from '@cccd-kiosk/server/src/population/evidence-repository';
import { rowsOf } from '../rows-of.ts';
import { pageHeaders, post, startTestServer, until, type TestServer } from '../test-server.ts';
import { TestCounter } from '../test-pages.ts';
import { TestStation } from '../test-station.ts';

let standIn: Awaited<ReturnType<typeof startPopulationService>>;
let server: TestServer;
let station: TestStation;
let shift = 0;
const cookies = new Map<string, string>();
const password = 'mật khẩu dài';
const day = 86_400_000;

beforeAll(async () => {
  standIn = await startPopulationService({ slowMs: 1500, now: () => new Date(Date.now() + shift) });
  server = await startTestServer(
    { population: populationAt(standIn, 800) },
    { now: () => new Date(Date.now() + shift) },
  );
  station = await TestStation.enrol(server, 'K07');
  await station.connect();
  for (const account of [...roles, 'unbound'] as const) {
    const role = account === 'unbound' ? 'counter-officer' : account;
    server.api.createStaff({ account, password, role, name: `Cán bộ ${account}` });
    if (account !== 'unbound') server.api.bindOfficer(account, populationOfficer);
    cookies.set(account, (await TestCounter.signIn(server, account, password)).cookie);
  }
});
afterAll(async () => {
  station.close();
  await server.end();
  await standIn.close();
});
beforeEach(() => {
  standIn.setMood('up');
});

const officer = 'counter-officer';
const headers = (account: string): Record<string, string> => ({
  ...pageHeaders(server),
  ...(cookies.has(account) ? { cookie: cookies.get(account) ?? '' } : {}),
});
const call = (body: unknown, account = officer) => post(server, '/api/staff/population', body, headers(account));
async function ask(visitId: string, more: object = {}): Promise<PopulationOutcome> {
  const answer = await call({ visitId, reason: 'card-in-hand', ...more });
  if (answer.status !== 200) throw new Error(await answer.text());
  return (await answer.json()) as PopulationOutcome;
}
const visitOf = async (person: string | Person, options: { fault?: string } = {}): Promise<string> =>
  (await station.checkIn(person, options)).visitId ?? '';
const items = async (account = officer): Promise<WorkItemRow[]> =>
  (await (await fetch(`${server.url}/api/staff/work-items`, { headers: headers(account) })).json()) as WorkItemRow[];
const mismatches = async () => (await items()).filter(({ kind }) => kind === 'mismatch');
const rows = <T>(sql: string, ...values: unknown[]): T[] => rowsOf<T>(server, sql, ...values);
const audited = (visitId: string) =>
  rows<{ action: string; details: string }>(
    `SELECT action, details FROM audit WHERE object = ? AND action LIKE 'population-%' ORDER BY row`,
    visitId,
  );
/** The stand-in knows the simulated people; one who is added for a while spells themselves as `record` says. */
async function spelled<T>(record: Person, work: () => Promise<T>): Promise<T> {
  (people as Person[]).push(record);
  try {
    return await work();
  } finally {
    (people as Person[]).pop();
  }
}
const withoutMarks = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

describe('who may ask, about whom', () => {
  let visitId = '';
  beforeAll(async () => {
    visitId = await visitOf('01-khuyen');
  });

  it.each(roles.filter((role) => role !== officer))('%s: refused, and nothing was asked', async (role) => {
    const before = standIn.calls.length;
    const answer = await call({ visitId, reason: 'card-in-hand' }, role);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({ code: 'not-allowed', field: 'population.look-up' });
    expect(standIn.calls.length).toBe(before);
  });

  it('nobody without a session, a page of our own or an own number', async () => {
    expect((await call({ visitId, reason: 'card-in-hand' }, 'nobody')).status).toBe(401);
    const foreign = { cookie: cookies.get(officer) ?? '', origin: 'https://elsewhere.example' };
    expect((await post(server, '/api/staff/population', { visitId, reason: 'reception' }, foreign)).status).toBe(403);
    const unbound = await call({ visitId, reason: 'card-in-hand' }, 'unbound');
    expect([unbound.status, await unbound.json()]).toEqual([403, { code: 'officer-not-bound' }]);
    expect(audited(visitId)).toEqual([]);
  });

  it.each([
    ['no reason', {}, 'reason'],
    ['an unknown reason', { reason: 'curiosity' }, 'reason'],
    ['another reason without its words', { reason: 'other' }, 'note'],
    ['empty words', { reason: 'other', note: '  ' }, 'note'],
  ])('%s is refused', async (_what, body, field) => {
    const answer = await call({ visitId, ...body });
    expect([answer.status, await answer.json()]).toEqual([400, { code: 'bad-request', field }]);
  });

  it('only somebody who laid down a card that proved itself, today', async () => {
    expect((await call({ visitId: 'no-such-visit-at-all', reason: 'reception' })).status).toBe(404);
    for (const id of [
      await visitOf('02-nghiem', { fault: 'cloned' }),
      await visitOf('04-mau', { fault: 'unknown-signer' }),
    ]) {
      const answer = await call({ visitId: id, reason: 'reception' });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'card-not-proven']);
    }
    const counter = await new TestCounter(cookies.get(officer) ?? '').connect(server);
    const shown = await counter.ask<ArrivalDetail>('open', { visitId, reason: 'test' });
    expect(shown).toMatchObject({ ok: true, value: { mayAskPopulation: true } });
    counter.close();
    for (const role of ['reception', 'postal-officer', 'administrator']) {
      const other = await new TestCounter(cookies.get(role) ?? '').connect(server);
      expect(await other.ask('open', { visitId, reason: 'test' })).toMatchObject({
        value: { mayAskPopulation: false },
      });
      other.close();
    }
    shift = day;
    const { cookie } = await TestCounter.signIn(server, officer, password);
    const body = { visitId, reason: 'reception' };
    const late = await post(server, '/api/staff/population', body, { ...pageHeaders(server), cookie });
    expect(await late.json()).toEqual({ code: 'card-not-proven', field: 'visitId' });
    shift = 0;
  });

  it('a site without the service has no such question', async () => {
    const plain = await startTestServer();
    plain.api.createStaff({ account: officer, password, role: officer, name: 'Cán bộ' });
    const { cookie } = await TestCounter.signIn(plain, officer, password);
    const body = { visitId, reason: 'reception' };
    const answer = await post(plain, '/api/staff/population', body, { ...pageHeaders(plain), cookie });
    expect([answer.status, await answer.json()]).toEqual([404, { code: 'not-found', field: 'population' }]);
    await plain.end();
  });
});

describe('what came of it', () => {
  it('the record agrees: field by field, no value said, one question in the officer’s name', async () => {
    const visitId = await visitOf('05-tran');
    const before = standIn.calls.length;
    const { code, fields } = await ask(visitId);
    expect(code).toBe('found');
    expect(fields.map(({ field, state }) => [field, state])).toEqual([
      ['full-name', 'agrees'],
      ['birth-date', 'agrees'],
      ['sex', 'agrees'],
      ['personal-number', 'agrees'],
    ]);
    expect(standIn.calls.length - before).toBe(1);
    expect(standIn.calls.at(-1)).toMatchObject({ officer: populationOfficer.personalNumber });
    const [asked, answered] = audited(visitId).map(({ action, details }) => ({
      action,
      ...(JSON.parse(details) as object),
    }));
    expect(asked).toMatchObject({
      action: 'population-asked',
      reason: 'card-in-hand',
      operation: 'TraCuuThongTinCongDan',
    });
    expect(answered).toEqual({ action: 'population-answered', id: (asked as { id?: string }).id, code: 'found' });
    expect(await mismatches()).toEqual([]);
  });

  it('another spelling is shown with both values, becomes a task, and a later agreement settles it', async () => {
    const person = mintPerson(1, 77);
    const visitId = await visitOf(person);
    const registered = {
      ...person,
      name: withoutMarks(person.name),
      sex: person.sex === 'Nam' ? 'Nữ' : 'Nam',
    } as Person;
    const { code, fields } = await spelled(registered, () => ask(visitId));
    expect(code).toBe('found');
    const [name] = fields;
    if (name?.state !== 'differs') throw new Error('agrees');
    expect(name.relation).toBe('accent-only');
    expect([name.chip, name.population].map((parts) => parts.map(({ text }) => text).join(''))).toEqual([
      person.name,
      registered.name,
    ]);
    expect(name.population.some(({ differs }) => differs)).toBe(true);
    const open = await mismatches();
    expect(open.map(({ field, code: what, severity }) => [field, what, severity]).sort()).toEqual([
      ['full-name', 'population-accent-only', 'information'],
      ['sex', 'population-different', 'needs-look'],
    ]);
    const opened = await post(server, '/api/staff/work-items/open', { id: open[0]?.id, reason: 'x' }, headers(officer));
    const detail = (await opened.json()) as WorkItemDetail;
    expect(detail.values.map(({ source }) => source)).toEqual(['chip', 'population']);
    expect(detail.form).toBeNull();
    await spelled(registered, () => ask(visitId));
    expect((await mismatches()).length).toBe(2);
    await spelled({ ...registered, sex: person.sex }, () => ask(visitId));
    expect((await mismatches()).map(({ field }) => field)).toEqual(['full-name']);
    await spelled(person, () => ask(visitId));
    expect(await mismatches()).toEqual([]);
  });

  it('nobody by number, name and date: a sentence and a task, settled once they are found', async () => {
    const person = mintPerson(2, 77);
    const visitId = await visitOf(person);
    expect(await ask(visitId)).toMatchObject({ code: 'no-match', fields: [] });
    expect(await mismatches()).toMatchObject([{ code: 'population-no-match', field: null, severity: 'needs-look' }]);
    await spelled(person, () => ask(visitId));
    expect(await mismatches()).toEqual([]);
  });

  it.each([
    ['down', 'cut-off'],
    ['slow', 'timed-out'],
    ['fault', 'service-fault'],
  ] as const)('%s: the outcome is %s, kept as it was, and the visit goes on', async (mood, code) => {
    const visitId = await visitOf('10-vu');
    standIn.setMood(mood);
    expect(await ask(visitId)).toMatchObject({ code, fields: [] });
    expect(evidenceOf(visitId).at(-1)).toMatchObject({ code, reason: 'card-in-hand' });
    expect(await mismatches()).toEqual([]);
    expect((await station.checkIn('10-vu')).visitId).toBe(visitId);
  });

  it('one question about a person at a time', async () => {
    const visitId = await visitOf('11-ho');
    standIn.setMood('slow');
    const [first, second] = await Promise.all([ask(visitId), soonAfter(() => call({ visitId, reason: 'reception' }))]);
    expect([first.code, second.status]).toEqual(['timed-out', 429]);
  });

  it('a wrong account is the administrator’s task, and names nobody', async () => {
    const other = await startTestServer({ population: { ...populationAt(standIn), secret: 'khác' } });
    other.api.createStaff({ account: officer, password, role: officer, name: 'Cán bộ' });
    other.api.createStaff({ account: 'administrator', password, role: 'administrator', name: 'Quản trị' });
    other.api.bindOfficer(officer, populationOfficer);
    const here = await TestStation.enrol(other, 'K01');
    await here.connect();
    const { visitId } = await here.checkIn('01-khuyen');
    const { cookie } = await TestCounter.signIn(other, officer, password);
    const answer = await post(
      other,
      '/api/staff/population',
      { visitId, reason: 'reception' },
      { ...pageHeaders(other), cookie },
    );
    expect(await answer.json()).toMatchObject({ code: 'account-refused' });
    const admin = await TestCounter.signIn(other, 'administrator', password);
    const list = await fetch(`${other.url}/api/staff/work-items`, { headers: { cookie: admin.cookie } });
    expect(await list.json()).toMatchObject([
      { kind: 'configuration', code: 'population-account-refused', number: '' },
    ]);
    here.close();
    await other.end();
  });

  it('what the insurance agrees to settles no difference with this service', async () => {
    const gateway = await startBhxhGateway();
    const both = await startTestServer({ population: populationAt(standIn), insurance: askedOf(gateway, 100) });
    for (const role of [officer, 'reception'] as const)
      both.api.createStaff({ account: role, password, role, name: 'Cán bộ' });
    both.api.bindOfficer(officer, populationOfficer);
    const here = await TestStation.enrol(both, 'K01');
    await here.connect();
    const person = mintPerson(3, 77);
    gateway.register.add(insuredMinted(person));
    const { visitId } = await here.checkIn(person);
    const counter = await (await TestCounter.signIn(both, 'reception', password)).connect(both);
    const settled = () => counter.arrivals.filter(({ row }) => row.visitId === visitId && row.insurance === 'valid');
    await until(() => settled().length > 0);
    const { cookie } = await TestCounter.signIn(both, officer, password);
    const own = { ...pageHeaders(both), cookie };
    await spelled({ ...person, name: withoutMarks(person.name) }, () =>
      post(both, '/api/staff/population', { visitId, reason: 'reception' }, own),
    );
    const before = settled().length;
    expect(await counter.ask('look-up-again', { visitId })).toMatchObject({ ok: true });
    await until(() => settled().length > before);
    const list = await fetch(`${both.url}/api/staff/work-items`, { headers: own });
    expect(await list.json()).toMatchObject([{ code: 'population-accent-only', field: 'full-name' }]);
    counter.close();
    here.close();
    await both.end();
    await gateway.close();
  });

  it('a server that ends has written down what came of a question under way', async () => {
    const other = await startTestServer({ population: populationAt(standIn) });
    other.api.createStaff({ account: officer, password, role: officer, name: 'Cán bộ' });
    other.api.bindOfficer(officer, populationOfficer);
    const here = await TestStation.enrol(other, 'K01');
    await here.connect();
    const { visitId } = await here.checkIn('01-khuyen');
    const { cookie } = await TestCounter.signIn(other, officer, password);
    standIn.setMood('slow');
    const question = post(
      other,
      '/api/staff/population',
      { visitId, reason: 'reception' },
      { ...pageHeaders(other), cookie },
    );
    const gone = question.then(
      ({ status }) => status,
      () => 'gone',
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    here.close();
    await other.close();
    await gone;
    const db = new Database(join(other.dataDir, 'kiosk.db'), { readonly: true });
    expect(db.prepare('SELECT count(*) FROM population_evidence').pluck().get()).toBe(1);
    db.close();
    rmSync(other.dataDir, { recursive: true, force: true });
  });

  it('counts as a look: the 200th within an hour raises the alarm', async () => {
    const visitId = await visitOf('12-y-ayun');
    const account = 'busy';
    server.api.createStaff({ account, password, role: officer, name: 'Cán bộ bận' });
    server.api.bindOfficer(account, populationOfficer);
    const counter = await TestCounter.signIn(server, account, password);
    cookies.set(account, counter.cookie);
    const alarms = () => rows(`SELECT 1 FROM audit WHERE action = 'look-up-alarm'`).length;
    for (let looks = 0; looks < 199;) {
      if (counter.socket?.connected !== true) await counter.connect(server);
      const answer = await counter.ask('open', { visitId, reason: 'browsing' }).catch(() => undefined);
      if (answer?.ok === true) looks += 1;
      else counter.close();
    }
    counter.close();
    expect(alarms()).toBe(0);
    expect((await call({ visitId, reason: 'reception' }, account)).status).toBe(200);
    expect(alarms()).toBe(1);
  });
});

const evidence = (): ReturnType<typeof createPopulationEvidence> => {
  const ring = readKeyFile(keyFileOf(readConfig({ dataDir: server.dataDir, simulation: true })));
  if (ring === null) throw new Error('no keys');
  return createPopulationEvidence(new Database(join(server.dataDir, 'kiosk.db')), createFieldCipher(ring));
};
const evidenceOf = (visitId: string) => evidence().ofVisit(visitId);
/** After the other call has reached the server. */
const soonAfter = async <T>(work: () => Promise<T>): Promise<T> => {
  await new Promise((resolve) => setTimeout(resolve, 150));
  return work();
};

describe('what is kept', () => {
  let visitId = '';
  const person = personById('09-do');
  it('the reply as it came, sealed, with time, code, officer and the words of the reason', async () => {
    visitId = await visitOf(person.id);
    await ask(visitId, { reason: 'other', note: 'Đối chiếu theo yêu cầu của bà Mẫu' });
    const [one] = evidenceOf(visitId);
    expect(one).toMatchObject({ code: 'found', status: 200, operation: 'TraCuuThongTinCongDan', reason: 'other' });
    expect(one?.content?.reveal()).toMatchObject({
      officerNumber: populationOfficer.personalNumber,
      note: 'Đối chiếu theo yêu cầu của bà Mẫu',
      raw: expect.stringContaining(`<SoDinhDanh>${person.number}</SoDinhDanh>`) as string,
    });
  });

  it('nothing of it in clear: no column, no audit row, no line of the log', () => {
    const kept = rows<Record<string, unknown>>('SELECT * FROM population_evidence');
    expect(kept.length).toBeGreaterThan(5);
    const clear = JSON.stringify([
      kept.map((row) => ({ ...row, content: null })),
      rows(`SELECT * FROM audit`),
      rows('SELECT id, kind, code, field, scope FROM work_items'),
      server.logs,
    ]);
    const octets = kept.map(({ content }) => Buffer.from(content as Uint8Array).toString('latin1')).join('');
    const secrets = [person.name, person.number, person.residence, 'bà Mẫu', populationOfficer.personalNumber];
    for (const secret of [...secrets, standIn.account.secret, standIn.account.apiKey]) {
      expect(clear.includes(secret), secret).toBe(false);
      expect(octets.includes(Buffer.from(secret).toString('latin1')), secret).toBe(false);
    }
    expect(server.logs.some((line) => line.includes('population service asked'))).toBe(true);
    expect(server.api.verifyAudit().ok).toBe(true);
  });

  it('is erased with the site’s evidence; who asked, when and with what code stays', () => {
    shift = 89 * day;
    server.api.runRetention();
    expect(evidenceOf(visitId)[0]?.content).not.toBeNull();
    shift = 92 * day;
    server.api.runRetention();
    expect(evidenceOf(visitId)).toMatchObject([{ code: 'found', content: null }]);
    expect(rows('SELECT 1 FROM population_evidence WHERE content IS NOT NULL')).toEqual([]);
    shift = 0;
  });
});
