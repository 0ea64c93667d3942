/** Keys on the standardized curves in the one form in which OpenSSL reads them for every curve: by the curve's name. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { concat, uintToBytes } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import { encodeOid } from '../oid.ts';
import { encodeTlv } from '../tlv.ts';
import type { Curve } from './curves.ts';

const ecPublicKeyOid = '1.2.840.10045.2.1';

const named = (curve: Curve): Uint8Array => encodeTlv(0x06, encodeOid(curve.oid));
const bits = (octets: Uint8Array): Uint8Array => encodeTlv(0x03, concat(Uint8Array.of(0), octets));

/** From an uncompressed point (RFC 5480 §2). Throws `bad-key` where OpenSSL does not take it for one of the curve. */
export function ecPublicKey(curve: Curve, point: Uint8Array): KeyObject {
  const algorithm = encodeTlv(0x30, [encodeTlv(0x06, encodeOid(ecPublicKeyOid)), named(curve)]);
  try {
    return createPublicKey({
      key: Buffer.from(encodeTlv(0x30, [algorithm, bits(point)])),
      format: 'der',
      type: 'spki',
    });
  } catch (cause) {
    throw new EmrtdError('bad-key', 'ec: key refused', { cause });
  }
}

/**
 * For key agreement alone (RFC 5915 §3). The public half is the generator, whatever the scalar: key agreement does not
 * look at it, and without one OpenSSL would multiply to find it. `scalar` from 1 to n − 1, or `bad-key`.
 */
export function ecAgreementKey(curve: Curve, scalar: bigint): KeyObject {
  if (scalar <= 0n || scalar >= curve.n) throw new EmrtdError('bad-key', 'ec: private key out of range');
  const generator = concat(
    Uint8Array.of(0x04),
    uintToBytes(curve.gx, curve.fieldLength),
    uintToBytes(curve.gy, curve.fieldLength),
  );
  const key = encodeTlv(0x30, [
    encodeTlv(0x02, Uint8Array.of(1)),
    encodeTlv(0x04, uintToBytes(scalar, curve.orderLength)),
    encodeTlv(0xa0, named(curve)),
    encodeTlv(0xa1, bits(generator)),
  ]);
  return createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'sec1' });
}
