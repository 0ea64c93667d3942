import { afterEach, describe, expect, it } from 'vitest';
import { insuredMinted, type Insured } from '@cccd-kiosk/fixtures/upstreams/bhxh/insured';
import { mintPerson } from '@cccd-kiosk/fixtures/world';
import { createClerkDesk } from '@cccd-kiosk/server/src/insurance/clerk';
import type { Gateway } from '@cccd-kiosk/server/src/insurance/gateway/gateway';
import { until } from '../test-server.ts';
import { startInsuranceBench, type InsuranceBench } from './insurance-bench.ts';
import { ManualClock } from './manual-clock.ts';
import { OutageWorld } from './outage-world.ts';

let bench: InsuranceBench;
afterEach(() => bench.close());
const today = new Date().toISOString().slice(0, 10);
const stamp = today.replaceAll('-', '');

async function seen(n: number, changes: Partial<Insured>, settings: Record<string, unknown>) {
  bench = await startInsuranceBench({ settings });
  const person = mintPerson(n, 17);
  bench.gateway.register.add({ ...insuredMinted(person), ...changes });
  const { visitId } = await bench.lookUp(person);
  return { visitId, clerk: createClerkDesk(bench.desk) };
}

describe('what is asked when nobody waits', () => {
  const stays = [
    ['79010', '202601050800', '202601091000'],
    ['79014', `${stamp}0715`, ''],
    ['01999', `${stamp}0700`, ''],
  ] as const;

  it('a stay elsewhere without an end, and the year’s own payments', async () => {
    const { visitId, clerk } = await seen(
      1,
      { stays, coPayments: [400_000, 850_000] },
      { history: true, coPayment: true },
    );
    await until(() => clerk.see(visitId, today)?.coPaid === 1_250_000);
    expect(clerk.see(visitId, today)?.alerts).toEqual([{ kind: 'open-stay', where: '79014', at: `${today} 07:15` }]);
    expect(bench.desk.evidence.ofVisit(visitId).map(({ call, good }) => [call, good])).toEqual([
      ['look-up', true],
      ['history', true],
      ['co-payment', true],
    ]);
  });

  it('is not asked unless the site wants it', async () => {
    const { visitId, clerk } = await seen(2, { stays, coPayments: [1] }, {});
    expect(clerk.see(visitId, today)).toMatchObject({ coPaid: null, alerts: [] });
    expect(bench.gateway.questions.length).toBe(1);
  });

  it('its failure changes nothing about the card', async () => {
    // The stand-in stumbles over this and answers with HTTP 500.
    const { visitId, clerk } = await seen(3, { stays: 5 as never }, { history: true });
    await until(() => bench.desk.evidence.ofVisit(visitId).length === 2);
    expect(bench.desk.evidence.ofVisit(visitId)[1]).toMatchObject({ call: 'history', code: 'bad-status', good: false });
    expect(clerk.see(visitId, today)).toMatchObject({ view: { state: 'valid' }, alerts: [] });
    expect(bench.desk.status().breaker.state).toBe('closed');
  });

  it('another house that looked the card up today is told; our own and yesterday’s are not', async () => {
    const lookedUp = [
      ['79014_BV', `${stamp}0715`],
      ['01999_BV', `${stamp}0730`],
      ['79014_BV', '202601010700'],
    ] as const;
    const { visitId, clerk } = await seen(4, { lookedUp }, {});
    expect(clerk.see(visitId, today)?.alerts).toEqual([
      { kind: 'looked-up-today', where: '79014_BV', at: `${today} 07:15` },
    ]);
  });

  it('never before somebody who waits, and within the same agreed rate', async () => {
    const clock = new ManualClock('2026-11-26T01:00:00Z');
    const world = new OutageWorld(100);
    const extras: number[] = [];
    const inside: Gateway = {
      ...world.seenBy(clock),
      history: () => {
        extras.push(clock.now().getTime());
        return Promise.resolve({ value: [], raw: '{"dsLichSuKCB2025":[]}', status: 200, ms: 1 });
      },
    };
    bench = await startInsuranceBench({ clock, inside, settings: { ratePerSecond: 2, history: true } });
    const came = new Map<string, number>();
    // Three questions in two seconds of two a second: twice as many would not fit.
    for (let i = 0; i < 60; i += 1) {
      const person = mintPerson(100 + i, 17);
      world.knows(person);
      came.set(person.number, clock.now().getTime());
      bench.desk.insurance.begin(bench.visit(person));
      await clock.pass(667);
    }
    const longest = Math.max(...world.questions.map(({ number, at }) => at - (came.get(number) ?? 0)));
    expect(world.questions.length).toBe(60);
    expect(longest).toBeLessThanOrEqual(1000);
    await clock.pass(60_000);
    expect(extras.length).toBe(60);
    const all = [...extras, ...world.questions.map(({ at }) => at)].sort((a, b) => a - b);
    expect(all.filter((at, index) => at - (all[index - 1] ?? 0) < 500)).toEqual([]);
  });
});
