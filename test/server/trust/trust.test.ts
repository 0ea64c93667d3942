import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrustFileRow, TrustOverview, TrustPlan } from '@cccd-kiosk/contract/trust';
import { certificate as mintCertificate, ecKey, name } from '../../reader-daemon/emrtd/trust/mint.ts';
import { testCsca } from '@cccd-kiosk/fixtures/issuer/authority';
import { mintRevocationList } from '@cccd-kiosk/fixtures/issuer/revocation-list';
import { testTrust } from '@cccd-kiosk/fixtures/world';
import { pageHeaders, post, startTestServer, type TestServer } from '../test-server.ts';
import { TestCounter } from '../test-pages.ts';
import { TestStation } from '../test-station.ts';

let server: TestServer;
let admin: TestCounter;
let auditor: TestCounter;
let station: TestStation;
const password = 'mật khẩu dài';
const [csca, list] = testTrust().map(({ bytes }) => bytes) as [Uint8Array, Uint8Array];
const stranger = mintCertificate({ subject: name('XY', 'CSCA of another'), key: ecKey(), ca: true });

beforeAll(async () => {
  server = await startTestServer();
  for (const role of ['administrator', 'auditor', 'reception'] as const)
    server.api.createStaff({ account: role, password, role, name: role });
  admin = await TestCounter.signIn(server, 'administrator', password);
  auditor = await TestCounter.signIn(server, 'auditor', password);
  station = await TestStation.enrol(server, 'K07');
  await station.connect();
  await station.checkIn('01-khuyen');
  await station.checkIn('03-hbluk');
});
afterAll(async () => {
  station.close();
  await server.end();
});

const ask = (path: string, body: unknown, cookie = admin.cookie) =>
  post(server, `/api/staff/trust/${path}`, body, { ...pageHeaders(server), cookie });
