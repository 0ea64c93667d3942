/** ECDSA verification (BSI TR-03111 §4.2): any hash with any standardized curve, shorter or longer than its order. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { concat } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import { encodeOid } from '../oid.ts';
import { encodeTlv } from '../tlv.ts';
import type { Curve } from './curves.ts';
import { decodePoint } from './ec.ts';
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
  const key = {
    key: namedKey(curve, given.publicKey),
    dsaEncoding: encoding === 'der' ? ('der' as const) : ('ieee-p1363' as const),
  };
  try {
    return verify(opensslHashName(given.hash), given.message, key, signature);
  } catch {
    return false; // OpenSSL throws where r and s do not parse
  }
}

const ecPublicKeyOid = '1.2.840.10045.2.1';

/** SubjectPublicKeyInfo with the named curve (RFC 5480 §2), the one form OpenSSL reads for every curve. */
function namedKey(curve: Curve, point: Uint8Array): KeyObject {
  decodePoint(curve, point);
  const algorithm = [ecPublicKeyOid, curve.oid].map((oid) => encodeTlv(0x06, encodeOid(oid)));
  const key = encodeTlv(0x30, [encodeTlv(0x30, algorithm), encodeTlv(0x03, concat(Uint8Array.of(0), point))]);
  try {
    return createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new EmrtdError('bad-key', 'ecdsa: key refused', { cause });
  }
}
