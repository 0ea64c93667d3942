/** Integrated mapping, 9303-11 §4.4.3.3.2: the generator is a point that the two nonces, s and t, name together. */
import { bytesToBigInt, concat, fromHex } from '../bytes.ts';
import { aesEncrypt } from '../crypto/aes.ts';
import { tripleDesEncrypt } from '../crypto/des.ts';
import type { Domain } from '../crypto/domain.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { EmrtdError } from '../errors.ts';

interface Rule {
  /** Octets of a key, and of nonce t: k. */
  readonly key: number;
  /** Octets of nonce s and of the constants: l, the least multiple of the block that holds a key. */
  readonly block: number;
}

const rules: Readonly<Record<CipherName, Rule>> = {
  '3DES': { key: 16, block: 16 },
  'AES-128': { key: 16, block: 16 },
  'AES-192': { key: 24, block: 32 },
  'AES-256': { key: 32, block: 32 },
};

/** c0 and c1 of 9303-11 §4.4.3.3.2, by the length of s. */
const constants: Readonly<Record<number, readonly [Uint8Array, Uint8Array]>> = {
  16: [fromHex('a668892a7c41e3ca739f40b057d85904'), fromHex('a4e136ac725f738b01c1f60217c188ad')],
  32: [
    fromHex('d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676'),
    fromHex('54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517'),
  ],
};

/** Octets of the terminal's nonce t. */
export const integratedNonceLength = (cipher: CipherName): number => rules[cipher].key;

/** R(s, t): a counter-less stream of blocks, 64 bits longer than the prime. `malformed` where s has another length. */
export function pseudoRandom(cipher: CipherName, s: Uint8Array, t: Uint8Array, prime: bigint): Uint8Array {
  const { key: keyLength, block } = rules[cipher];
  const [c0, c1] = constants[block] ?? [];
  if (s.length !== block || c0 === undefined || c1 === undefined)
    throw new EmrtdError('malformed', `integrated mapping: nonce of ${s.length} octets`);
  const wanted = prime.toString(2).length + 64;
  const count = Math.ceil(wanted / (block * 8));
  let key = encrypt(cipher, t, s).slice(0, keyLength);
  const out: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    out.push(encrypt(cipher, key, c1));
    key = encrypt(cipher, key, c0).slice(0, keyLength);
  }
  return concat(...out);
}

/** The mapped generator from nonces s (the chip's) and t (the terminal's). */
export function mapGeneratorIntegrated(domain: Domain, cipher: CipherName, s: Uint8Array, t: Uint8Array): Uint8Array {
  return domain.encodeNumber(bytesToBigInt(pseudoRandom(cipher, s, t, domain.prime)) % domain.prime);
}

/** CBC with a zero IV. */
const encrypt = (cipher: CipherName, key: Uint8Array, data: Uint8Array): Uint8Array =>
  cipher === '3DES' ? tripleDesEncrypt(key, new Uint8Array(8), data) : aesEncrypt(key, new Uint8Array(16), data);
