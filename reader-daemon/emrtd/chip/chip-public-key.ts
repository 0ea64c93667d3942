/** A chip's public key as SubjectPublicKeyInfo: named, explicit or standardized domain parameters. */
import { shortestUint } from '../bytes.ts';
import { curveByParameterId, type Curve } from '../crypto/curves.ts';
import type { Domain } from '../crypto/domain.ts';
import { matchDomain } from '../crypto/domains.ts';
import { decodePoint, type Point } from '../crypto/ec.ts';
import { der, expectTag, fields, readBitString, readDer, readInteger } from '../der.ts';
import { EmrtdError } from '../errors.ts';
import { parseDomainParameters } from '../lds/domain-parameters.ts';

export interface AgreementPublicKey {
  readonly domain: Domain;
  /** Checked to be in the group, as `Domain` writes its elements. */
  readonly publicKey: Uint8Array;
}

export interface ChipPublicKey {
  readonly curve: Curve;
  readonly point: Point;
}

const unsupported = (why: string): EmrtdError => new EmrtdError('unsupported', `chip key: ${why}`);

/**
 * A key for Chip Authentication, ECDH or DH: PKCS #3 as the standard has it, or X9.42 as some chips do (9303-11 §8.5,
 * note 2). Throws `unsupported` for other keys and unknown parameters, `bad-key`, `malformed`, `limit`.
 */
export function agreementPublicKey(spki: Uint8Array): AgreementPublicKey {
  const item = fields(readDer(spki));
  const stated = parseDomainParameters(item.next());
  const { octets, unusedBits } = readBitString(item.next());
  item.end();
  if (unusedBits !== 0) throw new EmrtdError('malformed', 'key: not whole octets', { step: 'parse' });
  const domain = matchDomain(stated);
  if (domain === undefined) throw unsupported('parameters not among the standardized ones');
  return { domain, publicKey: domain.decode(domain.agreement === 'DH' ? publicValue(octets) : octets) };
}

/** The bit string holds an INTEGER (RFC 3279 §2.3.3); only standardized parameters leave room for a bare value. */
function publicValue(octets: Uint8Array): Uint8Array {
  if (octets[0] !== der.integer) return octets;
  return positive(readInteger(expectTag(readDer(octets), der.integer)));
}

function positive(value: bigint): Uint8Array {
  if (value <= 0n) throw new EmrtdError('bad-key', 'dh: public value is not positive');
  return shortestUint(value);
}

/** An elliptic-curve key. Throws like `agreementPublicKey`. */
export function chipPublicKey(spki: Uint8Array): ChipPublicKey {
  const { domain, publicKey } = agreementPublicKey(spki);
  const curve = curveByParameterId(domain.parameterId);
  if (curve === undefined) throw unsupported('not on an elliptic curve');
  return { curve, point: decodePoint(curve, publicKey) };
}
