import { beforeAll, describe, expect, it } from 'vitest';
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import { makeEvidence, reduceEvidence, type EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import { verdictChange } from '@cccd-kiosk/emrtd/inspection/verdict-change';
import { emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { inspectCard, now, testStore } from './simulated.ts';

const standards = { simulation: true, now, profile: cccdProfile() };
let record: EvidenceRecord;
beforeAll(async () => {
  const identity = { readingId: 'reading-00000001', stationId: 'station-00000001', startedAt: now, finishedAt: now };
  record = reduceEvidence(makeEvidence(await inspectCard({ person: '01-khuyen' }), identity));
});

describe('what another trust store would have said', () => {
  it('the same, by the same store', () => {
    expect(verdictChange(record, testStore(), testStore(), standards)).toBeUndefined();
  });

  it('another word, with each check that differs and no other', () => {
    const change = verdictChange(record, testStore(), emptyTrustStore, standards);
    expect(change).toMatchObject({ after: { overall: 'not-proven' } });
    expect(change?.checks.find(({ check }) => check === 'signer-certificate')).toEqual({
      check: 'signer-certificate',
      before: { status: 'passed' },
      after: { status: 'inconclusive', reason: 'no-trust-store' },
    });
    expect(change?.checks.every(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))).toBe(true);
    expect(change?.checks.map(({ check }) => check)).not.toContain('data-hashes');
  });

  it('a record of nonsense is judged like any other', () => {
    expect(verdictChange({ ...record, sod: 'AQID' }, emptyTrustStore, testStore(), standards)).toBeUndefined();
  });
});
