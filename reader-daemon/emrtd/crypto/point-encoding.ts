/** Encoding of a number as a point, 9303-11 Appendix B.2, in affine coordinates: for primes ≡ 3 mod 4. */
import { EmrtdError } from '../errors.ts';
import type { Curve } from './curves.ts';
import { invertModulo, isOnCurve, type Point } from './ec.ts';

/** secp224r1 alone is left out: its prime is ≡ 1 mod 4 (9303-11 §9.5.1, note to the table). */
export const canEncode = ({ p }: Curve): boolean => p % 4n === 3n;

/** The point of number `t`, 0 < t < p. Throws `unsupported` for secp224r1, `bad-key` where t has no point. */
export function encodeAsPoint(curve: Curve, t: bigint): Point {
  if (!canEncode(curve)) throw new EmrtdError('unsupported', `ec: no point encoding on ${curve.name}`);
  const { p, a, b } = curve;
  const mod = (value: bigint): bigint => ((value % p) + p) % p;
  const cubic = (x: bigint): bigint => mod(x * x * x + a * x + b);

  const alpha = mod(-t * t);
  const x2 = mod(-b * invertModulo(a, p) * (1n + invertModulo(alpha + alpha * alpha, p)));
  const h2 = cubic(x2);
  const power = powerModulo(h2, p - 1n - (p + 1n) / 4n, p);
  const isSquare = mod(power * power * h2) === 1n;
  const point = isSquare ? { x: x2, y: mod(power * h2) } : { x: mod(alpha * x2), y: mod(power * t * t * t * h2) };
  if (!isOnCurve(curve, point)) throw new EmrtdError('bad-key', 'ec: number without a point');
  return point;
}

/** Integrated mapping needs one such power per reading, a fraction of a millisecond in script. */
function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
