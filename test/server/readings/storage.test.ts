import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';
import { verifyEvidence } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import { testTrust } from '@cccd-kiosk/fixtures/world';
import { systemClock } from '@cccd-kiosk/server/src/clock';
import { readConfig } from '@cccd-kiosk/server/src/config';
import { createLog } from '@cccd-kiosk/server/src/log';
import { createServices, type Services } from '@cccd-kiosk/server/src/services';
import type { Station } from '@cccd-kiosk/server/src/stations/station-repository';
import { temporaryFolder } from '../test-server.ts';
import { newReadingId, TestStation } from '../test-station.ts';

let shift = 0;
const dataDir = temporaryFolder();
const now = () => new Date(Date.now() + shift);
const nowhere = { url: 'http://127.0.0.1:1' };
let services: Services;
let station: Station;
let signer: TestStation;

beforeAll(() => {
  services = createServices(readConfig({ dataDir, simulation: true }), systemClock(now), createLog('silent'));
  services.store.trust.importFiles(testTrust(), 'test');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  station = services.store.stations.add({ name: 'K01', publicKey: key }, now());
  signer = new TestStation(nowhere, station.id, privateKey);
});
afterAll(async () => {
  await services.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const nonce = (): Uint8Array => {
  const [issued] = services.store.nonces.issue(station.id, 1, now());
  return new Uint8Array(Buffer.from(issued?.nonce ?? '', 'base64'));
};
const count = (table: string): number =>
  services.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
const kept = () => ['visits', 'tickets', 'readings', 'audit'].map(count);
const fresh = (person: string) => signer.read(person, { nonce: nonce(), readingId: newReadingId() });

describe('reading, check-in, number, nonce, sequence and audit row are one transaction', () => {
  it('a full disk keeps nothing, says so, and the same envelope goes through afterwards (no accept-then-lose)', async () => {
    const envelope = signer.envelope(await fresh('01-khuyen'));
    const { db } = services.store;
    const before = kept();
    const free = db.pragma('max_page_count', { simple: true });
    db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`);
    expect(() => services.accept(station, envelope)).toThrowError(
      expect.objectContaining({ refusal: { code: 'storage-failed' } }),
    );
    expect(kept()).toEqual(before);
    expect(services.store.stations.find(station.id)?.lastSequence).toBe(0);
    db.pragma(`max_page_count = ${String(free)}`);
    expect(services.accept(station, envelope).receipt.visitId).toEqual(expect.any(String));
  });

  it('a refused reading leaves one audit row and nothing else, its nonce unspent', async () => {
    const record = await fresh('02-nghiem');
    const before = kept();
    const late = signer.envelope(record, { signedAt: new Date(now().getTime() - 600_000).toISOString() });
    expect(() => services.accept(station, late)).toThrowError(
      expect.objectContaining({ refusal: { code: 'clock-skew', field: 'signedAt' } }),
    );
    expect(kept()).toEqual(before.map((rows, index) => rows + (index === 3 ? 1 : 0)));
    expect(services.accept(station, signer.envelope(record)).receipt.visitId).toEqual(expect.any(String));
  });
});

describe('a reading made while the server was away', () => {
  it('is taken within a day, marked offline, once', async () => {
    const record = await fresh('03-hbluk');
    const envelope = signer.envelope(record, { offline: true });
    shift = 3 * 3_600_000;
    const { receipt } = services.accept(station, envelope);
    expect(services.store.readings.find(receipt.readingId)?.offline).toBe(true);
    expect(services.accept(station, envelope)).toMatchObject({ receipt, repeated: true });
    shift = 0;
  });

  it('belongs to the day it was made on', async () => {
    const record = await fresh('04-mau');
    const envelope = signer.envelope(record, { offline: true });
    shift = 23 * 3_600_000;
    const accepted = services.accept(station, envelope);
    shift = 0;
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(now());
    expect('checkedIn' in accepted && accepted.checkedIn.visit.serviceDay).toBe(today);
  });

  it('is refused when its challenge is older than a day', async () => {
    const envelope = signer.envelope(await fresh('05-tran'), { offline: true });
    shift = 24 * 3_600_000 + 60_000;
    expect(() => services.accept(station, envelope)).toThrow();
    shift = 0;
  });
});

describe('what is stored of a reading (decision 11)', () => {
  it('a record that verifies again, without portrait and without DG13 whole', async () => {
    const record = await fresh('06-ly');
    const { receipt } = services.accept(station, signer.envelope(record));
    const text = services.store.readings.evidence(receipt.readingId) ?? '';
    const stored = parseEvidence(text);
    expect(Object.keys(stored.files).sort()).toEqual(['DG1', 'DG14', 'DG15']);
    expect(Object.keys(stored.withheld)).toEqual(expect.arrayContaining(['DG2', 'DG13']));
    const { trust } = services.store;
    const again = verifyEvidence(stored, { profile: cccdProfile(), trust: trust.store, simulation: true, now: now() });
    expect(again.verdict.checks['active-authentication']).toEqual({ status: 'passed' });
    expect(again.verdict.checks['sod-signature']).toEqual({ status: 'passed' });
  });
});
