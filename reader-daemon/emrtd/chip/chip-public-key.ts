/** A chip's elliptic-curve key as SubjectPublicKeyInfo: named, explicit or standardized domain parameters. */
import { curveByOid, curveByParameterId, matchExplicitCurve, type Curve } from '../crypto/curves.ts';
import { decodePoint, type Point } from '../crypto/ec.ts';
import { readAlgorithm } from '../der-algorithm.ts';
import { fields, readBitString, readDer, readSmallInteger } from '../der.ts';
import { EmrtdError } from '../errors.ts';
import { parseSubjectPublicKeyInfo } from '../lds/subject-public-key-info.ts';
import { oids } from '../oid.ts';

export interface ChipPublicKey {
  readonly curve: Curve;
  readonly point: Point;
}

/** Throws `unsupported` for other keys and unknown curves, `bad-key` for a point off the curve, `malformed`, `limit`. */
export function chipPublicKey(spki: Uint8Array): ChipPublicKey {
  const key = parseSubjectPublicKeyInfo(spki);
  if (key.kind === 'other' && key.oid === oids.standardizedDomainParameters) return standardizedKey(spki);
  if (key.kind !== 'ec') throw new EmrtdError('unsupported', 'chip key: not on an elliptic curve');
  const curve = key.explicit ? matchExplicitCurve(key.explicit) : curveByOid(key.curveOid);
  return keyOn(curve, key.point);
}

/** AlgorithmIdentifier {standardizedDomainParameters, INTEGER id}, BSI TR-03110-3 A.2.1.1. */
function standardizedKey(spki: Uint8Array): ChipPublicKey {
  const item = fields(readDer(spki));
  const { parameters } = readAlgorithm(item.next());
  if (parameters === undefined) throw new EmrtdError('malformed', 'chip key: parameter id missing');
  return keyOn(curveByParameterId(readSmallInteger(parameters)), readBitString(item.next()).octets);
}

function keyOn(curve: Curve | undefined, point: Uint8Array): ChipPublicKey {
  if (curve === undefined) throw new EmrtdError('unsupported', 'chip key: curve not among the standardized ones');
  return { curve, point: decodePoint(curve, point) };
}
