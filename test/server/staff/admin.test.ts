import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffRow } from '@cccd-kiosk/contract/staff';
import { startBhxhGateway, type BhxhGateway } from '@cccd-kiosk/fixtures/upstreams/bhxh/gateway';
import { pageHeaders, post, startTestServer, until, type TestServer } from '../test-server.ts';
import { TestCounter } from '../test-pages.ts';
import { TestStation } from '../test-station.ts';

let gateway: BhxhGateway;
let server: TestServer;
let admin: TestCounter;
const password = 'mật khẩu dài';

beforeAll(async () => {
  gateway = await startBhxhGateway();
  server = await startTestServer({
    insurance: {
      gateway: { url: gateway.url, ...gateway.account },
      officers: { kiosk: gateway.officer },
      facility: { code: '01999', level: 'basic', formerLevel: 'province' },
    },
  });
  server.api.createStaff({ account: 'quantri', password, role: 'administrator', name: 'Quản trị' });
  server.api.createStaff({ account: 'letan', password, role: 'reception', name: 'Lễ tân' });
  admin = await TestCounter.signIn(server, 'quantri', password);
});
afterAll(async () => {
  await server.end();
  await gateway.close();
});

const call = (path: string, body: unknown, cookie = admin.cookie) =>
  post(server, `/api/staff/${path}`, body, { ...pageHeaders(server), cookie });
const accounts = async (): Promise<StaffRow[]> =>
  (await (await fetch(`${server.url}/api/staff/accounts`, { headers: { cookie: admin.cookie } })).json()) as StaffRow[];
const account = async (name: string): Promise<StaffRow | undefined> =>
  (await accounts()).find((row) => row.account === name);
const works = async (counter: TestCounter): Promise<boolean> =>
  (await fetch(`${server.url}/api/staff/session`, { headers: { cookie: counter.cookie } })).ok;

describe('accounts from a screen', () => {
  it('are the administrator’s alone', async () => {
    const other = await TestCounter.signIn(server, 'letan', password);
    expect((await call('accounts/act', { act: 'end-sessions', account: 'quantri' }, other.cookie)).status).toBe(403);
    expect((await fetch(`${server.url}/api/staff/accounts`, { headers: { cookie: other.cookie } })).status).toBe(403);
    const foreign = { cookie: admin.cookie, origin: 'http://evil.example' };
    expect((await post(server, '/api/staff/accounts/act', { act: 'disable', account: 'letan' }, foreign)).status).toBe(
      403,
    );
  });

  it('a new one signs in; the same name twice, a short password or a strange name are refused', async () => {
    const wanted = { account: 'thungan1', name: 'Thu ngân', role: 'cashier', password };
    expect((await call('accounts', wanted)).status).toBe(200);
    expect((await call('accounts', wanted)).status).toBe(403);
    expect(await (await call('accounts', { ...wanted, account: 'x', password: 'short' })).json()).toMatchObject({
      code: 'bad-request',
    });
    expect(await works(await TestCounter.signIn(server, 'thungan1', password))).toBe(true);
    expect(await account('thungan1')).toMatchObject({ role: 'cashier', disabled: false, sessions: 1 });
  });

  it.each([
    ['disable', { act: 'disable' }],
    ['role', { act: 'role', role: 'auditor' }],
    ['end-sessions', { act: 'end-sessions' }],
    ['password', { act: 'password', password: 'một mật khẩu khác' }],
  ])('%s holds at once, on an open screen too', async (name, act) => {
    const own = `nv-${name}`;
    await call('accounts', { account: own, name: 'Nhân viên', role: 'reception', password });
    const counter = await (await TestCounter.signIn(server, own, password)).connect(server);
    expect((await call('accounts/act', { ...act, account: own })).status).toBe(200);
    await until(() => counter.socket?.connected === false);
    expect(await works(counter)).toBe(name === 'role');
    if (name === 'disable') await expect(TestCounter.signIn(server, own, password)).rejects.toThrow();
    if (name === 'password') await expect(TestCounter.signIn(server, own, password)).rejects.toThrow();
    if (name === 'role') expect((await account(own))?.role).toBe('auditor');
  });

  it('nobody takes their own right away, and an unknown account is named', async () => {
    expect((await call('accounts/act', { act: 'disable', account: 'quantri' })).status).toBe(403);
    expect(await (await call('accounts/act', { act: 'disable', account: 'khongco' })).json()).toMatchObject({
      code: 'not-found',
      field: 'account',
    });
  });

  it('one’s own password wants the old one, and ends every session', async () => {
    const own = await TestCounter.signIn(server, 'letan', password);
    expect((await call('password', { current: 'sai mật khẩu', next: 'mật khẩu mới' }, own.cookie)).status).toBe(401);
    expect((await call('password', { current: password, next: 'mật khẩu mới' }, own.cookie)).status).toBe(200);
    expect(await works(own)).toBe(false);
    expect(await works(await TestCounter.signIn(server, 'letan', 'mật khẩu mới'))).toBe(true);
  });
});

describe('the identity that the gateway is told', () => {
  it('is sealed, and named in what its officer asks', async () => {
    const officer = { fullName: gateway.officer.name, personalNumber: gateway.officer.cccd };
    expect((await call('accounts/act', { act: 'officer', account: 'thungan1', officer })).status).toBe(200);
    expect(await account('thungan1')).toMatchObject({ hasOfficerIdentity: true });
    const wrong = { ...officer, personalNumber: '001180999901' };
    await call('accounts/act', { act: 'officer', account: 'letan', officer: wrong });
    const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
    expect(JSON.stringify(db.prepare('SELECT * FROM staff').all())).not.toContain(officer.personalNumber);
    expect(JSON.stringify(db.prepare('SELECT * FROM audit').all())).not.toContain(officer.personalNumber);
    db.close();

    const station = await TestStation.enrol(server, 'K07');
    await station.connect();
    const { visitId } = await station.checkIn('01-khuyen');
    await until(() => gateway.questions.length === 1);
    const reception = await (await TestCounter.signIn(server, 'letan', 'mật khẩu mới')).connect(server);
    expect(await reception.ask('look-up-again', { visitId })).toMatchObject({ ok: true });
    await until(() => gateway.questions.length === 2);
    expect(gateway.questions.map((question) => question.officer)).toEqual([gateway.officer.cccd, wrong.personalNumber]);
    reception.close();
    station.close();
  });
});
