/** Two-key 3DES in CBC mode without padding, as BAC and 3DES secure messaging use it (9303-11 §4.3, §9.8.6.1). */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { plain } from '../bytes.ts';

const algorithm = 'des-ede-cbc';

/** `key` 16 octets, `iv` 8, `data` whole blocks of 8. */
export function tripleDesEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  return plain(createCipheriv(algorithm, key, iv).setAutoPadding(false).update(assertBlocks(data)));
}

export function tripleDesDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  return plain(createDecipheriv(algorithm, key, iv).setAutoPadding(false).update(assertBlocks(data)));
}

/** Adjusts every octet of a DES key to odd parity (its lowest bit). */
export function adjustParity(key: Uint8Array): Uint8Array {
  return key.map((octet) => {
    let ones = 0;
    for (let rest = octet >>> 1; rest > 0; rest >>>= 1) ones += rest & 1;
    return (octet & 0xfe) | (ones % 2 === 0 ? 1 : 0);
  });
}

function assertBlocks(data: Uint8Array): Uint8Array {
  if (data.length % 8 !== 0) throw new RangeError(`3des: ${data.length} octets are not whole blocks`);
  return data;
}
