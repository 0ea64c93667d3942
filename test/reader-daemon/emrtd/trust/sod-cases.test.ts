import { describe, expect, it } from 'vitest';
import { passiveAuthentication } from '@cccd-kiosk/emrtd/trust/passive-authentication';
import { files, sod, store } from './country.ts';
import { sodCases } from './sod-cases.ts';

const now = new Date('2026-03-01T00:00:00Z');
const judge = (object: Uint8Array) =>
  passiveAuthentication({ sod: object, files, trust: store(), now, simulation: false, issuingState: 'UTO' });

describe('EF.SOD out of form: TR-03105 part 5.1, unit LDS_H', () => {
  it('the one they are all made from is in form', () => {
    const { checks, boundDataGroups } = judge(sod());
    expect(checks['sod-signature']).toEqual({ status: 'passed' });
    expect(boundDataGroups.size).toBe(files.size);
  });

  it.each(sodCases)('$id: $what', ({ sod: make, check, due, accepted }) => {
    const { checks, boundDataGroups } = judge(make());
    const found = checks[check];
    expect(found && 'reason' in found ? `${found.status} ${found.reason}` : found?.status).toBe(due);
    if (accepted !== undefined) expect(Object.values(checks).filter((each) => each?.status === 'failed')).toEqual([]);
    // What is bound makes a chip proof count: with an EF.SOD refused there is nothing, with one file off only that.
    if (accepted === undefined && check !== 'data-hashes') expect(boundDataGroups.size).toBe(0);
    if (check === 'data-hashes') expect(boundDataGroups.size).toBeLessThan(files.size);
  });
});
