/** Key derivation, 9303-11 §9.7.1: KDF(K, c) = H(K ‖ c), cut to the cipher's key length. */
import { uintToBytes } from '../bytes.ts';
import { adjustParity } from './des.ts';
import { hash, type HashName } from './hash.ts';

export const cipherNames = ['3DES', 'AES-128', 'AES-192', 'AES-256'] as const;
export type CipherName = (typeof cipherNames)[number];

/** The counters of 9303-11 §9.7.1.1–3. */
export const keyPurpose = { encryption: 1, mac: 2, password: 3 } as const;
export type KeyPurpose = (typeof keyPurpose)[keyof typeof keyPurpose];

const rules: Readonly<Record<CipherName, { hash: HashName; length: number }>> = {
  '3DES': { hash: 'SHA-1', length: 16 },
  'AES-128': { hash: 'SHA-1', length: 16 },
  'AES-192': { hash: 'SHA-256', length: 24 },
  'AES-256': { hash: 'SHA-256', length: 32 },
};

/** `secret` of any length, leading zeros kept. 3DES keys come with odd parity, two keys of 8 octets. */
export function deriveKey(secret: Uint8Array, purpose: KeyPurpose, cipher: CipherName): Uint8Array {
  const rule = rules[cipher];
  const key = hash(rule.hash, secret, uintToBytes(purpose, 4)).slice(0, rule.length);
  return cipher === '3DES' ? adjustParity(key) : key;
}
