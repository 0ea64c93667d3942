import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import {
  integratedNonceLength,
  mapGeneratorIntegrated,
  pseudoRandom,
} from '@cccd-kiosk/emrtd/access/integrated-mapping';
import { domainByParameterId, domains } from '@cccd-kiosk/emrtd/crypto/domains';
import { cipherNames } from '@cccd-kiosk/emrtd/crypto/kdf';
import {
  paceIntegratedMapping as h1,
  paceIntegratedMappingDh as h2,
} from '@cccd-kiosk/fixtures/doc9303/pace-integrated-mapping';
import { codeOf } from '../code-of.ts';

describe.each([
  ['H.1, ECDH', h1],
  ['H.2, DH', h2],
])('9303-11 App. %s', (_, example) => {
  const domain = domainByParameterId(example.parameterId);
  if (domain === undefined) throw new Error('domain');
  const [s, t] = [fromHex(example.nonceS), fromHex(example.nonceT)];

  it('§4.4.3.3.2: R(s, t)', () => {
    const r = pseudoRandom('AES-128', s, t, domain.prime);
    expect(toHex(r)).toBe(example.prfR);
    expect(toHex(r)).toContain(example.prfX1 + example.prfX2 + example.prfX3);
  });

  it('App. B: the mapped generator', () => {
    expect(toHex(mapGeneratorIntegrated(domain, 'AES-128', s, t))).toBe(example.mappedGenerator);
    expect(toHex(domain.encodeNumber(BigInt(`0x${example.prfRp}`)))).toBe(example.mappedGenerator);
  });
});

describe('9303-11 §4.4.3.3.2', () => {
  // l is the least multiple of the block that is not shorter than a key; n is the least with n·l ≥ log2 p + 64.
  const lengths = [
    ['3DES', 16, 16, 48, 144, 272],
    ['AES-128', 16, 16, 48, 144, 272],
    ['AES-192', 24, 32, 64, 160, 288],
    ['AES-256', 32, 32, 64, 160, 288],
  ] as const;
  it.each(lengths)('%s: t of %i octets, s of %i, outputs', (cipher, k, l, p256, dh1024, dh2048) => {
    expect(integratedNonceLength(cipher)).toBe(k);
    const length = (id: number): number =>
      pseudoRandom(cipher, new Uint8Array(l), new Uint8Array(k), domainByParameterId(id)?.prime ?? 0n).length;
    expect([13, 0, 2].map(length)).toEqual([p256, dh1024, dh2048]);
    for (const wrong of [l - 8, l + 16])
      expect(codeOf(() => pseudoRandom(cipher, new Uint8Array(wrong), new Uint8Array(k), 7n))).toBe('malformed');
  });

  it.each(cipherNames)('%s: an element of every domain but secp224r1', (cipher) => {
    const s = new Uint8Array(cipher === 'AES-192' || cipher === 'AES-256' ? 32 : 16).fill(0x5a);
    const t = new Uint8Array(integratedNonceLength(cipher)).fill(0xa5);
    for (const domain of domains) {
      const map = () => mapGeneratorIntegrated(domain, cipher, s, t);
      if (domain.parameterId === 10) expect(codeOf(map)).toBe('unsupported');
      else expect(domain.decode(map())).toEqual(map());
    }
  });

  it('App. B.2: small numbers have points; 0, 1 and −1 have none', () => {
    const domain = domainByParameterId(13);
    if (domain === undefined) throw new Error('domain');
    for (let t = 2n; t <= 16n; t++) expect(domain.decode(domain.encodeNumber(t))).toHaveLength(65);
    for (const t of [0n, 1n, domain.prime - 1n]) expect(codeOf(() => domain.encodeNumber(t))).toBe('bad-key');
  });
});
