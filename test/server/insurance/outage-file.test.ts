import { afterEach, expect, it } from 'vitest';
import { mintPerson, type Person } from '@cccd-kiosk/fixtures/world';
import { createOutageFile } from '@cccd-kiosk/server/src/insurance/outage-file';
import { startInsuranceBench, type InsuranceBench } from './insurance-bench.ts';
import { ManualClock } from './manual-clock.ts';
import { OutageWorld } from './outage-world.ts';

let bench: InsuranceBench;
afterEach(() => bench.close());

const minute = 60_000;
const everything = ['2026-11-25T00:00:00Z', '2026-11-28T00:00:00Z'] as const;

it('names everybody who was admitted while the gateway was away, and when each was looked up after all', async () => {
  const clock = new ManualClock('2026-11-26T00:00:00.000Z');
  const world = new OutageWorld(100);
  bench = await startInsuranceBench({ clock, inside: world.seenBy(clock) });
  const arrives = async (n: number): Promise<Person> => {
    const person = mintPerson(n, 29);
    world.knows(person);
    bench.desk.insurance.begin(bench.visit(person));
    await clock.pass(minute);
    return person;
  };
  const before = await arrives(1);
  world.away = true;
  const during = [await arrives(2), await arrives(3), await arrives(4)];
  const { store, desk } = bench;
  const file = createOutageFile({
    ...{ visits: store.visits, tickets: store.tickets, evidence: desk.evidence, outages: desk.outages },
    ...{ site: 'Bệnh viện <Mẫu>', time: (at: string) => at },
  });
  expect(desk.outages.during(...everything)).toMatchObject([{ cause: 'unreachable', endedAt: null }]);
  expect(file(...everything).html).toContain('<td>Chưa</td>');

  world.away = false;
  await clock.pass(3 * minute);
  const after = await arrives(5);
  const [outage] = desk.outages.during(...everything);
  expect(outage).toMatchObject({ beganAt: expect.stringMatching(/^2026-11-26T00:01:00/), cause: 'unreachable' });
  // Three failures opened it; then a session was tried for after 15, 30, 60 and 120 s.
  expect(outage?.tries).toBeGreaterThan(2);
  expect(outage?.endedAt).not.toBeNull();

  const { html, visitIds } = file(...everything);
  expect(visitIds.length).toBe(3);
  expect(desk.outages.admitted(...everything).map(({ answeredAt }) => answeredAt !== null)).toEqual([true, true, true]);
  for (const { name, number } of during) {
    expect(html).toContain(name);
    expect(html).toContain(number);
  }
  for (const { number } of [before, after]) expect(html).not.toContain(number);
  expect(html).not.toContain('<td>Chưa</td>');
  expect(html).toContain('Bệnh viện &#60;Mẫu&#62;');
  // Outside the outage there is nothing to tell.
  expect(file('2026-11-25T00:00:00Z', '2026-11-26T00:00:30Z').visitIds).toEqual([]);
});

it('a house’s own setting is no outage', async () => {
  bench = await startInsuranceBench({ settings: { officers: { kiosk: { name: 'Khác', cccd: '001180999900' } } } });
  const { visitId } = await bench.lookUp(mintPerson(6, 29));
  const { store, desk } = bench;
  expect(desk.status().breaker).toMatchObject({ state: 'open', cause: '055' });
  const file = createOutageFile({
    ...{ visits: store.visits, tickets: store.tickets, evidence: desk.evidence, outages: desk.outages },
    ...{ site: 'Bệnh viện Mẫu', time: (at: string) => at },
  });
  expect(desk.evidence.ofVisit(visitId).length).toBe(1);
  expect(file('2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z').visitIds).toEqual([]);
});
