/** ISO/IEC 9797-1 MAC algorithm 3 with DES, zero IV, 8 octets: the "retail MAC" of 9303-11 §4.3.3 and §9.8.6.1. */
import { concat, xor } from '../bytes.ts';
import { tripleDesEncrypt } from './des.ts';

const blockSize = 8;
const zeroBlock = new Uint8Array(blockSize);

/** `key` 16 octets K1 ‖ K2; `padded` whole blocks of 8, at least one (padding method 2 is the caller's). */
export function retailMac(key: Uint8Array, padded: Uint8Array): Uint8Array {
  if (padded.length === 0) throw new RangeError('retail mac: no block');
  const first = key.subarray(0, blockSize);
  const last = padded.length - blockSize;
  // Single DES is two-key 3DES with K1 = K2; the last block's DES, DES⁻¹, DES under K1, K2, K1 is 3DES itself.
  const chain = tripleDesEncrypt(concat(first, first), zeroBlock, padded.subarray(0, last));
  const carried = last === 0 ? zeroBlock : chain.subarray(last - blockSize);
  return tripleDesEncrypt(key, zeroBlock, xor(carried, padded.subarray(last)));
}
