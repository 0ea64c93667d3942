/**
 * Reads every simulated person and every fault through the real PC/SC service, with a good card after each fault that
 * ends a reading early. Starts that service itself: the test runs this in a private namespace. One JSON line for each
 * reading.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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

/** The two slots of the virtual reader work side by side. */
interface Lane {
  readonly reader: string;
  readonly port: number;
}
const lanes: readonly Lane[] = slotPorts.map((port, slot) => ({ reader: `Virtual PCD 00 0${slot}`, port }));

interface Job {
  readonly kind: Line['kind'];
  readonly person: string;
  readonly fault?: string;
}

async function readOne(job: Job, { reader, port }: Lane, place: string): Promise<void> {
  const { kind, person, fault } = job;
  const chip = await makeCard({ person, fault });
  const before = performance.now();
  const stop = new AbortController();
  const onReader = keepOnReader(chip, port, stop.signal);
  let text = '';
  const args = ['read', '--reader', reader, ...(await keyOf(job, place)), '--trust', trustIn(place), '--simulation'];
  const exitCode = await runReader([...args, '--json'], { print: (line) => (text += line), say: () => undefined });
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

const trustIn = (place: string): string => join(place, 'trust');

/** What a passport has printed is its zone; a card has its QR code. */
async function keyOf({ person, fault }: Job, place: string): Promise<string[]> {
  const { qr, mrz } = printedOf(person, fault);
  if (qr !== '') return ['--qr', qr];
  const path = join(place, `zone-${String(fault)}`);
  await writeFile(path, mrz);
  return ['--mrz', path];
}

/** Lays the card down again whenever it left by itself. */
async function keepOnReader(chip: SimulatedChip, port: number, stop: AbortSignal): Promise<void> {
  const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  while (!stop.aborted) {
    const card: LaidCard | undefined = await layOnSlot(chip, { port }).catch(() => undefined);
    await Promise.race([card?.gone, stopped]);
    if (stop.aborted) await card?.lift();
    else await Promise.race([wait(layAgainMs), stopped]);
  }
}

/** What must follow each other on one slot stands together. */
function jobs(): Job[][] {
  return [
    ...people.map(({ id }): Job[] => [{ kind: 'person', person: id }]),
    ...faults
      .filter(({ name }) => !slowOnes.includes(name))
      .map(({ name, expected }): Job[] => [
        { kind: 'fault', person: '04-mau', fault: name },
        ...('problem' in expected ? [{ kind: 'after-fault', person: '12-y-ayun' } as const] : []),
      ]),
  ];
}

const service = await startPcscd();
if (!service.started) {
  report({ problem: service.reason });
} else {
  const place = await mkdtemp(join(tmpdir(), 'every-card-'));
  try {
    await mkdir(trustIn(place));
    for (const { name, bytes } of testTrust()) await writeFile(join(trustIn(place), name), bytes);
    const queue = jobs();
    await Promise.all(
      lanes.map(async (lane) => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          for (const job of next) await readOne(job, lane, place);
        }
      }),
    );
  } finally {
    await rm(place, { recursive: true, force: true });
    await service.stop();
  }
}
