import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '@cccd-kiosk/fixtures/world';
import { serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import { startTestServer, type TestServer } from '../test-server.ts';
import { newReadingId, TestStation } from '../test-station.ts';

let server: TestServer;
let station: TestStation;
let other: TestStation;
const [first, second, third, fourth] = people.map(({ id }) => id) as [string, string, string, string];

beforeAll(async () => {
  server = await startTestServer();
  station = await TestStation.enrol(server, 'K01');
  other = await TestStation.enrol(server, 'K02');
  await station.connect();
  await other.connect();
});
afterAll(async () => {
  station.close();
  other.close();
  await server.end();
});

function row(sql: string, id: string): Record<string, unknown> | undefined {
  const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
  try {
    return db.prepare(sql).get(id) as Record<string, unknown> | undefined;
  } finally {
    db.close();
  }
}
const arrivalOf = (visitId: string | null) => row('SELECT overall, lane, desk FROM visits WHERE id = ?', visitId ?? '');
const checksOf = (readingId: string) =>
  JSON.parse(row('SELECT checks FROM readings WHERE id = ?', readingId)?.['checks'] as string) as unknown;

describe('a reading is accepted once', () => {
  it('gives a visit, and the same receipt to the same envelope', async () => {
    const envelope = station.envelope(await station.read(first));
    const one = await station.submit(envelope);
    const two = await station.submit(envelope);
    expect(one).toMatchObject({ ok: true, value: { visitId: expect.any(String) as string } });
    expect(two).toEqual(one);
  });

  it('gives the same receipt to the same record signed again', async () => {
    const record = await station.read(first);
    const one = await station.submit(station.envelope(record));
    const two = await station.submit(station.envelope(record, { offline: true }));
    expect(two).toEqual(one);
  });

  it('gives one number to one person however often and wherever they tap, within 100 ms at two stations', async () => {
    const [a, b] = [station.envelope(await station.read(second)), other.envelope(await other.read(second))];
    const [one, two] = await Promise.all([station.submit(a), other.submit(b)]);
    expect(one.ok && two.ok && one.value.visitId === two.value.visitId).toBe(true);
  });
});

describe('a reading that is not what it says is refused (TH12, TH13)', () => {
  it('signed by another station', async () => {
    const record = await station.read(third);
    const envelope = station.envelope(record);
    const forged = { ...envelope, signature: other.sign(envelope.body) };
    expect(await station.submit(forged)).toEqual({ ok: false, refusal: { code: 'signature-invalid' } });
    expect(await other.submit(envelope)).toEqual({ ok: false, refusal: { code: 'signature-invalid' } });
  });

  it('another station’s record under its own signature: the nonce was not given to it', async () => {
    const record = { ...(await station.read(third)), stationId: other.id };
    expect(await other.submit(other.envelope(record))).toMatchObject({ refusal: { code: 'nonce-unknown' } });
  });

  it('altered after signing', async () => {
    const envelope = station.envelope(await station.read(third));
    const altered = { ...envelope, body: envelope.body.replace('"offline":false', '"offline":true') };
    expect(await station.submit(altered)).toEqual({ ok: false, refusal: { code: 'signature-invalid' } });
  });

  it('replayed under a new reading id', async () => {
    const record = await station.read(third);
    expect((await station.submit(station.envelope(record))).ok).toBe(true);
    const again = { ...record, readingId: newReadingId() };
    expect(await station.submit(station.envelope(again))).toMatchObject({ refusal: { code: 'replayed' } });
  });

  it('another record under a reading id that was taken', async () => {
    const record = await station.read(third);
    expect((await station.submit(station.envelope(record))).ok).toBe(true);
    const changed = { ...record, finishedAt: new Date(0).toISOString() };
    expect(await station.submit(station.envelope(changed))).toEqual({
      ok: false,
      refusal: { code: 'replayed', field: 'readingId' },
    });
  });

  it('a sequence that does not rise', async () => {
    const record = await station.read(third);
    expect(await station.submit(station.envelope(record, { sequence: 1 }))).toEqual({
      ok: false,
      refusal: { code: 'replayed', field: 'sequence' },
    });
  });

  it.each([
    ['121 s ago', -121_000],
    ['121 s ahead', 121_000],
  ])('signed %s', async (_when, shift) => {
    const record = await station.read(third, { nonce: new Uint8Array(32) });
    const signedAt = new Date(Date.now() + shift).toISOString();
    expect(await station.submit(station.envelope(record, { signedAt }))).toEqual({
      ok: false,
      refusal: { code: 'clock-skew', field: 'signedAt' },
    });
  });

  it('a nonce that this server never gave', async () => {
    const record = await station.read(third, { nonce: new Uint8Array(32).fill(7) });
    expect(await station.submit(station.envelope(record))).toMatchObject({ refusal: { code: 'nonce-unknown' } });
  });

  it('a record of another reading or station than the envelope says', async () => {
    const record = await station.read(third);
    const readingId = newReadingId();
    expect(await station.submit(station.envelope(serializeEvidence(record), { readingId }))).toEqual({
      ok: false,
      refusal: { code: 'evidence-invalid', field: 'record.readingId' },
    });
  });

  it.each([
    ['no JSON', 'hello'],
    ['JSON of no record', '{"version":1}'],
    ['a polluted prototype', '{"__proto__":{"admin":true},"version":1}'],
  ])('%s instead of a record', async (_what, record) => {
    expect(await station.submit(station.envelope(record))).toEqual({
      ok: false,
      refusal: { code: 'evidence-invalid', field: 'record' },
    });
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it('leaves an audit row for each refusal, and the chain holds', () => {
    expect(server.api.verifyAudit()).toMatchObject({ ok: true });
    expect(server.logs.join('')).not.toContain('"stack"');
  });
});

describe('the server believes the chip and not the kiosk (E51)', () => {
  it('a claimed "genuine" over altered data comes out suspicious, at the desk', async () => {
    const record = await station.read(fourth);
    const dg1 = Buffer.from(record.files.DG1 ?? '', 'base64');
    dg1[20] = (dg1[20] ?? 0) ^ 1;
    const forged = {
      ...record,
      files: { ...record.files, DG1: dg1.toString('base64') },
      claims: { ...record.claims, overall: 'genuine' as const },
    };
    const answer = await station.submit(station.envelope(forged));
    expect(answer.ok).toBe(true);
    const detail = arrivalOf(answer.ok ? answer.value.visitId : null);
    expect(detail).toMatchObject({ overall: 'suspicious', lane: 'doubtful', desk: 1 });
  });

  it('a record without the server’s challenge is not proven by Active Authentication', async () => {
    const record = await station.read('01-khuyen', { nonce: null });
    const answer = await station.submit(station.envelope(record));
    expect(arrivalOf(answer.ok ? answer.value.visitId : null)).toMatchObject({ lane: 'card' });
    expect(checksOf(record.readingId)).toMatchObject({
      'active-authentication': { status: 'inconclusive', reason: 'no-challenge' },
    });
  });
});
