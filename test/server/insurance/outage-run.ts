import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { startInsuranceBench, type InsuranceBench } from './insurance-bench.ts';
import { ManualClock } from './manual-clock.ts';
import { OutageWorld } from './outage-world.ts';

const hour = 3_600_000;
const perSecond = 2;

/** Figures of an outage, and of the way back from it. */
export interface OutageFigures {
  readonly checkIns: number;
  readonly kills: number;
  /** Waiting when the gateway came back. */
  readonly depth: number;
  /** Told "being checked": the first ones of each process, who find out that the gateway is away. */
  readonly madeWait: number;
  readonly askedWhileAway: number;
  /** Questions nobody knows the answer to: left behind by a kill. */
  readonly uncertain: number;
  /** Neither answered nor marked as uncertain. */
  readonly lost: number;
  readonly askedTwice: number;
  readonly neverAsked: number;
  readonly fasterThanAgreed: number;
  /** Came while the backlog was worked off, and was asked about later than a second after. */
  readonly lateLive: number;
  /** Where in the row of questions the first who came was asked about, 0 to 1: the newest go first. */
  readonly oldestAt: number;
}

/** A kill is no power cut: what the process wrote is in the files, whether or not they have reached a disk. */
function quickFolder(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize > 512 * 1024 * 1024) return mkdtempSync('/dev/shm/cccd-kiosk-outage-');
  } catch {
    // Not on this system.
  }
  return mkdtempSync(join(tmpdir(), 'cccd-kiosk-outage-'));
}

/**
 * The national link is away for four hours of a morning with `count` check-ins; the server is killed ten times, half of them
 * on the way back. Time is the test's own.
 */
export async function runOutage(count: number, onProgress: (done: number) => void = () => undefined) {
  const world = new OutageWorld(400);
  const dataDir = quickFolder();
  let clock = new ManualClock('2026-11-26T00:00:00Z');
  let bench: InsuranceBench;
  let kills = 0;
  const start = async (): Promise<InsuranceBench> =>
    startInsuranceBench({
      ...{ dataDir, keep: true, clock, inside: world.seenBy(clock) },
      settings: { ratePerSecond: perSecond },
    });
  /** As kill -9: nothing is said, nothing is finished; a new process begins with what is on the disk. */
  async function kill(): Promise<void> {
    kills += 1;
    clock = new ManualClock(clock.now().toISOString());
    bench.store.db.close();
    await bench.gateway.close();
    bench = await start();
  }
  const visits: string[] = [];
  function arrives(): string {
    const person = mintPerson(visits.length, 3);
    world.knows(person);
    const visitId = bench.visit(person);
    bench.desk.insurance.begin(visitId);
    visits.push(visitId);
    return visitId;
  }

  bench = await start();
  world.away = true;
  let madeWait = 0;
  for (let i = 0; i < count; i += 1) {
    const visitId = arrives();
    if (bench.desk.insurance.view(visitId).state !== 'pending') madeWait += 1;
    await clock.pass((4 * hour) / count);
    if (i % Math.floor(count / 5) === Math.floor(count / 10)) await kill();
    onProgress(i + 1);
  }
  const askedWhileAway = world.questions.length;
  const { depth } = bench.desk.status();

  world.away = false;
  const live: number[] = [];
  await clock.pass(150_000);
  while (bench.desk.status().depth > 0) {
    live.push(clock.now().getTime());
    arrives();
    await clock.pass(5_000);
    // Nobody is asked about at this very moment but one of those who waited.
    if (kills < 10 && live.length % Math.max(1, Math.floor(count / 63)) === 0) await kill();
    if (live.length > count) throw new Error('the backlog does not shrink');
  }
  const states = visits.map((visitId) => bench.desk.insurance.view(visitId).state);
  const { uncertain } = bench.desk.status();
  const { questions } = world;
  const askedAt = new Map(questions.map(({ number, at }) => [number, at]));
  const numbers = visits.map((_visit, index) => mintPerson(index, 3).number);
  const figures: OutageFigures = {
    ...{ checkIns: visits.length, kills, depth, madeWait, askedWhileAway, uncertain },
    lost: visits.length - uncertain - states.filter((state) => state === 'valid').length,
    askedTwice: questions.length - askedAt.size,
    neverAsked: numbers.filter((number) => !askedAt.has(number)).length,
    fasterThanAgreed: questions.filter(({ at }, index) => at - (questions[index - 1]?.at ?? 0) < 1000 / perSecond)
      .length,
    lateLive: live.filter((at, index) => (askedAt.get(numbers[count + index] ?? '') ?? Infinity) - at > 1000).length,
    oldestAt: questions.findIndex(({ number }) => number === numbers[0]) / questions.length,
  };
  await bench.desk.close();
  bench.store.close();
  await bench.gateway.close();
  rmSync(dataDir, { recursive: true, force: true });
  return figures;
}
