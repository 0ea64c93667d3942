/** Generic mapping over ECDH, 9303-11 §4.4.3.3.2 and §4.4.3.4.1: G' = s·G + H, H being shared anonymously. */
import { bytesToBigInt } from '../bytes.ts';
import type { Curve } from '../crypto/curves.ts';
import {
  addPoints,
  generateKeyPair,
  generator,
  multiply,
  equalPoints,
  type KeyPair,
  type Point,
} from '../crypto/ec.ts';
import { EmrtdError } from '../errors.ts';
import type { RandomSource } from '../transport.ts';

/** The terminal's half: a key pair for this mapping alone. */
export const generateMappingKeyPair = (curve: Curve, random: RandomSource): KeyPair => generateKeyPair(curve, random);

/** The mapped generator from nonce `s`, the terminal's mapping keys and the chip's mapping public key. */
export function mapGenerator(curve: Curve, s: Uint8Array, own: KeyPair, chipKey: Point): Point {
  if (equalPoints(own.publicKey, chipKey))
    throw new EmrtdError('bad-key', 'generic mapping: the chip mirrored the key');
  const h = multiply(curve, own.privateKey, chipKey);
  return addPoints(curve, multiply(curve, bytesToBigInt(s), generator(curve)), h);
}
