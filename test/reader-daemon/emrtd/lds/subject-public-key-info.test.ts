import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, plain, toHex } from '@cccd-kiosk/emrtd/bytes';
import { parseSubjectPublicKeyInfo } from '@cccd-kiosk/emrtd/lds/subject-public-key-info';
import { fuzz } from '../mutations.ts';

const spki = (key: { export(options: { type: 'spki'; format: 'der' }): Buffer }): Uint8Array =>
  plain(key.export({ type: 'spki', format: 'der' }));

const rsa = spki(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey);
const named = spki(generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }).publicKey);
const explicit = spki(
  generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1', paramEncoding: 'explicit' }).publicKey,
);
const edwards = spki(generateKeyPairSync('ed25519').publicKey);

describe('SubjectPublicKeyInfo, RFC 5280 §4.1.2.7', () => {
  it('RSA: modulus and exponent without leading zeros', () => {
    const key = parseSubjectPublicKeyInfo(rsa);
    expect(key.kind === 'rsa' && [key.modulus.length, toHex(key.exponent)]).toEqual([128, '010001']);
  });

  it('RFC 5480 §2.1.1: a named curve', () => {
    expect(parseSubjectPublicKeyInfo(named)).toMatchObject({ kind: 'ec', curveOid: '1.3.36.3.3.2.8.1.1.7' });
  });

  it('X9.62: explicit parameters, number for number', () => {
    const key = parseSubjectPublicKeyInfo(explicit);
    expect(key.kind === 'ec' && key.explicit).toMatchObject({
      p: BigInt('0xA9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377'),
      n: BigInt('0xA9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7'),
      h: 1n,
    });
  });

  it('any other key is told by its identifier', () => {
    expect(parseSubjectPublicKeyInfo(edwards)).toEqual({ kind: 'other', oid: '1.3.101.112' });
  });

  it('whatever the octets, parsing ends and names its reason', () => {
    fuzz(parseSubjectPublicKeyInfo, [rsa, named, explicit, fromHex('3000')], 600);
  });
});
