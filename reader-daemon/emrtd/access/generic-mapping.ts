/** Generic mapping, 9303-11 §4.4.3.3.1: Ĝ = s·G + H on a curve, g^s · h modulo a prime; H is shared anonymously. */
import { bytesToBigInt, equal } from '../bytes.ts';
import type { Domain, DomainKeyPair } from '../crypto/domain.ts';
import { EmrtdError } from '../errors.ts';

/** The mapped generator from nonce `s`, the terminal's key pair for the mapping, and the chip's, already decoded. */
export function mapGenerator(domain: Domain, s: Uint8Array, own: DomainKeyPair, chipKey: Uint8Array): Uint8Array {
  if (equal(own.publicKey, chipKey)) throw new EmrtdError('bad-key', 'generic mapping: the chip mirrored the key');
  return domain.addToGenerator(bytesToBigInt(s), domain.multiply(own.privateKey, chipKey));
}
