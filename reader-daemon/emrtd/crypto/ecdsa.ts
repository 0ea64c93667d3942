/** ECDSA verification (BSI TR-03111 §4.2): any hash with any standardized curve, shorter or longer than its order. */
import { verify } from 'node:crypto';
import type { Curve } from './curves.ts';
import { decodePoint } from './ec.ts';
import { ecPublicKey } from './ec-key-object.ts';
import { opensslHashName, type HashName } from './hash.ts';

export interface EcdsaVerification {
  readonly curve: Curve;
  /** The uncompressed point. */
  readonly publicKey: Uint8Array;
  readonly hash: HashName;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  /** `der` is SEQUENCE {r, s} (RFC 3279); `plain` is r ‖ s, each as long as the order (TR-03111 §5.2.1). */
  readonly encoding: 'der' | 'plain';
}

/** False for a wrong or unreadable signature. Throws `bad-key` for a point that is not on the curve. */
export function verifyEcdsa(given: EcdsaVerification): boolean {
  const { curve, signature, encoding } = given;
  if (encoding === 'plain' && signature.length !== 2 * curve.orderLength) return false;
  decodePoint(curve, given.publicKey);
  const key = {
    key: ecPublicKey(curve, given.publicKey),
    dsaEncoding: encoding === 'der' ? ('der' as const) : ('ieee-p1363' as const),
  };
  try {
    return verify(opensslHashName(given.hash), given.message, key, signature);
  } catch {
    return false; // OpenSSL throws where r and s do not parse
  }
}
