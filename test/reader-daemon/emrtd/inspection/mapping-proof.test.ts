import { beforeAll, describe, expect, it } from 'vitest';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { fromBase64, toBase64 } from '@cccd-kiosk/emrtd/base64';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { challengeFor } from '@cccd-kiosk/emrtd/inspection/challenge';
import {
  makeEvidence,
  reduceEvidence,
  serializeEvidence,
  type EvidenceRecord,
} from '@cccd-kiosk/emrtd/inspection/evidence';
import type { Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import { inspectFiles } from '@cccd-kiosk/emrtd/inspection/inspect-files';
import {
  judgeMapping,
  mappingExchangeOf,
  type MappingExchange,
  type MappingStandards,
} from '@cccd-kiosk/emrtd/inspection/mapping-proof';
import { parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';
import { verifyEvidence } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import { failed, inconclusive, notAttempted, notOffered, passed } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { Check } from '@cccd-kiosk/emrtd/inspection/verdict';
import { emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { printedOf } from '@cccd-kiosk/fixtures/world';
import { inspectCard, now, seededRandom, testStore } from './simulated.ts';

const person = '12-y-ayun';
const check = 'chip-authentication-mapping';

function exchangeOf({ access }: Inspection): MappingExchange {
  const exchange = mappingExchangeOf(access);
  if (exchange === undefined) throw new TypeError('opened without the mapping');
  return exchange;
}

let only: Inspection;
let other: Inspection;
let otherDomain: Inspection;
beforeAll(async () => {
  only = await inspectCard({ person, variant: 'cam-only' });
  other = await inspectCard({ person: '01-khuyen', variant: 'cam-only' });
  otherDomain = await inspectCard({ person, variant: 'cam-192' });
});

describe('9303-11 §4.4.3.5: a card opened with chip-authentication mapping', () => {
  it.each(['cam', 'cam-192', 'cam-256'] as const)('%s is genuine by all three proofs', async (variant) => {
    const { verdict, access, offered } = await inspectCard({ person, variant });
    expect(access).toMatchObject({ protocol: 'PACE', mapping: 'CAM' });
    expect(offered.chipAuthenticationMapping).toBe(true);
    expect(verdict).toMatchObject({
      overall: 'genuine',
      checks: { [check]: passed, 'chip-authentication': passed, 'active-authentication': passed },
    });
  });

  it('is genuine by the mapping where the chip offers nothing else', () => {
    expect(only.verdict).toMatchObject({
      overall: 'genuine',
      checks: { [check]: passed, 'chip-authentication': notOffered, 'active-authentication': notOffered },
    });
  });

  it.each([
    ['cam-wrong-data', 'suspicious', failed('answer-invalid')],
    ['card-security-forged', 'suspicious', failed('message-digest-mismatch', 'CardSecurity')],
    ['card-security-stranger', 'not-proven', inconclusive('unknown-issuer', 'CardSecurity')],
  ])('%s: %s', async (fault, overall, outcome) => {
    const { verdict } = await inspectCard({ person, fault });
    expect(verdict.overall).toBe(overall);
    expect(verdict.checks[check]).toEqual(outcome);
  });

  it('a chip that leaves its proof out is not read', async () => {
    const reading = inspectCard({ person, fault: 'cam-silent' });
    await expect(reading).rejects.toThrow(EmrtdError);
    await expect(reading).rejects.toMatchObject({ code: 'malformed' });
  });
});

describe('a card opened otherwise', () => {
  it('with generic mapping offers no such proof', async () => {
    const { verdict, offered } = await inspectCard({ person });
    expect(verdict.checks[check]).toEqual(notOffered);
    expect(offered.chipAuthenticationMapping).toBe(false);
    expect(verdict.overall).toBe('genuine');
  });

  it('with BAC, although it could: the other proofs decide', async () => {
    const { mrz } = printedOf(person);
    const key = { kind: 'mrz', text: mrz } as const;
    const { verdict, access } = await inspectCard({ person, variant: 'cam' }, { policy: ['bac'] }, key);
    expect(access.protocol).toBe('BAC');
    expect(verdict.checks[check]).toEqual(notOffered);
    expect(verdict.overall).toBe('genuine');
    const bare = await inspectCard({ person, variant: 'cam-only' }, { policy: ['bac'] }, key);
    expect(bare.verdict.overall).toBe('not-proven');
  });

  it('as a folder of files: nobody tried', () => {
    const standards = { trust: testStore(), simulation: true, now, profile: cccdProfile() };
    const files = new Map(only.files);
    expect(inspectFiles(files, standards).verdict.checks[check]).toEqual(notOffered);
    if (!(only.cardAccess instanceof Uint8Array)) throw new TypeError('no EF.CardAccess');
    const { verdict } = inspectFiles(files.set('CardAccess', only.cardAccess), standards);
    expect(verdict.checks[check]).toEqual(notAttempted);
    expect(verdict.overall).toBe('not-proven');
  });
});

describe('what the mapping counts for', () => {
  const standards: MappingStandards = { trust: testStore(), now, simulation: true, country: 'VN' };

  it('passes with everything in place', () => {
    expect(only.signer?.country).toBe('VN');
    expect(judgeMapping(exchangeOf(only), standards)).toEqual(passed);
  });

  it.each<[string, Partial<MappingStandards>, Check]>([
    ['nobody is trusted', { trust: emptyTrustStore }, inconclusive('no-trust-store', 'CardSecurity')],
    ['the test issuer, without simulation', { simulation: false }, failed('test-issuer', 'CardSecurity')],
    ['another state signed EF.SOD', { country: 'DE' }, inconclusive('key-not-bound', 'country')],
    ['nobody is known to have signed EF.SOD', { country: undefined }, inconclusive('key-not-bound', 'country')],
    ['no revocation list', { trust: testStore('none') }, passed],
  ])('%s', (_what, change, outcome) => {
    expect(judgeMapping(exchangeOf(only), { ...standards, ...change })).toEqual(outcome);
  });

  const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
    bytes.map((octet, i) => (i === at ? octet ^ 1 : octet));
  const securityOf = ({ cardSecurity }: MappingExchange): Uint8Array => cardSecurity ?? new Uint8Array(0);

  it.each<[string, (exchange: MappingExchange) => MappingExchange, Check]>([
    [
      'EF.CardSecurity was not given',
      ({ cardSecurity: _left, ...rest }) => rest,
      inconclusive('file-not-read', 'CardSecurity'),
    ],
    [
      'EF.CardSecurity is cut short',
      (it) => ({ ...it, cardSecurity: securityOf(it).slice(0, -5) }),
      inconclusive('malformed', 'CardSecurity'),
    ],
    [
      "EF.CardSecurity is another chip's of the same issuer",
      (it) => ({ ...it, cardSecurity: securityOf(exchangeOf(other)) }),
      failed('answer-invalid'),
    ],
    [
      'EF.CardSecurity has no key on this domain',
      (it) => ({ ...it, cardSecurity: securityOf(exchangeOf(otherDomain)) }),
      inconclusive('key-not-bound', 'CardSecurity'),
    ],
    [
      'the data is changed',
      (it) => ({ ...it, chipAuthenticationData: flipped(it.chipAuthenticationData, 20) }),
      failed('answer-invalid'),
    ],
    [
      'the data is longer than the order',
      (it) => ({ ...it, chipAuthenticationData: new Uint8Array([0, ...it.chipAuthenticationData]) }),
      failed('answer-invalid'),
    ],
    [
      'the data is zero',
      (it) => ({ ...it, chipAuthenticationData: it.chipAuthenticationData.map(() => 0) }),
      failed('answer-invalid'),
    ],
    [
      'the mapping key is changed',
      (it) => ({ ...it, mappingPublicKey: flipped(it.mappingPublicKey, 9) }),
      failed('answer-invalid'),
    ],
  ])('%s', (_what, change, outcome) => {
    expect(judgeMapping(change(exchangeOf(only)), standards)).toEqual(outcome);
  });
});

describe('the mapping in a record: attested, never proven', () => {
  const expected = { nonce: seededRandom('cam')(32), stationId: 'station-00000001', readingId: 'reading-00000001' };
  const known = { trust: testStore(), simulation: true, now, profile: cccdProfile(), expected };
  const recordOf = (inspection: Inspection): EvidenceRecord =>
    makeEvidence(inspection, { ...expected, startedAt: now, finishedAt: now });
  const withMapping = (
    change: (held: NonNullable<EvidenceRecord['chipAuthenticationMapping']>) => object,
  ): EvidenceRecord => {
    const record = recordOf(only);
    const held = record.chipAuthenticationMapping;
    if (held === undefined) throw new TypeError('no mapping in the record');
    return { ...record, chipAuthenticationMapping: { ...held, ...change(held) } };
  };

  it('as the only proof: genuine by the word of the station, also reduced and after the wire', () => {
    const record = parseEvidence(serializeEvidence(reduceEvidence(recordOf(only))));
    const { verdict, basis } = verifyEvidence(record, known);
    expect(verdict.checks[check]).toEqual(inconclusive('attested-only'));
    expect(verdict.overall).toBe('genuine');
    expect(basis).toBe('attested');
  });

  it('beside Active Authentication: proven', async () => {
    const challenge = challengeFor(expected.nonce, expected.stationId, expected.readingId);
    const { verdict, basis } = verifyEvidence(
      recordOf(await inspectCard({ person, variant: 'cam' }, { challenge })),
      known,
    );
    expect(verdict.checks[check]).toEqual(inconclusive('attested-only'));
    expect(verdict.overall).toBe('genuine');
    expect(basis).toBe('proven');
  });

  it('claimed, with nothing to show for it: not proven', () => {
    const { chipAuthenticationMapping: _left, ...record } = recordOf(only);
    expect(record.claims.checks[check]).toEqual(passed);
    const { verdict, basis } = verifyEvidence(record, known);
    expect(verdict.checks[check]).toEqual(notOffered);
    expect(verdict.overall).toBe('not-proven');
    expect(basis).toBe('none');
  });

  it('without EF.CardSecurity: not proven, whatever is claimed', () => {
    const record = withMapping(() => ({}));
    const { cardSecurity: _left, ...held } = record.chipAuthenticationMapping ?? {
      parameterId: 0,
      mappingPublicKey: '',
      chipAuthenticationData: '',
    };
    const { verdict } = verifyEvidence({ ...record, chipAuthenticationMapping: held }, known);
    expect(verdict.checks[check]).toEqual(inconclusive('file-not-read', 'CardSecurity'));
    expect(verdict.overall).toBe('not-proven');
  });

  it('that does not fit its key: suspicious, whatever is claimed', () => {
    const record = withMapping(({ chipAuthenticationData }) => ({
      chipAuthenticationData: toBase64(fromBase64(chipAuthenticationData).map((octet) => octet ^ 0x10)),
    }));
    expect(verifyEvidence(record, known).verdict).toMatchObject({
      overall: 'suspicious',
      checks: { [check]: { status: 'failed', reason: 'answer-invalid' } },
    });
  });

  it('a claimed failure stands', () => {
    const record = recordOf(only);
    const claims = { ...record.claims, checks: { ...record.claims.checks, [check]: failed('answer-invalid') } };
    expect(verifyEvidence({ ...record, claims }, known).verdict.overall).toBe('suspicious');
  });

  it.each<[string, object]>([
    ['a domain that has no number', { parameterId: 32 }],
    ['a domain that is text', { parameterId: '13' }],
    ['a key longer than any point', { mappingPublicKey: toBase64(new Uint8Array(138)) }],
    ['data longer than any number', { chipAuthenticationData: toBase64(new Uint8Array(84)) }],
    ['a file that is not base64', { cardSecurity: 'd wA=' }],
  ])('out of form, with %s, is refused', (_what, change) => {
    const record = withMapping(() => change);
    expect(() => parseEvidence(serializeEvidence(record))).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});
