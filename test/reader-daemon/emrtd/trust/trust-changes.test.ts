import { describe, expect, it } from 'vitest';
import { storeDifference } from '@cccd-kiosk/emrtd/trust/store-difference';
import { parseCertificate } from '@cccd-kiosk/emrtd/trust/certificate';
import {
  canRollBack,
  currentTrust,
  emptyTrustHistory,
  recordImport,
  rollBack,
  trustAt,
  type TrustHistory,
} from '@cccd-kiosk/emrtd/trust/trust-history';
import { createTrustStore, emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { csca, cscaKey, cscaName, store } from './country.ts';
import { certificate, ecKey, name, revocationList } from './mint.ts';

const list = (thisUpdate: string) => revocationList({ issuer: cscaName, key: cscaKey, thisUpdate, serials: [77] });
const other = certificate({ subject: name('XY', 'CSCA of another'), key: ecKey(), ca: true });
const utopia = 'C=UT, CN=CSCA Utopia';

describe('what another store would hold', () => {
  it('nothing else, for the same content', () => {
    expect(storeDifference(store(), store())).toEqual({ added: [], removed: [], changed: [] });
  });

  it('an authority that comes, and one that goes', () => {
    const coming = storeDifference(store([other]), store([other, csca], [list('2026-01-01')]));
    expect(coming).toMatchObject({
      added: [
        { kind: 'certificate', subject: utopia, anchor: true },
        { kind: 'revocation-list', subject: utopia, anchor: false, from: new Date('2026-01-01') },
      ],
      removed: [],
      changed: [],
    });
    const going = storeDifference(store(), emptyTrustStore);
    expect(going).toMatchObject({ added: [], removed: [{ subject: utopia }], changed: [] });
  });

  it('the same certificate, now pinned, is changed and nothing else', () => {
    const link = parseCertificate(
      certificate({ subject: name('UT', 'Sub'), key: ecKey(), issuer: cscaName, issuerKey: cscaKey, ca: true }),
    );
    const [loose, pinned] = [{ certificates: [link] }, { certificates: [link], pinned: [link] }].map(createTrustStore);
    expect(storeDifference(loose ?? emptyTrustStore, pinned ?? emptyTrustStore)).toMatchObject({
      added: [],
      removed: [],
      changed: [{ before: { anchor: false }, after: { anchor: true } }],
    });
  });

  it('another certificate in place of one of the same name', () => {
    const renewed = certificate({ subject: cscaName, key: ecKey(), ca: true });
    const difference = storeDifference(store([csca, other]), store([renewed, other]));
    expect(difference).toMatchObject({ added: [], removed: [], changed: [{ after: { subject: utopia } }] });
    expect(difference.changed[0]?.before.fingerprint).not.toBe(difference.changed[0]?.after.fingerprint);
    // Both held at once: nothing went, so nothing was replaced.
    expect(storeDifference(store([csca]), store([csca, renewed]))).toMatchObject({ added: [{}], changed: [] });
  });

  it('a newer list follows the newest so far, whether that one stays or goes; an older one is only added', () => {
    const [january, february, march] = ['2026-01-01', '2026-02-01', '2026-03-01'].map(list);
    const before = store([csca], [january ?? '', february ?? ''] as Uint8Array[]);
    for (const lists of [[january, february, march], [march]]) {
      const { added, changed } = storeDifference(before, store([csca], lists as Uint8Array[]));
      expect(added).toEqual([]);
      expect(changed).toMatchObject([
        { before: { from: new Date('2026-02-01') }, after: { from: new Date('2026-03-01') } },
      ]);
    }
    const late = storeDifference(
      store([csca], [march] as Uint8Array[]),
      store([csca], [march, january] as Uint8Array[]),
    );
    expect(late).toMatchObject({ added: [{ from: new Date('2026-01-01') }], removed: [], changed: [] });
  });
});

describe('who imported what when, and back in one step', () => {
  const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));
  const history = ['one', 'two', 'three'].reduce<TrustHistory<string>>(
    (grown, content, i) => recordImport(grown, { content, by: `staff-${i}`, at: day(i + 1) }),
    emptyTrustHistory,
  );

  it('the last import is in use, and each is remembered', () => {
    expect(currentTrust(history)).toBe('three');
    expect(history.entries.map(({ kind, by, at }) => [kind, by, at.getUTCDate()])).toEqual([
      ['import', 'staff-0', 1],
      ['import', 'staff-1', 2],
      ['import', 'staff-2', 3],
    ]);
    expect([trustAt(history, day(2)), trustAt(history, day(9))]).toEqual(['two', 'three']);
    expect(trustAt(history, new Date(0))).toBeUndefined();
    expect(currentTrust(emptyTrustHistory)).toBeUndefined();
  });

  it('a rollback is one step, is remembered, and another goes further', () => {
    const back = rollBack(history, { by: 'chief', at: day(4) });
    expect(currentTrust(back)).toBe('two');
    expect(back.entries.at(-1)).toMatchObject({ kind: 'rollback', by: 'chief' });
    const further = rollBack(back, { by: 'chief', at: day(5) });
    expect(currentTrust(further)).toBe('one');
    expect(currentTrust(rollBack(further, { by: 'chief', at: day(6) }))).toBeUndefined();
    expect(trustAt(further, day(3))).toBe('three');
    expect(currentTrust(history)).toBe('three');
  });

  it('after a rollback an import can be rolled back as well', () => {
    const again = recordImport(rollBack(history, { by: 'chief', at: day(4) }), { content: 'one', by: 'x', at: day(5) });
    expect(currentTrust(rollBack(again, { by: 'chief', at: day(6) }))).toBe('two');
  });

  it('refuses to go back from the beginning, and to write the past', () => {
    expect(() => rollBack(emptyTrustHistory, { by: 'chief', at: day(1) })).toThrow(RangeError);
    const first = recordImport<string>(emptyTrustHistory, { content: 'one', by: 'x', at: day(2) });
    const empty = rollBack(first, { by: 'chief', at: day(3) });
    expect([canRollBack(first), canRollBack(empty)]).toEqual([true, false]);
    expect(() => rollBack(empty, { by: 'chief', at: day(4) })).toThrow(RangeError);
    expect(() => recordImport(first, { content: 'two', by: 'x', at: day(1) })).toThrow(RangeError);
  });
});
