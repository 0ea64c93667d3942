/** RSA public-key operations (RFC 8017). */
import { constants, createPublicKey, publicEncrypt, verify, type KeyObject } from 'node:crypto';
import { equal, leftPad, plain } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import { hash as digest, hashLength, opensslHashName, type HashName } from './hash.ts';
import { encodedPssMatches } from './pss.ts';

/** Made by `rsaPublicKey` alone, so that every key in use has passed its checks. */
export interface RsaPublicKey {
  /** Octets of the modulus. */
  readonly length: number;
  /** Bits of the modulus. */
  readonly bits: number;
  readonly modulus: Uint8Array;
  readonly keyObject: KeyObject;
}

/** Shorter is breakable, longer only wastes time: 9303-12 §4.4.1 asks for 1024 to 4096 in practice. */
const [minimumBits, maximumBits] = [1024, 8192];
/** FIPS 186-5 §5.1. */
const usualExponent = 65537;
/**
 * What states sign with: 3 is in the roots of Korea, Hong Kong, Macao and the Vatican. It forges nothing where the whole
 * encoded block is compared, as here (ADR 12).
 */
export const smallestIssuerExponent = 3;

const trim = (octets: Uint8Array): Uint8Array => {
  const start = octets.findIndex((octet) => octet !== 0);
  return start < 0 ? new Uint8Array(0) : octets.slice(start);
};

/** Checks modulus and exponent (unsigned octets, odd, at least `smallest`); `bad-key` outside the limits. */
export function rsaPublicKey(modulus: Uint8Array, exponent: Uint8Array, smallest = usualExponent): RsaPublicKey {
  const n = trim(modulus);
  const e = trim(exponent);
  const bits = n.length === 0 ? 0 : n.length * 8 - (Math.clz32(n[0] ?? 0) - 24);
  const odd = (octets: Uint8Array): boolean => ((octets.at(-1) ?? 0) & 1) === 1;
  if (bits < minimumBits || bits > maximumBits || !odd(n))
    throw new EmrtdError('bad-key', `rsa: modulus of ${bits} bits`);
  const small = e.length <= 3 && e.reduce((value, octet) => value * 256 + octet, 0) < smallest;
  if (small || e.length > 8 || !odd(e)) throw new EmrtdError('bad-key', 'rsa: exponent');
  const base64url = (octets: Uint8Array): string => Buffer.from(octets).toString('base64url');
  try {
    const key = { kty: 'RSA', n: base64url(n), e: base64url(e) };
    return { length: n.length, bits, modulus: n, keyObject: createPublicKey({ key, format: 'jwk' }) };
  } catch (cause) {
    throw new EmrtdError('bad-key', 'rsa: key refused', { cause });
  }
}

/** x^e mod n at the modulus' length. `malformed` where x is not below n. */
export function rsaPublicOperation(key: RsaPublicKey, input: Uint8Array): Uint8Array {
  if (input.length !== key.length) throw new EmrtdError('malformed', 'rsa: input is not as long as the modulus');
  try {
    return plain(publicEncrypt({ key: key.keyObject, padding: constants.RSA_NO_PADDING }, input));
  } catch (cause) {
    throw new EmrtdError('malformed', 'rsa: input out of range', { cause });
  }
}

/** RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2): the whole encoded message is compared, nothing may trail the digest. */
export function verifyRsaPkcs1(key: RsaPublicKey, hash: HashName, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== key.length) return false;
  const options = { key: key.keyObject, padding: constants.RSA_PKCS1_PADDING };
  try {
    return verify(opensslHashName(hash), message, options, signature);
  } catch {
    return false; // OpenSSL throws on a signature above the modulus
  }
}

export interface PssParameters {
  readonly hash: HashName;
  readonly mgfHash: HashName;
  /** Octets, exact. */
  readonly saltLength: number;
}

/** RSASSA-PSS (RFC 8017 §8.1.2) with the parameters as stated by the signer; trailer field 1. */
export function verifyRsaPss(
  key: RsaPublicKey,
  { hash, mgfHash, saltLength }: PssParameters,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== key.length || !Number.isInteger(saltLength) || saltLength < 0) return false;
  if (hashLength(hash) + saltLength + 2 > Math.ceil((key.bits - 1) / 8)) return false;
  try {
    if (hash !== mgfHash) {
      // node:crypto cannot name another hash for MGF1 when it verifies
      const encoded = rsaPublicOperation(key, signature);
      return encodedPssMatches(encoded, key.bits - 1, digest(hash, message), { hash, mgfHash, saltLength });
    }
    const options = { key: key.keyObject, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    return verify(opensslHashName(hash), message, options, signature);
  } catch {
    return false;
  }
}

/** n − x, for the alternative signature function of ISO/IEC 9796-2. */
export function rsaComplement(key: RsaPublicKey, value: Uint8Array): Uint8Array {
  const x = leftPad(value, key.length);
  const out = new Uint8Array(key.length);
  let borrow = 0;
  for (let i = key.length - 1; i >= 0; i--) {
    const difference = (key.modulus[i] ?? 0) - (x[i] ?? 0) - borrow;
    out[i] = difference & 0xff;
    borrow = difference < 0 ? 1 : 0;
  }
  if (borrow === 1 || equal(x, key.modulus)) throw new EmrtdError('malformed', 'rsa: value out of range');
  return out;
}
