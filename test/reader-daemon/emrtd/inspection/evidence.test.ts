import { beforeAll, describe, expect, it } from 'vitest';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { fromBase64, toBase64 } from '@cccd-kiosk/emrtd/base64';
import { challengeFor } from '@cccd-kiosk/emrtd/inspection/challenge';
import {
  makeEvidence,
  reduceEvidence,
  serializeEvidence,
  type EvidenceRecord,
} from '@cccd-kiosk/emrtd/inspection/evidence';
import { parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';
import { verifyEvidence, type VerifyOptions } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import {
  checkNames,
  failed,
  inconclusive,
  passed,
  type Checks,
  type Verdict,
} from '@cccd-kiosk/emrtd/inspection/verdict';
import { emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { personById } from '@cccd-kiosk/fixtures/world';
import { inspectCard, now, seededRandom, testStore, type CardOptions } from './simulated.ts';

const expected = {
  nonce: seededRandom('nonce')(32),
  stationId: 'station-00000001',
  readingId: 'reading-00000001',
};
const standards: VerifyOptions = { trust: testStore(), simulation: true, now, profile: cccdProfile() };
const known: VerifyOptions = { ...standards, expected };

async function evidenceOf(card: CardOptions): Promise<EvidenceRecord> {
  const inspection = await inspectCard(card, {
    challenge: challengeFor(expected.nonce, expected.stationId, expected.readingId),
  });
  return makeEvidence(inspection, { ...expected, startedAt: now, finishedAt: now });
}

const allPassed: Verdict = { overall: 'genuine', checks: Object.fromEntries(checkNames.map((name) => [name, passed])) };
/** The record of a station that lies as well as it can. */
const embellished = (record: EvidenceRecord): EvidenceRecord => ({
  ...record,
  claims: allPassed,
  chipAuthentication: { attested: passed },
});

let record: EvidenceRecord;
let otherRecord: EvidenceRecord;
beforeAll(async () => {
  record = await evidenceOf({ person: '01-khuyen' });
  otherRecord = await evidenceOf({ person: '02-nghiem' });
});

describe('a record verified again', () => {
  it('is proven by the chip’s answer to the server’s nonce', () => {
    const { verdict, basis, filesHeld, filesWithheld } = verifyEvidence(record, known);
    expect(verdict.overall).toBe('genuine');
    expect(basis).toBe('proven');
    expect(verdict.checks).toMatchObject({
      'active-authentication': { status: 'passed' },
      'chip-authentication': { status: 'inconclusive', reason: 'attested-only' },
      'printed-data': { status: 'inconclusive', reason: 'attested-only' },
      'files-agree': { status: 'passed' },
      'hash:DG2': { status: 'passed' },
    });
    expect([...filesHeld].sort()).toEqual(['COM', 'DG1', 'DG13', 'DG14', 'DG15', 'DG2', 'SOD']);
    expect(filesWithheld).toEqual([]);
  });

  it('survives the wire', () => {
    expect(verifyEvidence(parseEvidence(serializeEvidence(record)), known)).toEqual(verifyEvidence(record, known));
  });

  it('can be verified by anybody, who takes the record’s own nonce', () => {
    expect(verifyEvidence(record, standards)).toMatchObject({ verdict: { overall: 'genuine' }, basis: 'proven' });
  });

  it('is attested, and says so, where the chip offers Chip Authentication alone', async () => {
    const person = { ...personById('01-khuyen'), proofs: { active: false, chip: true } };
    const { verdict, basis } = verifyEvidence(await evidenceOf({ person }), known);
    expect(verdict.overall).toBe('genuine');
    expect(verdict.checks['active-authentication']).toEqual({ status: 'not-offered' });
    expect(basis).toBe('attested');
  });

  it('reduced, it keeps who and the proof, and says what it no longer holds', () => {
    const reduced = reduceEvidence(record);
    const { verdict, basis, filesHeld, filesWithheld } = verifyEvidence(reduced, known);
    expect(verdict.overall).toBe('genuine');
    expect(basis).toBe('proven');
    expect([...filesHeld].sort()).toEqual(['COM', 'DG1', 'DG14', 'DG15', 'SOD']);
    expect(filesWithheld).toEqual(['DG2', 'DG13']);
    expect(verdict.checks).toMatchObject({
      'hash:DG2': { status: 'inconclusive', reason: 'withheld' },
      'hash:DG13': { status: 'inconclusive', reason: 'withheld' },
      'files-agree': { status: 'inconclusive', reason: 'withheld' },
    });
    expect(JSON.stringify(reduced)).not.toContain(record.files.DG2?.slice(40, 80));
    expect(reduceEvidence(reduced)).toEqual(reduced);
  });

  it('reduced too far, it proves nothing any more', () => {
    expect(verifyEvidence(reduceEvidence(record, ['DG1', 'DG14']), known).verdict).toMatchObject({
      overall: 'not-proven',
      checks: { 'active-authentication': { status: 'inconclusive', reason: 'file-not-read' } },
    });
    expect(verifyEvidence(reduceEvidence(record, ['DG14', 'DG15']), known).verdict.overall).toBe('not-proven');
  });
});

describe('what its station alone saw', () => {
  const saying = (checks: Checks): EvidenceRecord => ({
    ...record,
    claims: { ...record.claims, checks: { ...record.claims.checks, ...checks } },
  });

  it('a signed file that broke off leaves the card unproven here as it did there', () => {
    const { verdict } = verifyEvidence(saying({ 'data-hashes': inconclusive('malformed', 'DG2') }), known);
    expect(verdict.overall).toBe('not-proven');
    expect(verdict.checks['data-hashes']).toEqual(inconclusive('malformed', 'DG2'));
  });

  it('makes nothing better: a hash that is wrong stays wrong', () => {
    const { DG2: _, ...files } = record.files;
    const forged = {
      ...saying({ 'data-hashes': inconclusive('malformed') }),
      files: { ...files, DG1: otherRecord.files.DG1 ?? '' },
    };
    expect(verifyEvidence(forged, known).verdict.overall).toBe('suspicious');
  });
});

describe('a forged record', () => {
  const swapped = (name: 'DG1' | 'DG2' | 'DG13'): EvidenceRecord => ({
    ...record,
    files: { ...record.files, [name]: otherRecord.files[name] ?? '' },
  });

  it.each(['DG1', 'DG2', 'DG13'] as const)('with another person’s %s is suspicious, whatever it claims', (name) => {
    const { verdict } = verifyEvidence(embellished(swapped(name)), known);
    expect(verdict.overall).toBe('suspicious');
    expect(verdict.checks[`hash:${name}` as 'hash:DG1']).toMatchObject({ status: 'failed', reason: 'hash-mismatch' });
  });

  it('with the hash of another portrait is suspicious', () => {
    const reduced = reduceEvidence(record);
    const forged = { ...reduced, withheld: reduceEvidence(otherRecord).withheld };
    expect(verifyEvidence(embellished(forged), known).verdict).toMatchObject({
      overall: 'suspicious',
      checks: { 'data-hashes': { status: 'failed' } },
    });
  });

  it('without the chip’s answer is not proven, although it claims one', () => {
    const { activeAuthentication: _left, ...rest } = record;
    const { verdict, basis } = verifyEvidence(embellished(rest), known);
    expect(verdict.overall).toBe('not-proven');
    expect(verdict.checks['active-authentication']).toMatchObject({ reason: 'no-challenge' });
    expect(basis).toBe('attested');
  });

  it('without DG15 is not proven: EF.SOD remembers that the chip can prove itself', () => {
    const { DG15: _left, ...files } = record.files;
    expect(verifyEvidence(embellished({ ...record, files }), known).verdict.overall).toBe('not-proven');
  });

  it.each(['DG14', 'DG15'] as const)('whose EF.COM hides %s is suspicious', (name) => {
    const tag = name === 'DG14' ? 0x6e : 0x6f;
    const com = fromBase64(record.com ?? '').map((octet) => (octet === tag ? 0x61 : octet));
    expect(verifyEvidence(embellished({ ...record, com: toBase64(com) }), known).verdict).toMatchObject({
      overall: 'suspicious',
      checks: { 'protection-stripped': { status: 'failed' } },
    });
  });

  it('without EF.SOD is not proven', () => {
    expect(verifyEvidence(embellished({ ...record, sod: null }), known).verdict.overall).toBe('not-proven');
  });

  it('of a cloned chip cannot be embellished', async () => {
    const cloned = embellished(await evidenceOf({ person: '01-khuyen', fault: 'cloned' }));
    expect(verifyEvidence(cloned, known).verdict).toMatchObject({
      overall: 'suspicious',
      checks: { 'active-authentication': { status: 'failed', reason: 'answer-invalid' } },
    });
  });
});

describe('a replayed record', () => {
  it.each<[string, Partial<typeof expected>]>([
    ['with another nonce', { nonce: seededRandom('another')(32) }],
    ['from another station', { stationId: 'station-00000002' }],
    ['for another reading', { readingId: 'reading-00000002' }],
  ])('%s is not proven', (_what, change) => {
    const { verdict, basis } = verifyEvidence(record, { ...standards, expected: { ...expected, ...change } });
    expect(verdict.overall).toBe('not-proven');
    expect(verdict.checks['active-authentication']).toEqual({ status: 'inconclusive', reason: 'no-challenge' });
    expect(basis).not.toBe('proven');
  });

  it('with the right challenge written over the old one is suspicious: the answer is another’s', () => {
    const nonce = seededRandom('fresh')(32);
    const fresh = { ...expected, nonce };
    const challenge = toBase64(challengeFor(nonce, expected.stationId, expected.readingId));
    const response = record.activeAuthentication?.response ?? '';
    const replayed = { ...record, activeAuthentication: { nonce: toBase64(nonce), challenge, response } };
    expect(verifyEvidence(replayed, { ...standards, expected: fresh }).verdict).toMatchObject({
      overall: 'suspicious',
      checks: { 'active-authentication': { status: 'failed', reason: 'answer-invalid' } },
    });
  });

  it('made with the station’s own challenge proves nothing to others', async () => {
    const inspection = await inspectCard({ person: '01-khuyen' });
    expect(inspection.verdict.overall).toBe('genuine');
    const { nonce: _own, ...identity } = expected;
    const own = makeEvidence(inspection, { ...identity, startedAt: now, finishedAt: now });
    expect(verifyEvidence(own, standards).verdict.overall).toBe('not-proven');
    expect(verifyEvidence(own, known).verdict.overall).toBe('not-proven');
  });
});

describe('whom the verifier trusts', () => {
  it('the test issuer is refused without simulation, whatever the store holds', () => {
    expect(verifyEvidence(record, { ...known, simulation: false }).verdict).toMatchObject({
      overall: 'suspicious',
      checks: { 'signer-certificate': { status: 'failed', reason: 'test-issuer' } },
    });
  });

  it('nobody: not proven', () => {
    expect(verifyEvidence(record, { ...known, trust: emptyTrustStore }).verdict).toMatchObject({
      overall: 'not-proven',
      checks: {
        'signer-certificate': { status: 'inconclusive', reason: 'no-trust-store' },
        'active-authentication': { status: 'inconclusive', reason: 'key-not-bound' },
      },
    });
  });

  it('a stale list leaves it genuine and says so', () => {
    expect(verifyEvidence(record, { ...known, trust: testStore('stale') }).verdict).toMatchObject({
      overall: 'genuine',
      checks: { revocation: { status: 'inconclusive', reason: 'stale-revocation-list' } },
    });
  });
});

describe('a station may make a verdict worse, never better', () => {
  it.each(['printed-data', 'files-agree', 'protection-stripped'] as const)('a claimed failure of %s stands', (name) => {
    const reason = name === 'protection-stripped' ? name : 'printed-data-disagree';
    const claims: Verdict = { ...record.claims, checks: { ...record.claims.checks, [name]: failed(reason) } };
    expect(verifyEvidence({ ...record, claims }, known).verdict.overall).toBe('suspicious');
  });

  it('a claimed failure of Chip Authentication stands', () => {
    const chipAuthentication = { attested: failed('channel-not-opened') };
    expect(verifyEvidence({ ...record, chipAuthentication }, known).verdict.overall).toBe('suspicious');
  });

  it('a claim about what can be computed is not even looked at', () => {
    const claims: Verdict = { overall: 'suspicious', checks: { 'sod-signature': failed('signature-invalid') } };
    expect(verifyEvidence({ ...record, claims }, known).verdict.overall).toBe('genuine');
  });
});
