import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { aesDecrypt, aesEncrypt } from '@cccd-kiosk/emrtd/crypto/aes';
import { cmac, cmacSubkeys } from '@cccd-kiosk/emrtd/crypto/cmac';
import { adjustParity, tripleDesDecrypt, tripleDesEncrypt } from '@cccd-kiosk/emrtd/crypto/des';
import { deriveKey, keyPurpose } from '@cccd-kiosk/emrtd/crypto/kdf';
import { pad, unpad } from '@cccd-kiosk/emrtd/crypto/padding';
import { retailMac } from '@cccd-kiosk/emrtd/crypto/retail-mac';
import { aesCmac } from '@cccd-kiosk/fixtures/doc9303/aes-cmac';
import { keyDerivation, mrzKeys, mutualAuthentication } from '@cccd-kiosk/fixtures/doc9303/basic-access';
import { paddings, retailMacs } from '@cccd-kiosk/fixtures/doc9303/retail-mac';

describe('AES-CMAC', () => {
  it.each(aesCmac)('$source, $algorithm: subkeys', ({ key, k1, k2 }) => {
    const subkeys = cmacSubkeys(fromHex(key));
    expect([toHex(subkeys.k1), toHex(subkeys.k2)]).toEqual([k1, k2]);
  });

  const macs = aesCmac.flatMap(({ source, algorithm, key, macs }) =>
    macs.map(({ message, mac }) => ({ source, algorithm, key, message, mac, octets: message.length / 2 })),
  );
  it.each(macs)('$source, $algorithm: $octets octets', ({ key, message, mac }) => {
    expect(toHex(cmac(fromHex(key), fromHex(message)))).toBe(mac);
  });
});

describe('ISO/IEC 9797-1', () => {
  it.each(retailMacs)('MAC algorithm 3: $from', ({ key, padded, mac }) => {
    expect(toHex(retailMac(fromHex(key), fromHex(padded)))).toBe(mac);
  });

  it.each(paddings)('padding method 2: "$data"', ({ data, padded8, padded16 }) => {
    for (const [padded, size] of [[padded8, 8] as const, [padded16, 16] as const]) {
      expect(toHex(pad(fromHex(data), size))).toBe(padded);
      expect(toHex(unpad(fromHex(padded), size))).toBe(data);
    }
  });

  it.each(['', '00', '0000000000000000', '01020304050607FF', '8000000000000000' + '0000000000000000'])(
    'padding method 2: %s has none',
    (data) => {
      expect(() => unpad(fromHex(data), 8)).toThrow(expect.objectContaining({ code: 'malformed' }));
    },
  );
});

describe('9303-11 §9.7.1 key derivation', () => {
  it('App. D.1: 3DES keys with odd parity', () => {
    const seed = fromHex(keyDerivation.kSeed);
    expect(toHex(deriveKey(seed, keyPurpose.encryption, '3DES'))).toBe(keyDerivation.kEnc);
    expect(toHex(deriveKey(seed, keyPurpose.mac, '3DES'))).toBe(keyDerivation.kMac);
  });

  it.each(mrzKeys)('App. D.2: $format', ({ kSeed, kEnc, kMac }) => {
    expect(toHex(deriveKey(fromHex(kSeed), keyPurpose.encryption, '3DES'))).toBe(kEnc);
    expect(toHex(deriveKey(fromHex(kSeed), keyPurpose.mac, '3DES'))).toBe(kMac);
  });

  it.each([
    ['AES-128', 16],
    ['AES-192', 24],
    ['AES-256', 32],
  ] as const)('%s keys have %d octets', (cipher, length) => {
    expect(deriveKey(fromHex('00'), keyPurpose.password, cipher)).toHaveLength(length);
  });

  it('parity: every octet has an odd number of ones', () => {
    const ones = (octet: number): number => octet.toString(2).replaceAll('0', '').length;
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (const [i, octet] of adjustParity(all).entries()) {
      expect(ones(octet) % 2).toBe(1);
      expect(octet >> 1).toBe(i >> 1);
    }
  });
});

describe('CBC', () => {
  it('9303-11 App. D.3: 3DES with a zero IV', () => {
    const { kEnc, s, eIfd } = mutualAuthentication;
    const iv = new Uint8Array(8);
    expect(toHex(tripleDesEncrypt(fromHex(kEnc), iv, fromHex(s)))).toBe(eIfd);
    expect(toHex(tripleDesDecrypt(fromHex(kEnc), iv, fromHex(eIfd)))).toBe(s);
  });

  // NIST SP 800-38A, F.2.1: first two blocks
  it('SP 800-38A F.2: AES-128 and back', () => {
    const key = fromHex('2b7e151628aed2a6abf7158809cf4f3c');
    const iv = fromHex('000102030405060708090a0b0c0d0e0f');
    const plain = fromHex('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51');
    const sealed = aesEncrypt(key, iv, plain);
    expect(toHex(sealed)).toBe('7649ABAC8119B246CEE98E9B12E9197D5086CB9B507219EE95DB113A917678B2');
    expect(aesDecrypt(key, iv, sealed)).toEqual(plain);
  });

  it('refuses parts of blocks', () => {
    expect(() => aesEncrypt(new Uint8Array(16), new Uint8Array(16), new Uint8Array(15))).toThrow(RangeError);
    expect(() => tripleDesEncrypt(new Uint8Array(16), new Uint8Array(8), new Uint8Array(7))).toThrow(RangeError);
  });
});
