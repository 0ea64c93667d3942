/**
 * SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) as plain numbers. Elliptic-curve parameters may be named or explicit; the
 * caller matches explicit ones against the known curves (`crypto/curves.ts`) and never computes with the sender's own.
 */
import { bytesToBigInt } from '../bytes.ts';
import { der, fields, readBitString, readDer, readInteger, readOctetString, readOid } from '../der.ts';
import { readAlgorithm } from '../der-algorithm.ts';
import { EmrtdError } from '../errors.ts';
import { oids } from '../oid.ts';
import type { Tlv } from '../tlv.ts';

/** ECParameters of X9.62 over a prime field. */
export interface ExplicitCurve {
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
  readonly h?: bigint;
  /** The base point, compressed or not. */
  readonly generator: Uint8Array;
}

export type SubjectPublicKey =
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  | { readonly kind: 'ec'; readonly point: Uint8Array; readonly curveOid: string; readonly explicit?: undefined }
  | { readonly kind: 'ec'; readonly point: Uint8Array; readonly explicit: ExplicitCurve; readonly curveOid?: undefined }
  | { readonly kind: 'other'; readonly oid: string };

/** The largest field of a known curve is 66 octets; numbers beyond this are not worth comparing. */
const maxFieldOctets = 128;
/** RSA with 8192 bits, and room to say no to more. */
const maxRsaOctets = 2049;

const limit = (): EmrtdError => new EmrtdError('limit', 'key: number too long', { step: 'parse' });

function boundedInteger(tlv: Tlv): bigint {
  if (tlv.value.length > maxFieldOctets) throw limit();
  return readInteger(tlv);
}

/** ECParameters as stated: the caller compares, and never computes with them. */
export function readExplicitCurve(parameters: Tlv): ExplicitCurve {
  const item = fields(parameters);
  readInteger(item.next());
  const field = fields(item.next());
  if (readOid(field.next()) !== oids.primeField)
    throw new EmrtdError('unsupported', 'key: curve over a binary field', { step: 'parse' });
  const p = boundedInteger(field.next());
  const curve = fields(item.next());
  const a = readOctetString(curve.next());
  const b = readOctetString(curve.next());
  // A seed may follow; it proves nothing that the comparison does not.
  curve.optional(der.bitString);
  curve.end();
  const generator = readOctetString(item.next());
  if (a.length > maxFieldOctets || b.length > maxFieldOctets || generator.length > 2 * maxFieldOctets) throw limit();
  const n = boundedInteger(item.next());
  const cofactor = item.optional(der.integer);
  return {
    p,
    a: bytesToBigInt(a),
    b: bytesToBigInt(b),
    n,
    ...(cofactor && { h: boundedInteger(cofactor) }),
    generator,
  };
}

/** Throws `malformed`, `limit` or `unsupported`. Says nothing about the key's worth. */
export function parseSubjectPublicKeyInfo(spki: Uint8Array): SubjectPublicKey {
  const item = fields(readDer(spki));
  const algorithm = readAlgorithm(item.next());
  const { octets, unusedBits } = readBitString(item.next());
  item.end();
  if (unusedBits !== 0) throw new EmrtdError('malformed', 'key: not whole octets', { step: 'parse' });
  if (algorithm.oid === oids.rsaEncryption || algorithm.oid === oids.rsaPss) {
    const key = fields(readDer(octets));
    const [modulus, exponent] = [key.next(der.integer), key.next(der.integer)];
    key.end();
    if (modulus.value.length > maxRsaOctets || exponent.value.length > maxRsaOctets) throw limit();
    return { kind: 'rsa', modulus: unsigned(modulus), exponent: unsigned(exponent) };
  }
  if (algorithm.oid !== oids.ecPublicKey) return { kind: 'other', oid: algorithm.oid };
  if (algorithm.parameters === undefined) throw new EmrtdError('malformed', 'key: curve missing', { step: 'parse' });
  if (octets.length > 2 * maxFieldOctets) throw limit();
  return algorithm.parameters.tag === der.oid
    ? { kind: 'ec', point: octets, curveOid: readOid(algorithm.parameters) }
    : { kind: 'ec', point: octets, explicit: readExplicitCurve(algorithm.parameters) };
}

/**
 * Octets of an INTEGER that cannot be negative. Some chips leave out the zero that keeps a modulus positive (the BSI
 * specimen of 2008 does), so the sign is not asked for.
 */
function unsigned(tlv: Tlv): Uint8Array {
  const start = tlv.value.findIndex((octet) => octet !== 0);
  if (start < 0) throw new EmrtdError('malformed', 'key: zero', { step: 'parse' });
  return tlv.value.subarray(start);
}
