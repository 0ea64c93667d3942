/** A certificate's key made ready for verification, or the reason why it cannot be used. */
import { curveByOid, matchExplicitCurve, type Curve } from '../crypto/curves.ts';
import { decodePoint } from '../crypto/ec.ts';
import { rsaPublicKey, smallestIssuerExponent, type RsaPublicKey } from '../crypto/rsa.ts';
import { EmrtdError } from '../errors.ts';
import { parseSubjectPublicKeyInfo } from '../lds/subject-public-key-info.ts';
import { oidName } from '../oid.ts';

export type PublicKey =
  | { readonly kind: 'rsa'; readonly rsa: RsaPublicKey; readonly name: string }
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Uint8Array; readonly name: string };

/** Why a key is refused. `weak-key`: too short, an exponent of 1 or an even one, or a point that is not on its curve. */
export type KeyProblem = 'weak-key' | 'unknown-curve' | 'unsupported' | 'malformed';

/**
 * `name` is for reports: `RSA-4096`, `brainpoolP384r1`, `secp384r1 (explicit)`. Explicit curve parameters must be,
 * number for number, those of a known curve (9303-12 §4.4.2 asks issuers to spell them out).
 */
export function publicKey(spki: Uint8Array): { key: PublicKey } | { problem: KeyProblem; detail?: string } {
  try {
    const parsed = parseSubjectPublicKeyInfo(spki);
    if (parsed.kind === 'other') return { problem: 'unsupported', detail: oidName(parsed.oid) };
    if (parsed.kind === 'rsa') {
      const rsa = rsaPublicKey(parsed.modulus, parsed.exponent, smallestIssuerExponent);
      return { key: { kind: 'rsa', rsa, name: `RSA-${rsa.bits}` } };
    }
    const explicit = parsed.explicit !== undefined;
    const curve = explicit ? matchExplicitCurve(parsed.explicit) : curveByOid(parsed.curveOid);
    if (curve === undefined)
      return { problem: 'unknown-curve', detail: explicit ? 'explicit' : oidName(parsed.curveOid) };
    decodePoint(curve, parsed.point);
    return { key: { kind: 'ec', curve, point: parsed.point, name: curve.name + (explicit ? ' (explicit)' : '') } };
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    return {
      problem: error.code === 'bad-key' ? 'weak-key' : error.code === 'unsupported' ? 'unsupported' : 'malformed',
    };
  }
}
