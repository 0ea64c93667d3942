import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { temporaryFolder } from '../test-server.ts';
import { startInsuranceBench, type InsuranceBench } from './insurance-bench.ts';
import { ManualClock } from './manual-clock.ts';
import { OutageWorld } from './outage-world.ts';

const count = Number(process.env['OUTAGE_CHECK_INS'] ?? 5000);
const hour = 3_600_000;

/** The national link is away for four hours of a full morning; the server is killed ten times, half of them on the way back. */
it(
  `${count} check-ins while the gateway is away: all admitted, each asked once, in order and under the rate`,
  { timeout: 300_000 },
  async () => {
    const world = new OutageWorld(400);
    const dataDir = temporaryFolder();
    let clock = new ManualClock('2026-11-26T00:00:00Z');
    let bench: InsuranceBench;
    let kills = 0;
    const start = async (): Promise<InsuranceBench> =>
      startInsuranceBench({ dataDir, keep: true, clock, inside: world.seenBy(clock), settings: { ratePerSecond: 2 } });
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
    const pause = (4 * hour) / count;
    for (let i = 0; i < count; i += 1) {
      const visitId = arrives();
      await clock.pass(pause);
      // The link is known to be away: nobody waits before a screen.
      if (i > 10) expect(bench.desk.insurance.view(visitId).state).toBe('pending');
      if (i % Math.floor(count / 5) === Math.floor(count / 10)) await kill();
    }
    expect(kills).toBe(5);
    expect(world.questions).toEqual([]);
    expect(bench.desk.status()).toMatchObject({ depth: count, uncertain: 0, breaker: { state: 'open' } });

    world.away = false;
    const back = clock.now().getTime();
    await clock.pass(150_000);
    const live: { visitId: string; at: number }[] = [];
    while (bench.desk.status().depth > 0) {
      live.push({ visitId: arrives(), at: clock.now().getTime() });
      await clock.pass(5_000);
      // Nobody is asked about at this very moment but one of those who waited.
      if (kills < 10 && live.length % 60 === 0) await kill();
      if (live.length > count) throw new Error('the backlog does not shrink');
    }
    const settled = visits.map((visitId) => bench.desk.insurance.view(visitId).state);
    const { uncertain } = bench.desk.status();
    expect(kills).toBe(10);
    expect(uncertain).toBeLessThanOrEqual(5);
    expect(settled.filter((state) => state === 'valid').length).toBe(visits.length - uncertain);
    expect(settled.filter((state) => state === 'pending').length).toBe(uncertain);

    // Each was asked once; what nobody knows the answer to was not asked again.
    expect(world.questions.length).toBe(visits.length);
    expect(new Set(world.questions.map(({ number }) => number)).size).toBe(visits.length);
    // Ten processes, one rate.
    const close = world.questions.filter(({ at }, index) => at - (world.questions[index - 1]?.at ?? 0) < 500);
    expect(close).toEqual([]);

    // Whoever stands before a screen is asked about before those who waited.
    const askedAt = new Map(world.questions.map(({ number, at }) => [number, at]));
    const late = live.filter(({ at }, index) => {
      const person = mintPerson(count + index, 3);
      return (askedAt.get(person.number) ?? Infinity) - at > 1000;
    });
    expect(late.length).toBeLessThanOrEqual(5);
    expect(Math.min(...world.questions.map(({ at }) => at))).toBeGreaterThan(back);
    // Newest first among those who waited.
    const waited = world.questions.map(({ number }) => number);
    const last = waited.indexOf(mintPerson(0, 3).number);
    expect(last).toBeGreaterThan(count * 0.9);

    await bench.desk.close();
    bench.store.close();
    await bench.gateway.close();
    rmSync(dataDir, { recursive: true, force: true });
  },
);