const upload = (fileName: string, bytes: Uint8Array, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/staff/trust/files/${encodeURIComponent(fileName)}`, {
    method: 'POST',
    headers: { ...pageHeaders(server), 'content-type': 'application/octet-stream', cookie: admin.cookie, ...headers },
    body: bytes as BodyInit,
  });
const json = async <T>(answer: Response | Promise<Response>): Promise<T> => (await (await answer).json()) as T;
const overview = (cookie = admin.cookie): Promise<TrustOverview> =>
  json(fetch(`${server.url}/api/staff/trust`, { headers: { cookie } }));
const plan = (body: unknown = { kind: 'import', remove: [] }): Promise<TrustPlan> => json(ask('plan', body));
const audit = (): { action: string; actor: string; details: string }[] => {
  const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
  const rows = db.prepare(`SELECT action, actor, details FROM audit WHERE action LIKE 'trust-%' ORDER BY row`).all();
  db.close();
  return rows as { action: string; actor: string; details: string }[];
};

describe('who may', () => {
  it('an auditor reads, an administrator changes, a receptionist does neither', async () => {
    expect(await overview(auditor.cookie)).toMatchObject({ version: 1, mayChange: false, canRollBack: true });
    for (const path of ['plan', 'apply', 'discard']) {
      expect((await ask(path, { kind: 'rollback' }, auditor.cookie)).status).toBe(403);
      const foreign = { cookie: admin.cookie, origin: 'http://evil.example' };
      expect((await post(server, `/api/staff/trust/${path}`, { kind: 'rollback' }, foreign)).status).toBe(403);
    }
    const reception = await TestCounter.signIn(server, 'reception', password);
    expect((await fetch(`${server.url}/api/staff/trust`, { headers: { cookie: reception.cookie } })).status).toBe(403);
    for (const cookie of [auditor.cookie, reception.cookie])
      expect((await upload('x.der', csca, { cookie })).status).toBe(403);
    expect((await upload('x.der', csca, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await upload('x.der', csca, { cookie: '' })).status).toBe(401);
  });

  it('what a form could send is no file, nor is nothing, nor a name with a line break', async () => {
    expect(await json(upload('x.der', csca, { 'content-type': 'text/plain' }))).toMatchObject({ field: 'body' });
    expect(await json(upload('x.der', new Uint8Array(0)))).toMatchObject({ field: 'body' });
    expect(await json(upload('x\nder', csca))).toMatchObject({ code: 'bad-request', field: 'name' });
    expect((await overview()).waiting).toEqual([]);
  });
});

describe('an import', () => {
  it('is laid aside, shown, and applied as it was shown; who and when stand in the history', async () => {
    expect(await json<TrustFileRow>(upload('người lạ.der', stranger))).toMatchObject({
      ...{ name: 'người lạ.der', certificates: 1, lists: 0, reason: null, importedBy: null },
      items: [{ kind: 'certificate', subject: 'C=XY, CN=CSCA of another', role: 'anchor' }],
    });
    expect(await json<TrustFileRow>(upload('notes.txt', Buffer.from('nothing')))).toMatchObject({ certificates: 0 });
    expect((await overview()).waiting.map((row) => row.name)).toEqual(['người lạ.der', 'notes.txt']);
    const shown = await plan();
    expect(shown).toMatchObject({
      added: [{ subject: 'C=XY, CN=CSCA of another', anchor: true }],
      ...{ removed: [], changed: [], refused: [{ name: 'notes.txt' }] },
      readings: { judged: 2, kept: 2, days: 7, unreadable: 0, groups: [] },
    });
    expect(await overview()).toMatchObject({ version: 1 });
    expect(await json(ask('apply', { plan: shown.plan }))).toEqual({ version: 2 });
    const now = await overview();
    expect(now).toMatchObject({ version: 2, waiting: [] });
    expect(now.files.map((row) => [row.name, row.importedBy])).toContainEqual(['người lạ.der', 'administrator']);
    expect(now.history[0]).toMatchObject({ kind: 'import', by: 'administrator', added: ['người lạ.der'], removed: [] });
    expect(await json(ask('apply', { plan: shown.plan }))).toMatchObject({ code: 'not-found', field: 'plan' });
  });

  it('that takes the issuer away says what that does to which readings, and does it only when applied', async () => {
    const { files } = await overview();
    const remove = files.filter((row) => row.items[0]?.role === 'test').map((row) => row.digest);
    expect(remove).toHaveLength(1);
    const shown = await plan({ kind: 'import', remove });
    expect(shown.removed).toMatchObject([{ kind: 'certificate', anchor: true }]);
    const [group] = shown.readings.groups;
    expect(shown.readings.groups).toHaveLength(1);
    expect(group).toMatchObject({ before: 'genuine', after: 'not-proven', count: 2 });
    expect(group?.newest).toEqual([
      { at: expect.any(String) as string, station: 'K07' },
      { at: expect.any(String) as string, station: 'K07' },
    ]);
    expect(group?.checks).toContainEqual({
      check: 'signer-certificate',
      before: { status: 'passed' },
      after: { status: 'inconclusive', reason: 'unknown-issuer' },
    });
    expect(await station.checkIn('04-mau')).toBeDefined();
    expect(JSON.stringify(shown)).not.toMatch(/KHUY|Khuy|\d{12}/);
  });

  it('with a list that revokes the signers turns verdicts', async () => {
    const thisUpdate = new Date();
    const revoking = mintRevocationList({
      ...{ issuer: testCsca.name, key: testCsca.key, number: 1, thisUpdate },
      nextUpdate: new Date(thisUpdate.getTime() + 86_400_000),
      revoked: Array.from({ length: 160 }, (_, period) => ({ serial: 100 + period, date: thisUpdate })),
    });
    await upload('revoking.crl', revoking);
    const { readings } = await plan();
    expect(readings.groups).toMatchObject([
      {
        ...{ before: 'genuine', after: 'suspicious', count: 3 },
        checks: [{ check: 'revocation', before: { status: 'passed' }, after: { reason: 'signer-revoked' } }],
      },
    ]);
    await ask('discard', {});
  });

  it('with a newer list only renews', async () => {
    await upload('renewed.crl', testTrust({ now: new Date(Date.now() + 60_000) })[1]?.bytes ?? list);
    const shown = await plan();
    expect(shown).toMatchObject({ added: [], removed: [], changed: [{ after: { kind: 'revocation-list' } }] });
    expect(shown.readings.groups).toEqual([]);
    await ask('discard', {});
    expect((await overview()).waiting).toEqual([]);
    expect(await json(ask('apply', { plan: shown.plan }))).toMatchObject({ code: 'not-found' });
  });

  it('refuses what has been overtaken, and a file nobody holds', async () => {
    await upload('list.crl', testTrust({ now: new Date(Date.now() + 120_000) })[1]?.bytes ?? list);
    const shown = await plan();
    server.api.importTrust([{ name: 'list.crl', bytes: testTrust({ now: new Date(0) })[1]?.bytes ?? list }], 'test');
    const answer = await ask('apply', { plan: shown.plan });
    expect([answer.status, await answer.json()]).toEqual([409, { code: 'trust-plan-outdated' }]);
    expect(await json(ask('plan', { kind: 'import', remove: ['0'.repeat(64)] }))).toMatchObject({
      code: 'not-found',
      field: 'remove.0',
    });
    expect(await json(ask('plan', { kind: 'import', remove: ['x'] }))).toMatchObject({ field: 'remove.0' });
  });

  it('of the same files again makes no new version', async () => {
    const { version } = await overview();
    await upload('again.der', csca);
    const shown = await plan();
    expect(shown).toMatchObject({ added: [], removed: [], changed: [] });
    expect(await json(ask('apply', { plan: shown.plan }))).toEqual({ version });
  });
});

describe('a rollback', () => {
  it('is shown and made in one step, and another goes further, down to nobody', async () => {
    const before = await overview();
    await upload('waits.der', stranger);
    const shown = await plan({ kind: 'rollback' });
    expect(shown).toMatchObject({ kind: 'rollback', removed: [{ kind: 'revocation-list' }] });
    expect(await json(ask('apply', { plan: shown.plan }))).toEqual({ version: before.version + 1 });
    const after = await overview();
    expect(after.waiting.map((row) => row.name)).toEqual(['waits.der']);
    expect(after.history[0]).toMatchObject({ kind: 'rollback', by: 'administrator', removed: ['list.crl'] });
    let left = after;
    for (let step = 0; left.canRollBack; step += 1) {
      expect(step).toBeLessThan(5);
      await ask('apply', { plan: (await plan({ kind: 'rollback' })).plan });
      left = await overview();
    }
    expect(left.files).toEqual([]);
    expect(left.history.length).toBeGreaterThan(before.history.length);
    expect(await json(ask('plan', { kind: 'rollback' }))).toMatchObject({ code: 'not-found', field: 'previous' });
    const answer = await station.submit(station.envelope(await station.read('07-pham')));
    expect(answer.ok).toBe(true);
  });

  it('each look and each change left its audit row, and the versions refuse to be rewritten', () => {
    const rows = audit();
    const count = (action: string): number => rows.filter((row) => row.action === action).length;
    expect(count('trust-dry-run')).toBeGreaterThan(5);
    expect(count('trust-rolled-back')).toBe(3);
    expect(rows.at(-1)?.actor).toMatch(/^staff:/);
    expect(server.api.verifyAudit().ok).toBe(true);
    const db = new Database(join(server.dataDir, 'kiosk.db'));
    for (const table of ['trust_versions', 'trust_version_files']) {
      expect(() => db.exec(`DELETE FROM ${table}`)).toThrow('kept');
      expect(() => db.exec(`UPDATE ${table} SET version = version + 100`)).toThrow('kept');
    }
    db.close();
  });
});
