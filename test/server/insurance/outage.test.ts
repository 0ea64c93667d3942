import { expect, it } from 'vitest';
import { runOutage } from './outage-run.ts';

const count = 5000;

it(
  `${count} check-ins while the gateway is away: all admitted, each asked once, in order and under the rate`,
  { timeout: 300_000 },
  async () => {
    const figures = await runOutage(count);
    expect(figures).toMatchObject({
      ...{ kills: 10, depth: count, askedWhileAway: 0 },
      ...{ lost: 0, askedTwice: 0, neverAsked: 0, fasterThanAgreed: 0 },
    });
    expect(figures.madeWait).toBeLessThanOrEqual(3 * 6);
    expect(figures.uncertain).toBeLessThanOrEqual(5);
    expect(figures.lateLive).toBeLessThanOrEqual(5);
    expect(figures.oldestAt).toBeGreaterThan(0.9);
  },
);
