import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { challengeFor } from '@cccd-kiosk/emrtd/inspection/challenge';

const nonce = Uint8Array.from({ length: 32 }, (_, i) => i);

describe('the challenge of a reading', () => {
  it('is the first 8 octets of SHA-256(nonce ‖ station id ‖ reading id)', () => {
    const due = createHash('sha256').update(nonce).update('station-1reading-1').digest().subarray(0, 8);
    expect([...challengeFor(nonce, 'station-1', 'reading-1')]).toEqual([...due]);
  });

  it('differs for another nonce, station or reading', () => {
    const all = [
      challengeFor(nonce, 'station-1', 'reading-1'),
      challengeFor(
        nonce.map((octet) => octet ^ 1),
        'station-1',
        'reading-1',
      ),
      challengeFor(nonce, 'station-2', 'reading-1'),
      challengeFor(nonce, 'station-1', 'reading-2'),
    ].map((challenge) => challenge.join());
    expect(new Set(all).size).toBe(all.length);
  });

  it('takes 32 octets and no others', () => {
    expect(() => challengeFor(nonce.subarray(1), 's', 'r')).toThrow(RangeError);
  });
});
