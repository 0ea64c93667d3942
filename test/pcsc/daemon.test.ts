import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';
import type { LaidCard } from '@cccd-kiosk/fixtures/vpcd/slot';
import { people, printedOf } from '@cccd-kiosk/fixtures/world';
import type { PcscEvent } from '@cccd-kiosk/reader-daemon/src/pcsc/events';
import { pcscReaders } from '@cccd-kiosk/reader-daemon/src/pcsc/pcsc-readers';
import { StationBench } from '../reader-daemon/src/station-bench.ts';
import { until } from '../reader-daemon/src/stand-in-server.ts';
import { layVirtual, startStack, virtualReader, whatIsMissing } from './pcsc-stack.ts';
import type { PcscStack } from './pcsc-stack.ts';

const missing = await whatIsMissing();
const title = missing === undefined ? 'the daemon on the real PC/SC stack' : `SKIPPED, ${missing}: the daemon on PC/SC`;

describe.skipIf(missing !== undefined)(title, () => {
  let stack: PcscStack;
  let bench: StationBench;
  let laid: LaidCard | undefined;
  const events: PcscEvent[] = [];
  const person = people[0]?.id ?? '';

  beforeAll(async () => {
    const started = await startStack();
    if (typeof started === 'string') throw new Error(started);
    stack = started;
  });
  afterAll(() => stack.end());

  beforeEach(async ({ onTestFailed }) => {
    onTestFailed(
      () => void process.stderr.write([...bench.logged, ...events.map((e) => JSON.stringify(e))].join('\n')),
    );
    events.length = 0;
    bench = new StationBench();
    await bench.start({ readers: pcscReaders({ warm: true, onEvent: (event) => events.push(event) }) });
    await bench.settled();
    await until('the virtual reader', () => bench.daemon?.state().find(({ state }) => state === 'empty'), 15_000);
  });
  afterEach(async () => {
    await laid?.lift();
    laid = undefined;
    await bench.stop();
  });

  const lay = async (id: string, fault?: string) => {
    laid = await layVirtual(id, fault);
    bench.scanner.scan(printedOf(id, fault).qr, virtualReader);
  };
  const lift = async () => {
    await laid?.lift();
    await until('an empty reader', () => now()?.state === 'empty', 5000);
  };
  const now = () => bench.daemon?.state().find(({ reader }) => reader === virtualReader);
  const nextReading = (before: number, ms = 15_000) => until('a reading', () => bench.server.submissions[before], ms);

  it('a person is read through pcscd, and proven', async () => {
    await lay(person);
    const { record } = await nextReading(0);
    expect(parseEvidence(record).claims.overall).toBe('genuine');
    await until('done', () => now()?.state === 'done');
    await lift();
  });

  it('a mute card is ended after 3 s of silence; the next good card succeeds within 5 s (fault 2)', async () => {
    await lay(person, 'mute@4');
    await until('reading', () => now()?.state === 'reading');
    const silent = performance.now();
    await until('weak signal', () => bench.server.states.find(({ problem }) => problem === 'weak-signal'), 6000);
    expect(performance.now() - silent).toBeLessThan(6000);
    expect(events.some(({ event }) => event === 'reader-process-killed')).toBe(true);
    await until('given up', () => bench.server.problems.find(({ problem }) => problem === 'chip-unreadable'), 12_000);
    await laid?.lift();
    const before = bench.server.submissions.length;
    const started = performance.now();
    await lay(person);
    await nextReading(before);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('a card torn in the middle goes on when it is laid down again', async () => {
    await lay(person, 'torn@9');
    await until('lifted', () => bench.server.states.find(({ state }) => state === 'card-lifted'), 6000);
    // As a hand would: the driver loses a card that returns before it has noticed the old one's leaving.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    laid = await layVirtual(person);
    const { record } = await nextReading(0);
    expect(parseEvidence(record).claims.overall).toBe('genuine');
  });

  it('the service is killed and started again: back within 5 s, and reads (fault 30)', async () => {
    await stack.restart();
    const started = performance.now();
    const again = () => events.filter(({ event }) => event === 'service-up').length > 1;
    await until('the reader', () => again() && now()?.state === 'empty', 8000);
    expect(performance.now() - started).toBeLessThan(5000);
    await lay(person);
    expect(parseEvidence((await nextReading(0)).record).claims.overall).toBe('genuine');
  });

  it('the service hangs for a while: afterwards the card that was laid meanwhile is read (fault 30)', async () => {
    process.kill(stack.service.pid, 'SIGSTOP');
    await lay(person);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(bench.server.submissions).toEqual([]);
    process.kill(stack.service.pid, 'SIGCONT');
    expect(parseEvidence((await nextReading(0)).record).claims.overall).toBe('genuine');
  });

  it('a reader’s process is killed: another takes its place (fault 33)', async () => {
    const { execFileSync } = await import('node:child_process');
    const pids = execFileSync('pgrep', ['-P', String(process.pid), '-f', `reader-child.ts ${virtualReader}`]);
    for (const pid of pids.toString().trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
    await until('its end', () => events.some(({ event }) => event === 'reader-process-ended'));
    await lay(person);
    expect(parseEvidence((await nextReading(0)).record).claims.overall).toBe('genuine');
  });

  it('no process is left when the daemon stops', async () => {
    const { spawnSync } = await import('node:child_process');
    const children = () =>
      spawnSync('pgrep', ['-P', String(process.pid), '-f', '(reader|watcher)-child.ts']).stdout.toString();
    expect(children()).not.toBe('');
    await bench.daemon?.stop();
    await until('no children', () => children() === '', 3000);
  });
});
