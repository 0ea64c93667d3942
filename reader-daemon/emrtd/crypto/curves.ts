/** Curves by parameter id, by object identifier, and by explicit parameters. */
import { bytesToBigInt } from '../bytes.ts';
import { curveTable, type CurveRow } from './curve-table.ts';

export interface Curve extends CurveRow {
  /** Octets of a coordinate. */
  readonly fieldLength: number;
  /** Octets of a private key, of r and of s. */
  readonly orderLength: number;
}

const octets = (value: bigint): number => Math.ceil(value.toString(2).length / 8);

export const curves: readonly Curve[] = curveTable.map((row) => ({
  ...row,
  fieldLength: octets(row.p),
  orderLength: octets(row.n),
}));

/** Ids 8 to 18; any other is `undefined`. */
export const curveByParameterId = (id: number): Curve | undefined => curves.find((curve) => curve.parameterId === id);

/** By the dotted identifier of a named curve. */
export const curveByOid = (oid: string): Curve | undefined => curves.find((curve) => curve.oid === oid);

/** ECParameters as a key spells them out (X9.62). */
export interface ExplicitCurve {
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  /** 04 ‖ x ‖ y, or 02/03 ‖ x. */
  readonly generator: Uint8Array;
  readonly n: bigint;
  readonly h?: bigint;
}

/**
 * The known curve with exactly these parameters. A generator of the card's own choosing would let it forge signatures
 * for any public key, so one differing number means no curve.
 */
export function matchExplicitCurve(given: ExplicitCurve): Curve | undefined {
  return curves.find(
    (curve) =>
      curve.p === given.p &&
      curve.a === given.a &&
      curve.b === given.b &&
      curve.n === given.n &&
      (given.h === undefined || curve.h === given.h) &&
      isGenerator(curve, given.generator),
  );
}

function isGenerator(curve: Curve, encoded: Uint8Array): boolean {
  const form = encoded[0];
  const length = curve.fieldLength;
  const x = bytesToBigInt(encoded.subarray(1, 1 + length));
  if (form === 0x04 && encoded.length === 1 + 2 * length)
    return x === curve.gx && bytesToBigInt(encoded.subarray(1 + length)) === curve.gy;
  const parity = (curve.gy & 1n) === 0n ? 0x02 : 0x03;
  return form === parity && encoded.length === 1 + length && x === curve.gx;
}
