/**
 * kill -9 of the server, spread evenly over the life of a check-in request. After every kill the station asks again until
 * it is answered. At the end: nothing that was acknowledged is lost, no number was given twice, one number a person.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { SubmissionReceipt } from '@cccd-kiosk/contract/station';
import { mintPerson, testTrust } from '@cccd-kiosk/fixtures/world';
import { verifyAudit } from '@cccd-kiosk/server/src/audit/verify-audit';
import { anchorFileOf, databaseFile, readConfig } from '@cccd-kiosk/server/src/config';
import { startServer } from '@cccd-kiosk/server/src/start-server';
import { TestStation, type Answer } from '../server/test-station.ts';
import { bundleServer } from './bundle-server.ts';
import { spawnServer } from './server-process.ts';

export interface KillReport {
  readonly kills: number;
  /** How many were acknowledged before the server died, and how many were in the database although they were not. */
  readonly ackedBeforeKill: number;
  readonly committedWithoutAck: number;
  readonly neverArrived: number;
  /** Acknowledged and afterwards not there, or answered differently: must be 0. */
  readonly lost: number;
  /** Numbers that two visits hold or held: must be 0. */
  readonly doubleNumbers: number;
  /** People with more than one visit or live number: must be 0. */
  readonly doubleVisits: number;
  readonly integrity: string;
  readonly auditHolds: boolean;
  /** Median life of a request without a kill, and median time from start to ready, in milliseconds. */
  readonly requestMs: number;
  readonly readyMs: number;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Waits on the clock itself: a timer is too coarse for a request of some milliseconds. */
async function waitUntil(time: number): Promise<void> {
  while (performance.now() < time) await turn();
}

interface Told {
  readonly readingId: string;
  readonly visitId: string;
  readonly number: string;
}

const numberOf = (dataDir: string, readingId: string): { visitId: string; number: string } | undefined => {
  const db = new Database(join(dataDir, 'kiosk.db'), { readonly: true });
  try {
    return db
      .prepare(
        `SELECT tickets.visit_id AS visitId, tickets.queue || ' ' || tickets.sequence AS number FROM readings
         JOIN tickets ON tickets.visit_id = readings.visit_id AND state = 'live' WHERE readings.id = ?`,
      )
      .get(readingId) as { visitId: string; number: string } | undefined;
  } finally {
    db.close();
  }
};

/** Enrols a station with a server in this process, which then makes room for the ones that are killed. */
async function prepare(dataDir: string): Promise<TestStation> {
  const server = await startServer({ dataDir, simulation: true, logLevel: 'silent' });
  server.api.importTrust(testTrust(), 'soak');
  const station = await TestStation.enrol({ ...server, dataDir, logs: [], restart: reject, end: reject });
  await server.close();
  return station;
}
const reject = (): Promise<never> => Promise.reject(new Error('not here'));

const calibration = 5;
const goldenRatio = 0.618_033_988_75;

/** `progress` hears of every kill. */
export async function runServerKills(
  kills: number,
  progress: (done: number) => void = () => undefined,
): Promise<KillReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cccd-kiosk-kills-'));
  const bundle = await bundleServer();
  const ready: number[] = [];
  const lives: number[] = [];
  const told: Told[] = [];
  let ackedBeforeKill = 0;
  let committedWithoutAck = 0;
  let neverArrived = 0;
  let lost = 0;
  let station = await prepare(dataDir);

  async function start() {
    const from = performance.now();
    const server = await spawnServer(bundle, dataDir);
    ready.push(performance.now() - from);
    station = station.at(server);
    await station.connect();
    return server;
  }

  let server = await start();
  // The life of a request is that of a process's first: the killed ones are all first ones.
  for (let i = 0; i < calibration; i += 1) {
    const envelope = station.envelope(await station.read(mintPerson(1_000_000 + i, 1)));
    const from = performance.now();
    await station.submit(envelope);
    lives.push(performance.now() - from);
    await server.kill();
    station.close();
    server = await start();
  }

  for (let i = 0; i < kills; i += 1) {
    const record = await station.read(mintPerson(i, 1));
    const envelope = station.envelope(record);
    let acked: Answer<SubmissionReceipt> | undefined;
    const from = performance.now();
    void station.submit(envelope).then(
      (answer) => (acked = answer),
      () => undefined,
    );
    // Even over the life whatever the order, and a tenth of them behind its usual end.
    await waitUntil(from + ((i * goldenRatio) % 1) * median(lives.slice(-calibration)) * 1.1);
    await server.kill();
    station.close();
    const first = acked;
    const committed = numberOf(dataDir, record.readingId);
    if (first !== undefined) ackedBeforeKill += 1;
    else if (committed !== undefined) committedWithoutAck += 1;
    else neverArrived += 1;
    if (first?.ok === true && committed?.visitId !== first.value.visitId) lost += 1;

    server = await start();
    const asked = performance.now();
    const answer = await station.submit(envelope);
    // A request that had left nothing is a whole first request now: the life as the machine's load makes it today.
    if (committed === undefined) lives.push(performance.now() - asked);
    const now = numberOf(dataDir, record.readingId);
    const same = answer.ok && now !== undefined && answer.value.visitId === now.visitId;
    if (!same || (committed !== undefined && committed.number !== now.number)) lost += 1;
    else told.push({ readingId: record.readingId, ...now });
    progress(i + 1);
  }
  await server.kill();
  station.close();

  const config = readConfig({ dataDir });
  const db = new Database(databaseFile(config));
  const count = (sql: string): number => db.prepare(sql).pluck().get() as number;
  for (const { readingId, visitId, number } of told) {
    const kept = numberOf(dataDir, readingId);
    if (kept?.visitId !== visitId || kept.number !== number) lost += 1;
  }
  const numbers = new Set(told.map(({ number }) => number));
  const report: KillReport = {
    kills,
    ackedBeforeKill,
    committedWithoutAck,
    neverArrived,
    lost,
    doubleNumbers:
      told.length -
      numbers.size +
      count(`SELECT count(*) - count(DISTINCT service_day || queue || sequence) FROM tickets`),
    doubleVisits: count('SELECT count(*) FROM visits') - (kills + calibration),
    integrity: db.pragma('integrity_check', { simple: true }) as string,
    auditHolds: verifyAudit(db, anchorFileOf(config)).ok,
    requestMs: Math.round(median(lives) * 10) / 10,
    readyMs: Math.round(median(ready)),
  };
  db.close();
  rmSync(dataDir, { recursive: true, force: true });
  return report;
}
