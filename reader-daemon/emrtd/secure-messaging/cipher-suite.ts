/** The two families of secure messaging, 9303-11 §9.8.6 (3DES) and §9.8.7 (AES). */
import { aesBlockSize, aesDecrypt, aesEncrypt, aesEncryptBlock } from '../crypto/aes.ts';
import { cmac } from '../crypto/cmac.ts';
import { tripleDesDecrypt, tripleDesEncrypt } from '../crypto/des.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { pad } from '../crypto/padding.ts';
import { retailMac } from '../crypto/retail-mac.ts';

export interface CipherSuite {
  readonly name: CipherName;
  /** Octets of a block, and of the send sequence counter. */
  readonly blockSize: number;
  /** `data` padded; the IV follows from the counter. */
  encrypt(key: Uint8Array, ssc: Uint8Array, data: Uint8Array): Uint8Array;
  decrypt(key: Uint8Array, ssc: Uint8Array, data: Uint8Array): Uint8Array;
  /** 8 octets over `data` with padding method 2, always added. */
  mac(key: Uint8Array, data: Uint8Array): Uint8Array;
}

const zeroIv = new Uint8Array(8);

const tripleDes: CipherSuite = {
  name: '3DES',
  blockSize: 8,
  encrypt: (key, _ssc, data) => tripleDesEncrypt(key, zeroIv, data),
  decrypt: (key, _ssc, data) => tripleDesDecrypt(key, zeroIv, data),
  mac: (key, data) => retailMac(key, pad(data, 8)),
};

const aes = (name: CipherName): CipherSuite => ({
  name,
  blockSize: aesBlockSize,
  encrypt: (key, ssc, data) => aesEncrypt(key, aesEncryptBlock(key, ssc), data),
  decrypt: (key, ssc, data) => aesDecrypt(key, aesEncryptBlock(key, ssc), data),
  mac: (key, data) => cmac(key, pad(data, aesBlockSize)).slice(0, 8),
});

export const cipherSuites: Readonly<Record<CipherName, CipherSuite>> = {
  '3DES': tripleDes,
  'AES-128': aes('AES-128'),
  'AES-192': aes('AES-192'),
  'AES-256': aes('AES-256'),
};
