import { describe, expect, it } from 'vitest';
import { runServerKills } from '../soak/server-kills.ts';

describe('kill -9 over the life of a check-in request (E41)', () => {
  it('loses nothing that was acknowledged and gives no number twice (the short version: 40 kills)', async () => {
    const report = await runServerKills(40);
    expect(report).toMatchObject({
      kills: 40,
      lost: 0,
      doubleNumbers: 0,
      doubleVisits: 0,
      integrity: 'ok',
      auditHolds: true,
    });
    expect(report.ackedBeforeKill + report.committedWithoutAck + report.neverArrived).toBe(40);
    expect(report.neverArrived).toBeGreaterThan(0);
  }, 300_000);
});
