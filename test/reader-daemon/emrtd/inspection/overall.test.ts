import { describe, expect, it } from 'vitest';
import { basisOf, overallOf } from '@cccd-kiosk/emrtd/inspection/overall';
import {
  checkNames,
  failed,
  failureReasons,
  inconclusive,
  inconclusiveReasons,
  notAttempted,
  notOffered,
  passed,
  type Check,
  type CheckName,
  type Checks,
} from '@cccd-kiosk/emrtd/inspection/verdict';

const genuine: Checks = Object.fromEntries(checkNames.map((name) => [name, passed]));
const but = (name: CheckName, check: Check): Checks => ({ ...genuine, [name]: check });

describe('the overall word (ADR 2)', () => {
  it('is genuine when everything passed', () => {
    expect(overallOf(genuine)).toBe('genuine');
  });

  it.each(checkNames)('is suspicious as soon as %s failed', (name) => {
    for (const reason of failureReasons) expect(overallOf(but(name, failed(reason)))).toBe('suspicious');
  });

  it('is suspicious when the row of one data group failed', () => {
    expect(overallOf({ ...genuine, 'hash:DG2': failed('hash-mismatch') })).toBe('suspicious');
  });

  it.each(['sod-signature', 'signer-certificate', 'signer-validity', 'issuing-country', 'data-hashes'] as const)(
    'is not proven while %s is open',
    (name) => {
      for (const reason of inconclusiveReasons) expect(overallOf(but(name, inconclusive(reason)))).toBe('not-proven');
      expect(overallOf(but(name, notAttempted))).toBe('not-proven');
      expect(overallOf(but(name, notOffered))).toBe('not-proven');
    },
  );

  it.each(['revocation', 'files-agree', 'printed-data', 'protection-stripped'] as const)(
    'does not hang on %s being open',
    (name) => {
      expect(overallOf(but(name, inconclusive('no-revocation-list')))).toBe('genuine');
      expect(overallOf(but(name, notAttempted))).toBe('genuine');
    },
  );

  it.each<[string, Check, Check, string]>([
    ['one passed, the other not offered', passed, notOffered, 'genuine'],
    ['the other way round', notOffered, passed, 'genuine'],
    ['neither offered', notOffered, notOffered, 'not-proven'],
    ['one offered and not tried', passed, notAttempted, 'not-proven'],
    ['one refused by the card', passed, inconclusive('card-error'), 'not-proven'],
    ['one with a key that nobody signed', passed, inconclusive('key-not-bound'), 'not-proven'],
    ['one attested by the station', passed, inconclusive('attested-only'), 'genuine'],
    ['nothing but a station’s word', notOffered, inconclusive('attested-only'), 'genuine'],
    ['one failed', passed, failed('channel-not-opened'), 'suspicious'],
  ])('chip proofs: %s', (_what, active, chip, word) => {
    const data = but('chip-authentication-mapping', notOffered);
    expect(overallOf({ ...data, 'active-authentication': active, 'chip-authentication': chip })).toBe(word);
    // The mapping weighs as much as the others.
    const alone = { ...data, 'chip-authentication': notOffered };
    expect(overallOf({ ...alone, 'active-authentication': active, 'chip-authentication-mapping': chip })).toBe(word);
  });

  it('is not proven without any check', () => {
    expect(overallOf({})).toBe('not-proven');
  });
});

describe('the basis of the word (decision on what a server can believe)', () => {
  it.each<[Check, Check, string]>([
    [passed, inconclusive('attested-only'), 'proven'],
    [notOffered, inconclusive('attested-only'), 'attested'],
    [inconclusive('no-challenge'), inconclusive('attested-only'), 'attested'],
    [inconclusive('no-challenge'), notOffered, 'none'],
    [failed('answer-invalid'), notAttempted, 'none'],
  ])('%o and %o', (active, chip, basis) => {
    expect(basisOf({ 'active-authentication': active, 'chip-authentication': chip })).toBe(basis);
    expect(basisOf({ 'active-authentication': active, 'chip-authentication-mapping': chip })).toBe(basis);
  });
});
