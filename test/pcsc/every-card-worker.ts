/**
 * Reads every simulated person and every fault through the real PC/SC service, with a good card after each fault that
 * ends a reading early. Starts that service itself: the test runs this in a private namespace. One JSON line for each
 * reading.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startPcscd } from '@cccd-kiosk/fixtures/vpcd/pcscd';
import { layOnSlot, slotPorts } from '@cccd-kiosk/fixtures/vpcd/slot';
import type { LaidCard } from '@cccd-kiosk/fixtures/vpcd/slot';
import { faults, makeCard, people, printedOf, testTrust } from '@cccd-kiosk/fixtures/world';
import type { SimulatedChip } from '@cccd-kiosk/fixtures/world';
import { runReader } from '@cccd-kiosk/reader-daemon/cli/reader';

/** One reading, as the test judges it. */
export interface Line {
  readonly kind: 'person' | 'fault' | 'after-fault';
  readonly person: string;
  readonly fault?: string;
  readonly exitCode: number;
  readonly verdict?: string;
  readonly error?: string;
  readonly checks?: Readonly<Record<string, { readonly status: string; readonly reason?: string }>>;
  /** From laying the card down to the answer. */
  readonly ms: number;
}

/** A card that never speaks again is waited for through several sittings: `mute-once` stands in for `mute`. */
const slowOnes = ['mute', 'slow'];
const layAgainMs = 700;
/** Nobody swaps cards faster: the service looks for them every 400 ms. */
const swapMs = 600;

const report = (line: Line | { readonly problem: string }) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function readOne(kind: Line['kind'], person: string, fault: string | undefined, trust: string): Promise<void> {
  const chip = await makeCard({ person, fault });
  const before = performance.now();
  const stop = new AbortController();
  const onReader = keepOnReader(chip, stop.signal);
  let text = '';
  const { qr } = printedOf(person, fault);
  const args = ['read', '--reader', 'Virtual PCD 00 00', '--qr', qr, '--trust', trust, '--simulation', '--json'];
  const exitCode = await runReader(args, { print: (line) => (text += line), say: () => undefined });
  const ms = Math.round(performance.now() - before);
  stop.abort();
  await onReader;
  await wait(swapMs);
  const { verdict, error, checks } = JSON.parse(text) as Pick<Line, 'verdict' | 'checks'> & {
    error?: { code: string };
  };
  report({
    kind,
    person,
    ...(fault === undefined ? {} : { fault }),
    exitCode,
    ...(verdict === undefined ? {} : { verdict }),
    ...(error === undefined ? {} : { error: error.code }),
    ...(checks === undefined ? {} : { checks }),
    ms,
  });
}

/** Lays the card down again whenever it left by itself. */
async function keepOnReader(chip: SimulatedChip, stop: AbortSignal): Promise<void> {
  const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  while (!stop.aborted) {
    const card: LaidCard | undefined = await layOnSlot(chip, { port: slotPorts[0] }).catch(() => undefined);
    await Promise.race([card?.gone, stopped]);
    if (stop.aborted) await card?.lift();
    else await Promise.race([wait(layAgainMs), stopped]);
  }
}

const service = await startPcscd();
if (!service.started) {
  report({ problem: service.reason });
} else {
  const trust = await mkdtemp(join(tmpdir(), 'every-card-'));
  try {
    for (const { name, bytes } of testTrust()) await writeFile(join(trust, name), bytes);
    for (const { id } of people) await readOne('person', id, undefined, trust);
    for (const { name, expected } of faults.filter((fault) => !slowOnes.includes(fault.name))) {
      await readOne('fault', '04-mau', name, trust);
      if ('problem' in expected) await readOne('after-fault', '12-y-ayun', undefined, trust);
    }
  } finally {
    await rm(trust, { recursive: true, force: true });
    await service.stop();
  }
}
