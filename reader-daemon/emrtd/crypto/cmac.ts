/** AES-CMAC (RFC 4493; NIST SP 800-38B for the longer keys). */
import { xor } from '../bytes.ts';
import { aesBlockSize, aesEncrypt, aesEncryptBlock } from './aes.ts';
import { pad } from './padding.ts';

const zeroBlock = new Uint8Array(aesBlockSize);

/** Doubling in GF(2¹²⁸), RFC 4493 §2.3. */
function double(block: Uint8Array): Uint8Array {
  const out = block.map((octet, i) => (octet << 1) | ((block[i + 1] ?? 0) >>> 7));
  if ((block[0] ?? 0) >= 0x80) out[aesBlockSize - 1] = (out[aesBlockSize - 1] ?? 0) ^ 0x87;
  return out;
}

/** The subkeys K1 and K2. */
export function cmacSubkeys(key: Uint8Array): { k1: Uint8Array; k2: Uint8Array } {
  const k1 = double(aesEncryptBlock(key, zeroBlock));
  return { k1, k2: double(k1) };
}

/** All 16 octets; Doc 9303 uses the first 8 (9303-11 §9.8.6.2). */
export function cmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const { k1, k2 } = cmacSubkeys(key);
  const whole = message.length > 0 && message.length % aesBlockSize === 0;
  const blocks = whole ? message.slice() : pad(message, aesBlockSize);
  const last = blocks.length - aesBlockSize;
  blocks.set(xor(blocks.subarray(last), whole ? k1 : k2), last);
  return aesEncrypt(key, zeroBlock, blocks).slice(last);
}
