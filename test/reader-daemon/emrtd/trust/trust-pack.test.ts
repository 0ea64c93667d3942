import { describe, expect, it } from 'vitest';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import { digestOfTrust, packTrust, unpackTrust } from '@cccd-kiosk/emrtd/trust/trust-pack';
import { emptyTrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { testTrust } from '@cccd-kiosk/fixtures/world';
import { csca, cscaKey, cscaName } from './country.ts';
import { certificate, ecKey, name, revocationList } from './mint.ts';

/** A root, a link that somebody chose by itself, and a list. */
const link = certificate({
  ...{ subject: cscaName, key: ecKey(), ca: true, serial: 9 },
  ...{ issuer: name('UT', 'CSCA Utopia 0'), issuerKey: ecKey() },
});
const { store } = loadTrustAnchors([
  { name: 'root.cer', bytes: csca },
  { name: 'link.cer', bytes: link },
  { name: 'list.crl', bytes: revocationList({ issuer: cscaName, key: cscaKey }) },
]);

describe('a trust store on its way to another machine', () => {
  it('is the same store there: certificates, lists, and what was chosen by itself', () => {
    const there = unpackTrust(packTrust(store), 'server');
    expect(there.certificates.map(({ bytes }) => bytes)).toEqual(store.certificates.map(({ bytes }) => bytes));
    expect(there.revocationLists.map(({ bytes }) => bytes)).toEqual(store.revocationLists.map(({ bytes }) => bytes));
    expect(there.certificates.map((one) => there.isAnchor(one))).toEqual([true, true]);
    expect(there.origins).toEqual(['server']);
    // Without the choice a link vouches for nobody.
    const unchosen = unpackTrust({ ...packTrust(store), pinned: [] }, 'server');
    expect(unchosen.certificates.map((one) => unchosen.isAnchor(one))).toEqual([true, false]);
    expect(packTrust(unpackTrust(packTrust(emptyTrustStore), 'server'))).toEqual(packTrust(emptyTrustStore));
  });

  it('its digest is of every part and their order', () => {
    const pack = packTrust(store);
    const digests = [
      pack,
      { ...pack, pinned: [] },
      { ...pack, certificates: pack.certificates.toReversed() },
      { ...pack, revocationLists: [] },
      packTrust(loadTrustAnchors(testTrust()).store),
      packTrust(emptyTrustStore),
    ].map(digestOfTrust);
    expect(new Set(digests).size).toBe(digests.length);
    expect(digestOfTrust(packTrust(unpackTrust(pack, 'server')))).toBe(digests[0]);
    for (const digest of digests) expect(digest).toMatch(/^[0-9A-F]{64}$/);
  });

  it.each([
    ['a certificate cut short', { certificates: [csca.slice(0, -1)] }],
    ['a list cut short', { revocationLists: [Uint8Array.of(0x30, 0x03, 0x02)] }],
    ['a choice of what is not there', { pinned: [7] }],
  ])('%s is no store', (_what, wrong) => {
    expect(() => unpackTrust({ ...packTrust(store), ...wrong }, 'server')).toThrow(
      expect.objectContaining({ name: 'EmrtdError' }) as Error,
    );
  });
});
