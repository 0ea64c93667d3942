import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChipOffer, ChipVerdict } from '@cccd-kiosk/contract/station';
import { fromBase64 } from '@cccd-kiosk/emrtd/base64';
import type { EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import type { RemoteAnswer, RemoteVerifier } from '@cccd-kiosk/emrtd/inspection/remote-proof';
import { passed } from '@cccd-kiosk/emrtd/inspection/verdict';
import { pageHeaders, post, startTestServer, type TestServer } from '../test-server.ts';
import { TestCounter } from '../test-pages.ts';
import { newReadingId, TestStation } from '../test-station.ts';

/** No Active Authentication: to the server nothing else can prove it. */
const person = '15-dang';
let at = Date.now();
let server: TestServer;
let station: TestStation;
let other: TestStation;
beforeAll(async () => {
  server = await startTestServer({}, { now: () => new Date(at) });
  station = await TestStation.enrol(server, 'K07');
  other = await TestStation.enrol(server, 'K08');
  await station.connect();
  await other.connect();
});
afterAll(async () => {
  station.close();
  other.close();
  await server.end();
});

/** A station's honest part, through its socket; `answers` remembers what the chip said. */
function through(from: TestStation, readingId: string, answers: RemoteAnswer[] = []): RemoteVerifier {
  return {
    async offer(dg14) {
      const wanted = { readingId, dg14: Buffer.from(dg14).toString('base64') };
      const answer = await from.ask<ChipOffer>('chip-offer', wanted);
      return answer.ok ? (answer.value as ReturnType<typeof JSON.parse>) : undefined;
    },
    async accept(answer) {
      answers.push(answer);
      const verdict = await from.ask<ChipVerdict>('chip-answer', { readingId, ...answer });
      return verdict.ok ? (verdict.value.channel ?? 'refused') : undefined;
    },
  };
}
const read = (from: TestStation, readingId: string, options: { fault?: string; answers?: RemoteAnswer[] } = {}) =>
  from.read(person, {
    readingId,
    ...(options.fault === undefined ? {} : { fault: options.fault }),
    verifier: through(from, readingId, options.answers),
  });
const envelopeOf = (from: TestStation, record: EvidenceRecord) =>
  from.envelope(record, { signedAt: new Date(at).toISOString() });
function kept(readingId: string): { overall: string; basis: string; check: unknown } {
  const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
  const row = db.prepare('SELECT overall, basis, checks FROM readings WHERE id = ?').get(readingId);
  db.close();
  const { overall, basis, checks } = row as { overall: string; basis: string; checks: string };
  return { overall, basis, check: (JSON.parse(checks) as Record<string, unknown>)['chip-authentication'] };
}

describe('Chip Authentication before the server', () => {
  it('proves a chip without Active Authentication to the server', async () => {
    const readingId = newReadingId();
    const answer = await station.submit(envelopeOf(station, await read(station, readingId)));
    expect(answer).toMatchObject({ ok: true });
    expect(kept(readingId)).toEqual({ overall: 'genuine', basis: 'proven', check: passed });
  });

  it('without it the station’s word is all there is', async () => {
    const readingId = newReadingId();
    const record = await station.read(person, { readingId });
    await station.submit(envelopeOf(station, record));
    expect(kept(readingId)).toMatchObject({ basis: 'attested', check: { reason: 'attested-only' } });
  });

  it('is remembered by what was kept: a dry run of the trust store judges by it again', async () => {
    const password = 'mật khẩu dài';
    server.api.createStaff({ account: 'quantri', password, role: 'administrator', name: 'Quản trị' });
    const admin = await TestCounter.signIn(server, 'quantri', password);
    const headers = { ...pageHeaders(server), cookie: admin.cookie };
    const plan = await post(server, '/api/staff/trust/plan', { kind: 'rollback' }, headers);
    const { readings } = (await plan.json()) as {
      readings: { groups: { checks: { check: string; before: unknown }[] }[] };
    };
    const before = readings.groups.flatMap(({ checks }) =>
      checks.filter(({ check }) => check === 'chip-authentication'),
    );
    expect(before.map((row) => row.before)).toContainEqual(passed);
  });
});

describe('a station that lies', () => {
  it.each(['cloned', 'ca-wrong-key'])('%s: the server saw it, whatever the record claims', async (fault) => {
    const readingId = newReadingId();
    const record = await read(station, readingId, { fault });
    const lie = { ...record, chipAuthentication: { attested: passed } };
    await station.submit(envelopeOf(station, lie));
    expect(kept(readingId)).toMatchObject({
      overall: 'suspicious',
      check: { status: 'failed', reason: 'channel-not-opened' },
    });
  });

  it('replays an answer of the genuine chip: no channel, and the reading is suspicious', async () => {
    const answers: RemoteAnswer[] = [];
    const record = await read(station, newReadingId(), { answers });
    const readingId = newReadingId();
    await station.ask('chip-offer', { readingId, dg14: record.files.DG14 });
    expect(await station.ask('chip-answer', { readingId, ...answers[0] })).toEqual({
      ok: true,
      value: { channel: null },
    });
    await station.submit(envelopeOf(station, { ...record, readingId, chipAuthentication: { attested: passed } }));
    expect(kept(readingId)).toMatchObject({ overall: 'suspicious' });
  });

  it('answers twice, without an offer, for another station, or too late', async () => {
    const refused = { ok: false, refusal: { code: 'not-found', field: 'readingId' } };
    const answers: RemoteAnswer[] = [];
    const readingId = newReadingId();
    const record = await read(station, readingId, { answers });
    const [response] = answers;
    expect(await station.ask('chip-answer', { readingId, ...response })).toEqual(refused);
    expect(await other.ask('chip-answer', { readingId, ...response })).toEqual(refused);
    expect(await station.ask('chip-answer', { readingId: newReadingId(), ...response })).toEqual(refused);
    const late = newReadingId();
    await station.ask('chip-offer', { readingId: late, dg14: record.files.DG14 });
    at += 20_000;
    expect(await station.ask('chip-answer', { readingId: late, ...response })).toEqual(refused);
  });

  it('proves one chip and submits another’s reading, or the same one elsewhere or after ten minutes', async () => {
    const record = await read(station, newReadingId());
    // The proof of one reading is not another's.
    const elsewhere = newReadingId();
    await station.submit(envelopeOf(station, { ...record, readingId: elsewhere }));
    expect(kept(elsewhere)).toMatchObject({ basis: 'attested' });
    // A chip of the station's own, with files of somebody else's.
    const swapped = newReadingId();
    const own = await station.read(person, { readingId: swapped, verifier: through(station, swapped) });
    const stolen = await station.read('04-mau', { readingId: swapped });
    await station.submit(envelopeOf(station, { ...stolen, files: { ...stolen.files, DG14: own.files.DG14 ?? '' } }));
    expect(kept(swapped)).toMatchObject({ overall: 'suspicious' });
    const slow = newReadingId();
    const late = await read(station, slow);
    at += 600_000;
    await station.submit(envelopeOf(station, late));
    expect(kept(slow)).toMatchObject({ basis: 'attested' });
  });

  it.each([
    [{ dg14: 'AQID' }, { code: 'evidence-invalid', field: 'dg14' }],
    [{ dg14: 'bgIxAA==' }, { code: 'evidence-invalid', field: 'dg14' }],
    [{ dg14: 'not base64' }, { code: 'bad-request', field: 'dg14' }],
    [{ dg14: 'AAAA'.repeat(3000) }, { code: 'bad-request', field: 'dg14' }],
    [{ readingId: '../x' }, { code: 'bad-request', field: 'readingId' }],
  ])('asks for %j', async (change, refusal) => {
    const wanted = { readingId: newReadingId(), dg14: 'AQID', ...change };
    expect(await station.ask('chip-offer', wanted)).toEqual({ ok: false, refusal });
  });

  it('opens many at once: its oldest go, another station’s stay', async () => {
    const record = await read(other, newReadingId());
    const dg14 = record.files.DG14 ?? '';
    expect(fromBase64(dg14).length).toBeGreaterThan(100);
    const ids = Array.from({ length: 34 }, newReadingId);
    const kept = newReadingId();
    await other.ask('chip-offer', { readingId: kept, dg14 });
    for (const readingId of ids) await station.ask('chip-offer', { readingId, dg14 });
    const answered = (from: TestStation, readingId = '') => from.ask('chip-answer', { readingId, response: '9000' });
    expect(await answered(station, ids[0])).toMatchObject({ ok: false });
    expect(await answered(station, ids.at(-1))).toEqual({ ok: true, value: { channel: null } });
    expect(await answered(other, kept)).toEqual({ ok: true, value: { channel: null } });
  });

  it('a revoked one is shown nothing', async () => {
    const gone = await TestStation.enrol(server, 'K09');
    await gone.connect();
    const wanted = { readingId: newReadingId(), dg14: 'AQID' };
    const asked = gone.ask('chip-offer', wanted);
    expect(await asked).toMatchObject({ ok: false, refusal: { code: 'evidence-invalid' } });
    server.api.revokeStation(gone.id);
    await expect(gone.connect()).rejects.toBeDefined();
    gone.close();
  });
});
