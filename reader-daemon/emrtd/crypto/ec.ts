/**
 * Points on the standardized curves (BSI TR-03111 §2.3, §3.2). Multiplication is OpenSSL's ECDH, which gives x alone;
 * a second one with the next scalar tells y. That is several times faster than multiplying in script.
 */
import { createECDH, diffieHellman, type KeyObject } from 'node:crypto';
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { bytesToBigInt, concat, plain, uintToBytes } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import type { RandomSource } from '../transport.ts';
import type { Curve } from './curves.ts';
import { ecAgreementKey, ecPublicKey } from './ec-key-object.ts';

/** A finite point; the point at infinity has no value here and is refused where it would arise. */
export interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

export interface KeyPair {
  readonly privateKey: bigint;
  readonly publicKey: Point;
}

const mod = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus;
const opensslNames: Readonly<Record<string, string>> = { secp192r1: 'prime192v1', secp256r1: 'prime256v1' };

/** OpenSSL's name of a curve. */
export const opensslCurveName = (curve: Curve): string => opensslNames[curve.name] ?? curve.name;

export function isOnCurve(curve: Curve, { x, y }: Point): boolean {
  const { p, a, b } = curve;
  return x >= 0n && x < p && y >= 0n && y < p && mod(y * y - (x * x * x + a * x + b), p) === 0n;
}

/** 04 ‖ x ‖ y, each at field length. */
export function encodePoint(curve: Curve, point: Point): Uint8Array {
  return concat(Uint8Array.of(0x04), uintToBytes(point.x, curve.fieldLength), uintToBytes(point.y, curve.fieldLength));
}

/** Uncompressed points only, of exact length and on the curve; `bad-key` otherwise. */
export function decodePoint(curve: Curve, encoded: Uint8Array): Point {
  if (encoded[0] !== 0x04 || encoded.length !== 1 + 2 * curve.fieldLength)
    throw new EmrtdError('bad-key', 'ec: not an uncompressed point of this curve');
  const point = {
    x: bytesToBigInt(encoded.subarray(1, 1 + curve.fieldLength)),
    y: bytesToBigInt(encoded.subarray(1 + curve.fieldLength)),
  };
  if (!isOnCurve(curve, point)) throw new EmrtdError('bad-key', 'ec: point off the curve');
  return point;
}

export const generator = (curve: Curve): Point => ({ x: curve.gx, y: curve.gy });

/** A private key from random octets: 1 + (r mod (n − 1)), r being 16 octets longer than n, so without bias. */
export function generatePrivateKey(curve: Curve, random: RandomSource): bigint {
  return 1n + (bytesToBigInt(random(curve.orderLength + 16)) % (curve.n - 1n));
}

/** A key pair on the curve, or on another generator of it (PACE's mapped one). */
export function generateKeyPair(curve: Curve, random: RandomSource, base: Point = generator(curve)): KeyPair {
  return keyPairFromPrivate(curve, generatePrivateKey(curve, random), base);
}

export function keyPairFromPrivate(curve: Curve, privateKey: bigint, base: Point = generator(curve)): KeyPair {
  return { privateKey, publicKey: multiply(curve, privateKey, base) };
}

/** x-coordinate of `privateKey` · `point`, leading zeros kept: the shared secret Z of ECDH. */
export function sharedX(curve: Curve, privateKey: bigint, point: Point): Uint8Array {
  return agreedX(ecAgreementKey(curve, privateKey), ecPublicKey(curve, encodePoint(curve, point)));
}

/** Half of what an ECDH object of OpenSSL costs, which checks its own key as well on every use. */
function agreedX(privateKey: KeyObject, publicKey: KeyObject): Uint8Array {
  try {
    return plain(diffieHellman({ privateKey, publicKey }));
  } catch (cause) {
    throw new EmrtdError('bad-key', 'ec: key agreement is not possible with these keys', { cause });
  }
}

/** `scalar` · `point`. `bad-key` where the result would be the point at infinity or the point is off the curve. */
export function multiply(curve: Curve, scalar: bigint, point: Point): Point {
  const k = mod(scalar, curve.n);
  if (k === 0n) throw new EmrtdError('bad-key', 'ec: product is the point at infinity');
  if (!isOnCurve(curve, point)) throw new EmrtdError('bad-key', 'ec: point off the curve');
  if (point.x === curve.gx && point.y === curve.gy) return multiplyGenerator(curve, k);
  if (k === curve.n - 1n) return { x: point.x, y: mod(-point.y, curve.p) };
  const publicKey = ecPublicKey(curve, encodePoint(curve, point));
  const timesPoint = (factor: bigint): bigint => bytesToBigInt(agreedX(ecAgreementKey(curve, factor), publicKey));
  const x = timesPoint(k);
  return { x, y: recoverY(curve, point, x, timesPoint(k + 1n)) };
}

function multiplyGenerator(curve: Curve, scalar: bigint): Point {
  const ecdh = createECDH(opensslCurveName(curve));
  ecdh.setPrivateKey(uintToBytes(scalar, curve.orderLength));
  return decodePoint(curve, plain(ecdh.getPublicKey()));
}

/** y of kP from P and the x-coordinates of kP and (k+1)P (Okeya and Sakurai, CHES 2001, for short Weierstrass form). */
function recoverY(curve: Curve, { x, y }: Point, x1: bigint, x2: bigint): bigint {
  const { p, a, b } = curve;
  const numerator = 2n * b + (a + x * x1) * (x + x1) - x2 * (x - x1) ** 2n;
  return mod(numerator * invertModulo(2n * y, p), p);
}

/** Inverse modulo a prime (extended Euclid); `bad-key` for a multiple of it. */
export function invertModulo(value: bigint, prime: bigint): bigint {
  let [r0, r1, t0, t1] = [prime, mod(value, prime), 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  if (r0 !== 1n) throw new EmrtdError('bad-key', 'ec: no inverse');
  return mod(t0, prime);
}

type NobleCurve = ReturnType<typeof weierstrass<bigint>>;
const nobleCurves = new Map<number, NobleCurve>();

function noble(curve: Curve): NobleCurve {
  let found = nobleCurves.get(curve.parameterId);
  if (found === undefined) {
    const { p, a, b, n, h, gx: Gx, gy: Gy } = curve;
    found = weierstrass({ p, a, b, n, h, Gx, Gy });
    nobleCurves.set(curve.parameterId, found);
  }
  return found;
}

/** Sum of two points on the curve; `bad-key` where it is the point at infinity. */
export function addPoints(curve: Curve, left: Point, right: Point): Point {
  const point = noble(curve);
  const sum = point.fromAffine(left).add(point.fromAffine(right));
  if (sum.is0()) throw new EmrtdError('bad-key', 'ec: sum is the point at infinity');
  return sum.toAffine();
}

export const equalPoints = (left: Point, right: Point): boolean => left.x === right.x && left.y === right.y;
