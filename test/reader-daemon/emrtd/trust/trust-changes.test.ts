import { describe, expect, it } from 'vitest';
import { importPlan, type RecentReading } from '@cccd-kiosk/emrtd/trust/import-plan';
import { parseCertificate } from '@cccd-kiosk/emrtd/trust/certificate';
import {
  currentTrust,
  emptyTrustHistory,
  recordImport,
  rollBack,
  trustAt,
} from '@cccd-kiosk/emrtd/trust/trust-history';
import { createTrustStore, emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { csca, cscaKey, cscaName, files, signerCertificate, sod, store } from './country.ts';
import { certificate, ecKey, name, revocationList } from './mint.ts';

const standards = { now: new Date('2026-03-01T00:00:00Z'), simulation: false };
const reading = (id: string, more: Partial<RecentReading> = {}): RecentReading => ({
  id,
  sod: sod(),
  files,
  issuingState: 'UTO',
  ...more,
});
const fresh = { issuer: cscaName, key: cscaKey, nextUpdate: '2026-06-01' };
const other = certificate({ subject: name('XY', 'CSCA of another'), key: ecKey(), ca: true });

describe('what an import would change', () => {
  it('nothing, for the same content', () => {
    expect(importPlan(store(), store(), [reading('a')], standards)).toEqual({
      added: [],
      removed: [],
      readings: [],
      judged: 1,
    });
  });

  it('an authority that comes makes its readings trusted, and leaves others alone', () => {
    const strange = reading('b', {
      sod: sod({ certificate: signerCertificate({ issuerKey: ecKey(), authorityKeyIdentifier: false }) }),
    });
    const plan = importPlan(store([other]), store([other, csca]), [reading('a'), strange], standards);
    expect(plan.added).toMatchObject([{ kind: 'certificate', subject: 'C=UT, CN=CSCA Utopia', anchor: true }]);
    expect(plan.removed).toEqual([]);
    expect(plan.judged).toBe(2);
    expect(plan.readings).toEqual([
      {
        id: 'a',
        check: 'signer-certificate',
        before: { status: 'inconclusive', reason: 'unknown-issuer' },
        after: { status: 'passed' },
      },
    ]);
  });

  it('an authority that goes, and a list that revokes', () => {
    const revoked = store([csca], [revocationList({ ...fresh, serials: [77] })]);
    const gone = importPlan(store(), emptyTrustStore, [reading('a')], standards);
    expect(gone.removed.map(({ subject }) => subject)).toEqual(['C=UT, CN=CSCA Utopia']);
    expect(gone.readings).toMatchObject([{ id: 'a', after: { reason: 'no-trust-store' } }]);
    const plan = importPlan(store(), revoked, [reading('a')], standards);
    expect(plan.added).toMatchObject([{ kind: 'revocation-list', subject: 'C=UT, CN=CSCA Utopia', anchor: false }]);
    expect(plan.readings).toEqual([
      {
        id: 'a',
        check: 'revocation',
        before: { status: 'inconclusive', reason: 'no-revocation-list' },
        after: { status: 'failed', reason: 'signer-revoked' },
      },
    ]);
  });

  it('the same certificate, now pinned, is named on both sides', () => {
    const link = parseCertificate(
      certificate({ subject: name('UT', 'Sub'), key: ecKey(), issuer: cscaName, issuerKey: cscaKey, ca: true }),
    );
    const plan = importPlan(
      createTrustStore({ certificates: [link] }),
      createTrustStore({ certificates: [link], pinned: [link] }),
      [],
      standards,
    );
    expect([plan.removed.map(({ anchor }) => anchor), plan.added.map(({ anchor }) => anchor)]).toEqual([
      [false],
      [true],
    ]);
  });

  it('a reading that holds nonsense is judged like any other', () => {
    const nonsense = { id: 'x', sod: Uint8Array.of(1, 2, 3) };
    expect(importPlan(emptyTrustStore, store(), [nonsense], standards)).toMatchObject({ readings: [], judged: 1 });
  });
});

describe('who imported what when, and back in one step', () => {
  const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));
  const [one, two, three] = [store(), store([csca, other]), store([other])];
  const history = [one, two, three].reduce(
    (grown, each, i) => recordImport(grown, { store: each, by: `staff-${i}`, at: day(i + 1) }),
    emptyTrustHistory,
  );

  it('the last import is in use, and each is remembered', () => {
    expect(currentTrust(history)).toBe(three);
    expect(history.entries.map(({ kind, by, at }) => [kind, by, at.getUTCDate()])).toEqual([
      ['import', 'staff-0', 1],
      ['import', 'staff-1', 2],
      ['import', 'staff-2', 3],
    ]);
    expect([trustAt(history, day(2)), trustAt(history, day(9))]).toEqual([two, three]);
    expect(trustAt(history, new Date(0))).toBe(emptyTrustStore);
    expect(currentTrust(emptyTrustHistory)).toBe(emptyTrustStore);
  });

  it('a rollback is one step, is remembered, and another goes further', () => {
    const back = rollBack(history, { by: 'chief', at: day(4) });
    expect(currentTrust(back)).toBe(two);
    expect(back.entries.at(-1)).toMatchObject({ kind: 'rollback', by: 'chief' });
    const further = rollBack(back, { by: 'chief', at: day(5) });
    expect(currentTrust(further)).toBe(one);
    expect(currentTrust(rollBack(further, { by: 'chief', at: day(6) }))).toBe(emptyTrustStore);
    expect(trustAt(further, day(3))).toBe(three);
    expect(currentTrust(history)).toBe(three);
  });

  it('after a rollback an import can be rolled back as well', () => {
    const again = recordImport(rollBack(history, { by: 'chief', at: day(4) }), { store: one, by: 'x', at: day(5) });
    expect(currentTrust(rollBack(again, { by: 'chief', at: day(6) }))).toBe(two);
  });

  it('refuses to go back from the beginning, and to write the past', () => {
    expect(() => rollBack(emptyTrustHistory, { by: 'chief', at: day(1) })).toThrow(RangeError);
    const first = recordImport(emptyTrustHistory, { store: one, by: 'x', at: day(2) });
    const empty = rollBack(first, { by: 'chief', at: day(3) });
    expect(currentTrust(empty)).toBe(emptyTrustStore);
    expect(() => rollBack(empty, { by: 'chief', at: day(4) })).toThrow(RangeError);
    expect(() => recordImport(first, { store: two, by: 'x', at: day(1) })).toThrow(RangeError);
  });
});
