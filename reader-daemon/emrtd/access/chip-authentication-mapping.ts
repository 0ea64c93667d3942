/**
 * Chip-authentication mapping, 9303-11 §4.4.3.3.3 and §4.4.3.5: generic mapping, after which the chip shows that its mapping key and
 * its static key belong together. The data proves nothing before the static key itself is proven.
 */
import { aesBlockSize, aesDecrypt, aesEncryptBlock } from '../crypto/aes.ts';
import { unpad } from '../crypto/padding.ts';
import { EmrtdError } from '../errors.ts';

/** What the chip left to be verified, see `chip/chip-authentication-mapping.ts`. */
export interface ChipAuthenticationMapping {
  /** CA_IC, decrypted: the static private key's inverse times the mapping one, modulo the order. */
  readonly chipAuthenticationData: Uint8Array;
  /** PK_Map,IC as the chip sent it. */
  readonly mappingPublicKey: Uint8Array;
}

/** Opens A_IC of object 8A under K_enc: CBC, the IV being −1 encrypted, padding method 2. `malformed` otherwise. */
export function decryptChipAuthenticationData(kEnc: Uint8Array, encrypted: Uint8Array): Uint8Array {
  if (encrypted.length === 0 || encrypted.length % aesBlockSize !== 0 || encrypted.length > maxLength)
    throw new EmrtdError('malformed', 'PACE: chip authentication data is not whole blocks');
  const iv = aesEncryptBlock(kEnc, new Uint8Array(aesBlockSize).fill(0xff));
  return unpad(aesDecrypt(kEnc, iv, encrypted), aesBlockSize);
}

/** A number modulo the longest order, 66 octets, padded. */
const maxLength = 80;
