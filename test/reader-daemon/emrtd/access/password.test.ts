import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { bacSeed, mrzInformation, pacePassword, pacePasswordKey } from '@cccd-kiosk/emrtd/access/password';
import { mrzKeys } from '@cccd-kiosk/fixtures/doc9303/basic-access';
import { paceGenericMapping } from '@cccd-kiosk/fixtures/doc9303/pace-generic-mapping';

describe('9303-11 App. D.2: passwords from the machine readable zone', () => {
  it.each(mrzKeys)('$format', (example) => {
    const key = { kind: 'mrz', ...example } as const;
    expect(mrzInformation(key)).toBe(example.mrzInformation);
    expect(toHex(pacePassword(key)), 'PACE takes all 20 octets').toBe(example.sha1);
    expect(toHex(bacSeed(key)), 'BAC takes 16').toBe(example.kSeed);
  });

  it('fillers may be left out; no expiry is 991231 to the letter', () => {
    const key = { kind: 'mrz', documentNumber: 'L898902C', dateOfBirth: '690806', dateOfExpiry: '940623' } as const;
    expect(mrzInformation(key)).toBe('L898902C<369080619406236');
    expect(mrzInformation({ ...key, dateOfExpiry: '991231' })).toBe('L898902C<369080619912315');
    expect(mrzInformation({ ...key, dateOfBirth: '69<<<<' })).toMatch(/69<<<<\d/);
  });

  it('App. G.1: K_π from the zone', () => {
    const key = { kind: 'mrz', documentNumber: 'T22000129', dateOfBirth: '640812', dateOfExpiry: '101031' } as const;
    expect(mrzInformation(key)).toBe(paceGenericMapping.mrzInformation);
    expect(toHex(pacePassword(key))).toBe(paceGenericMapping.k);
    expect(toHex(pacePasswordKey(key, 'AES-128'))).toBe(paceGenericMapping.kPi);
  });

  it('refuses what cannot stand in a zone, without quoting it', () => {
    const key = { kind: 'mrz', documentNumber: 'L898902C', dateOfBirth: '690806', dateOfExpiry: '940623' } as const;
    const secret = /L898902C|l898902|690806|1969/;
    for (const change of [{ documentNumber: 'l898902c' }, { dateOfBirth: '1969-08-06' }, { dateOfExpiry: '94062' }]) {
      expect(() => mrzInformation({ ...key, ...change })).toThrow(RangeError);
      expect(() => mrzInformation({ ...key, ...change })).not.toThrow(secret);
    }
  });
});

describe('9303-11 §9.7.3: the card access number', () => {
  it('is its six characters', () => {
    expect(pacePassword({ kind: 'can', can: '012345' })).toEqual(fromHex('303132333435'));
  });

  it.each(['', '12345', '1234567', '12345a', '١٢٣٤٥٦'])('"%s" is none', (can) => {
    expect(() => pacePassword({ kind: 'can', can })).toThrow(RangeError);
  });
});
