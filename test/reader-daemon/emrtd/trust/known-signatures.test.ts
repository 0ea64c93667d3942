import { describe, expect, it, vi } from 'vitest';
import { concat } from '@cccd-kiosk/emrtd/bytes';
import { parseCertificate, verifySignedBy } from '@cccd-kiosk/emrtd/trust/certificate';
import type { Signed } from '@cccd-kiosk/emrtd/trust/signed';
import { KnownSignatures } from '@cccd-kiosk/emrtd/trust/known-signatures';
import { certificate, ecKey, name } from './mint.ts';

const flipped = (bytes: Uint8Array, at = bytes.length - 1): Uint8Array =>
  bytes.map((octet, i) => (i === at ? octet ^ 1 : octet));

describe('signatures known good', () => {
  const issuerKey = ecKey();
  const issuer = parseCertificate(certificate({ subject: name('UT', 'Root'), key: issuerKey, ca: true }));
  const signer = parseCertificate(
    certificate({ subject: name('UT', 'Signer'), key: ecKey(), issuer: name('UT', 'Root'), issuerKey }),
  );
  const other = parseCertificate(certificate({ subject: name('UT', 'Root'), key: ecKey(), ca: true }));
  const changed: [string, Signed][] = [
    ['signed octets', { ...signer, signedBytes: flipped(signer.signedBytes) }],
    ['signature', { ...signer, signature: flipped(signer.signature) }],
    ['nothing signed', { ...signer, signedBytes: new Uint8Array(0) }],
    // The same octets in a row, divided elsewhere.
    [
      'an octet moved from one to the other',
      {
        ...signer,
        signature: concat(signer.signature, signer.signedBytes.subarray(0, 1)),
        signedBytes: signer.signedBytes.subarray(1),
      },
    ],
  ];

  it.each(changed)('a good one does not make a changed one good: %s', (_what, forged) => {
    expect(verifySignedBy(signer, issuer)).toBe('verified');
    expect(verifySignedBy(forged, issuer)).toBe('invalid');
    expect(verifySignedBy(signer, issuer)).toBe('verified');
    expect(verifySignedBy(forged, issuer)).toBe('invalid');
  });

  it('is good under that key alone, whatever the name, and with that algorithm alone', () => {
    expect(verifySignedBy(signer, issuer)).toBe('verified');
    expect(verifySignedBy(signer, other)).toBe('invalid');
    expect(verifySignedBy(signer, { ...issuer, publicKeyInfo: other.publicKeyInfo })).toBe('invalid');
    const { signatureAlgorithm } = parseCertificate(
      certificate({ subject: name('UT', 'Root'), key: ecKey('brainpoolP384r1', 'sha384'), ca: true }),
    );
    expect(verifySignedBy({ ...signer, signatureAlgorithm }, issuer)).toBe('invalid');
  });

  it('asks once for what was good, each time for what was not', () => {
    const known = new KnownSignatures();
    const good = vi.fn(() => 'verified' as const);
    for (let i = 0; i < 3; i++) expect(known.verified(signer, issuer.publicKeyInfo, good)).toBe('verified');
    expect(good).toHaveBeenCalledTimes(1);
    const bad = vi.fn(() => 'invalid' as const);
    for (let i = 0; i < 3; i++) expect(known.verified(signer, other.publicKeyInfo, bad)).toBe('invalid');
    expect(bad).toHaveBeenCalledTimes(3);
    expect(known.size).toBe(1);
  });

  it('keeps so many and no more: the one unused for longest goes', () => {
    const known = new KnownSignatures(2);
    const asked = vi.fn(() => 'verified' as const);
    const [a, b, c] = [0, 1, 2].map((n): Signed => ({ ...signer, signedBytes: Uint8Array.of(n) }));
    for (const signed of [a, b, a, c]) if (signed) known.verified(signed, issuer.publicKeyInfo, asked);
    expect([known.size, asked.mock.calls.length]).toEqual([2, 3]);
    if (!a || !b) throw new RangeError('three are made above');
    known.verified(a, issuer.publicKeyInfo, asked);
    expect(asked).toHaveBeenCalledTimes(3);
    known.verified(b, issuer.publicKeyInfo, asked);
    expect([known.size, asked.mock.calls.length]).toEqual([2, 4]);
  });
});
