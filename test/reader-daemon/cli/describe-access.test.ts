import { describe, expect, it } from 'vitest';
import { describeAccess } from '../../../reader-daemon/cli/describe-access.ts';

const fallbacks = [{ from: 'pace-can', to: 'pace-mrz', because: 'wrong-password' }] as const;

describe('how a chip was opened, for machines', () => {
  it('PACE: names and numbers, and none of the octets that were exchanged', () => {
    const access = {
      protocol: 'PACE',
      mapping: 'CAM',
      oid: '0.4.0.127.0.7.2.2.4.6.2',
      cipher: 'AES-128',
      parameterId: 13,
      password: 'mrz',
      chipKey: Uint8Array.of(4, 1, 2),
      terminalKey: Uint8Array.of(4, 1, 2),
      chipAuthenticationMapping: {
        chipAuthenticationData: Uint8Array.of(1),
        mappingPublicKey: Uint8Array.of(4),
        cardSecurity: Uint8Array.of(0x30, 0),
      },
      fallbacks,
    } as const;
    expect(describeAccess(access)).toEqual({
      protocol: 'PACE',
      mapping: 'CAM',
      oid: '0.4.0.127.0.7.2.2.4.6.2',
      parameterId: 13,
      cipher: 'AES-128',
      password: 'mrz',
      fallbacks,
    });
  });

  it('BAC', () => {
    const access = { protocol: 'BAC', cipher: '3DES', password: 'mrz', fallbacks: [] } as const;
    expect(describeAccess(access)).toEqual(access);
  });
});
