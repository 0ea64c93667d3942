import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { chipTransport, makeCard, people, printedOf, testTrust } from '@cccd-kiosk/fixtures/world';
import { startDaemon } from '@cccd-kiosk/reader-daemon/src/daemon';
import type { Daemon } from '@cccd-kiosk/reader-daemon/src/daemon';
import { ManualScanner } from '@cccd-kiosk/reader-daemon/src/key-scanner/key-scanner';
import { createLog } from '@cccd-kiosk/reader-daemon/src/log';
import { InProcessReaders } from '@cccd-kiosk/reader-daemon/src/readers/in-process-readers';
import { commands } from '@cccd-kiosk/server/src/commands/commands';
import { settingsFrom } from '@cccd-kiosk/server/src/commands/settings';
import { startServer } from '@cccd-kiosk/server/src/start-server';
import { until } from './stand-in-server.ts';

const reader = 'Reader One';
const folder = mkdtempSync(join(tmpdir(), 'with-server-'));
const person = people[0]?.id ?? '';

let server: Awaited<ReturnType<typeof startServer>>;
let daemon: Daemon;
let readers: InProcessReaders;
const scanner = new ManualScanner();
const logged: string[] = [];

const serve = (port: number) =>
  startServer({ dataDir: join(folder, 'server'), simulation: true, port }, { logTo: { write: () => undefined } });

beforeEach(async () => {
  logged.length = 0;
  server = await serve(0);
  server.api.importTrust(testTrust(), 'test');
  readers = new InProcessReaders([reader]);
  daemon = await startDaemon({
    config: {
      serverUrl: server.url,
      stateDir: join(folder, 'station'),
      enrolmentCode: server.api.createEnrolmentCode(),
      simulation: true,
    },
    readers,
    scanner,
    trust: loadTrustAnchors(testTrust()).store,
    log: createLog({ level: 'info', to: { write: (line: string) => void logged.push(line) } }),
    backoff: { firstMs: 50, maxMs: 200 },
  });
  await until('a line', () => daemon.connected);
});
afterEach(async () => {
  await daemon.stop();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function lay(who = person): Promise<void> {
  const chip = await makeCard({ person: who });
  readers.lay(reader, {
    atr: chip.atr,
    connect() {
      chip.power('on');
      return chipTransport(chip);
    },
  });
  scanner.scan(printedOf(who).qr, reader);
}
const lines = (words: string) => logged.filter((line) => line.includes(words)).length;

/** The daemon anew, as after a power cut; without trust of its own unless some is given. */
async function restart(own = {}): Promise<void> {
  await daemon.stop();
  readers = new InProcessReaders([reader]);
  const log = createLog({ level: 'info', to: { write: (line: string) => void logged.push(line) } });
  const config = { serverUrl: server.url, stateDir: join(folder, 'station'), simulation: true };
  daemon = await startDaemon({ config, readers, scanner, log, backoff: { firstMs: 50, maxMs: 200 }, ...own });
}
const verdicts = (): string[] =>
  logged.flatMap((line) => (line.includes('reading complete') ? [/"overall":"([a-z-]+)"/.exec(line)?.[1] ?? ''] : []));

describe('daemon and server', () => {
  it('a reading is taken; one made while the server is away is taken when it returns (decision 8)', async () => {
    await lay();
    await until('a receipt', () => lines('reading kept') === 1);
    readers.lift(reader);

    const { port } = new URL(server.url);
    await server.close();
    await until('a broken line', () => !daemon.connected);
    await lay();
    await until('a reading that waits', () => daemon.waiting === 1);
    server = await serve(Number(port));
    await until('a receipt', () => lines('reading kept') === 2);
    expect(logged.findLast((line) => line.includes('reading kept'))).toContain('"offline":true');
    expect(lines('reading refused')).toBe(0);
  });

  it('a chip without Active Authentication is proven to the server, which opens its first answer itself', async () => {
    await lay('15-dang');
    await until('a receipt', () => lines('reading kept') === 1);
    const db = new Database(join(folder, 'server', 'kiosk.db'), { readonly: true });
    const row = db.prepare('SELECT overall, basis FROM readings').get();
    db.close();
    expect(row).toEqual({ overall: 'genuine', basis: 'proven' });
  });

  it('whom to trust comes from the server, holds while it is away, and changes with it', async () => {
    await restart();
    await until('trust', () => lines('trust store loaded') === 1);
    await lay();
    await until('a verdict', () => verdicts().length === 1);
    expect(verdicts()).toEqual(['genuine']);
    await until('a receipt', () => lines('reading kept') === 1);

    // Changed on the command line, of which the server hears with the next reading; the one after it is judged by it.
    const config = settingsFrom({ data: join(folder, 'server') }, {});
    await commands['roll-back-trust']?.({ config, operands: [], options: {}, say: () => undefined });
    readers.lift(reader);
    await lay();
    await until('other trust', () => lines('trust store loaded') === 2);
    readers.lift(reader);
    await lay();
    await until('a verdict', () => verdicts().length === 3);
    // Changed on the server itself.
    server.api.importTrust(testTrust(), 'test');
    await until('trust again', () => lines('trust store loaded') === 3);

    await server.close();
    await restart();
    expect(lines('trust store loaded')).toBe(4);
    await lay();
    await until('a verdict', () => verdicts().length === 4);
    expect(verdicts()).toEqual(['genuine', 'genuine', 'not-proven', 'genuine']);
    server = await serve(0);
  });

  it('a station with trust of its own asks for none', async () => {
    await restart({ trust: emptyTrustStore });
    await until('a line', () => daemon.connected);
    await lay();
    await until('a receipt', () => lines('reading kept') === 1);
    expect(verdicts()).toEqual(['not-proven']);
    expect(lines('trust store loaded')).toBe(0);
  });

  it('a revoked station is cut off and reads nothing any more (fault 38)', async () => {
    const started = performance.now();
    server.api.revokeStation(daemon.stationId ?? '');
    await until('closed readers', () => daemon.state().every(({ state }) => state === 'failed'));
    expect(performance.now() - started).toBeLessThan(10_000);
    await lay();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(lines('reading complete')).toBe(0);
  });
});
