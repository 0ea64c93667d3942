import { describe, expect, it } from 'vitest';
import { hash } from '@cccd-kiosk/emrtd/crypto/hash';
import { passiveAuthentication, type PassiveAuthenticationInput } from '@cccd-kiosk/emrtd/trust/passive-authentication';
import { PassiveWork } from '@cccd-kiosk/emrtd/trust/passive-work';
import { emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { files, sod, store } from './country.ts';

const now = new Date('2026-03-01T00:00:00Z');
const input: PassiveAuthenticationInput = {
  sod: sod(),
  files,
  trust: store(),
  now,
  simulation: false,
  issuingState: 'UTO',
};

/** All done ahead for `input`. */
function ahead(): PassiveWork {
  const work = new PassiveWork();
  work.doAhead(input.sod ?? new Uint8Array(0), files, input);
  return work;
}

describe('passive authentication done ahead', () => {
  it('does each part once, and the answer is the one of doing it all at the end', () => {
    const work = ahead();
    const [parsed] = [work.parse(input.sod ?? new Uint8Array(0))];
    expect(passiveAuthentication(input, work)).toEqual(passiveAuthentication(input));
    expect(passiveAuthentication(input, work).sod).toBe(parsed);
    const [file] = [...files.values()];
    if (file === undefined) throw new RangeError('no file');
    expect(work.digest('SHA-256', file)).toBe(work.digest('SHA-256', file));
    expect(work.digest('SHA-1', file)).toEqual(hash('SHA-1', file));
  });

  it.each<[string, Partial<PassiveAuthenticationInput>]>([
    [
      'another EF.SOD',
      { sod: (input.sod ?? new Uint8Array(0)).map((octet, i, all) => octet ^ (i === all.length - 1 ? 1 : 0)) },
    ],
    ['no EF.SOD', { sod: undefined }],
    ['octets that are no EF.SOD', { sod: Uint8Array.of(0x77, 0x01, 0x00) }],
    ['a changed file', { files: new Map([...files].map(([n, file]) => [n, file.map((octet) => octet ^ 1)])) }],
    ['an empty trust store', { trust: emptyTrustStore }],
    ['a later day', { now: new Date('2060-01-01T00:00:00Z') }],
  ])('serves nothing that was done for other input: %s', (_what, changed) => {
    const other = { ...input, ...changed };
    expect(passiveAuthentication(other, ahead())).toEqual(passiveAuthentication(other));
    expect(passiveAuthentication(other).checks).not.toBe(passiveAuthentication(input).checks);
  });

  it('a test issuer accepted ahead is not accepted at the end', () => {
    const work = new PassiveWork();
    work.doAhead(input.sod ?? new Uint8Array(0), files, { ...input, simulation: true });
    expect(passiveAuthentication(input, work)).toEqual(passiveAuthentication(input));
  });

  it('has nothing to do for an EF.SOD out of form', () => {
    const work = new PassiveWork();
    work.doAhead(Uint8Array.of(0x77, 0x00), files, input);
    expect(work.parse(Uint8Array.of(0x77, 0x00))).toBe('malformed');
  });
});
