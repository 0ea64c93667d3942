/** AES in CBC and ECB mode without padding; the key's length (16, 24, 32 octets) names the cipher. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { plain } from '../bytes.ts';

export const aesBlockSize = 16;

/** `iv` 16 octets, `data` whole blocks of 16. */
export function aesEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false);
  return plain(cipher.update(assertBlocks(data)));
}

export function aesDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false);
  return plain(cipher.update(assertBlocks(data)));
}

/** Each block by itself: only for single blocks (IVs from counters, CMAC's subkeys). */
export function aesEncryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  return plain(cipher.update(assertBlocks(block)));
}

function assertBlocks(data: Uint8Array): Uint8Array {
  if (data.length % aesBlockSize !== 0) throw new RangeError(`aes: ${data.length} octets are not whole blocks`);
  return data;
}
