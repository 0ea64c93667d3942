import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import { passed } from '@cccd-kiosk/emrtd/inspection/verdict';
import { StationBench } from '../station-bench.ts';
import { until } from '../stand-in-server.ts';

/** A chip that nothing but Chip Authentication can prove. */
const person = '15-dang';
let bench: StationBench;
beforeEach(async () => {
  bench = new StationBench();
  await bench.start();
  await bench.settled();
});
afterEach(() => bench.stop());

const submitted = async (): Promise<EvidenceRecord> => {
  await bench.lay(person);
  const submission = await until('a submission', () => bench.server.submissions[0], 10_000);
  return JSON.parse(submission.record) as EvidenceRecord;
};

describe('the server as witness of a chip, when it is no help', () => {
  it('refuses: the station runs the protocol by itself', async () => {
    const record = await submitted();
    expect(bench.server.chipOffers).toBe(1);
    expect(record.chipAuthentication.attested).toEqual(passed);
  });

  it.each(['goes-away', 'talks-nonsense'] as const)(
    '%s with the channel: opened anew, read whole, attested',
    async (chip) => {
      bench.server.chip = chip;
      const record = await submitted();
      expect(bench.server.chipOffers).toBe(1);
      expect(record.chipAuthentication.attested).toEqual(passed);
      expect(record.files.DG2).toBeDefined();
      expect(bench.server.problems).toEqual([]);
    },
  );
});
