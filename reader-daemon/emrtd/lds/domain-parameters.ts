/** Domain parameters in an AlgorithmIdentifier: of a PACEDomainParameterInfo or a public key (9303-11 §9.2.2, §9.5). */
import { readAlgorithm } from '../der-algorithm.ts';
import { der, expectTag, fields, readInteger, readOid, readSmallInteger } from '../der.ts';
import type { StatedDomain } from '../crypto/domains.ts';
import { EmrtdError } from '../errors.ts';
import { oids } from '../oid.ts';
import type { Tlv } from '../tlv.ts';
import { readExplicitCurve } from './subject-public-key-info.ts';

/** 8192 bits and a sign: longer primes are in no document. */
const maxGroupOctets = 1025;

/**
 * What the AlgorithmIdentifier states, whatever it is worth: `matchDomain` says whether it is known. Throws
 * `unsupported` for algorithms that are no key agreement, `malformed`, `limit`.
 */
export function parseDomainParameters(algorithm: Tlv): StatedDomain {
  const { oid, parameters } = readAlgorithm(algorithm);
  const read = readers[oid];
  if (read === undefined)
    throw new EmrtdError('unsupported', 'domain parameters: not of a key agreement', { step: 'parse' });
  if (parameters === undefined) throw new EmrtdError('malformed', 'domain parameters: missing', { step: 'parse' });
  return read(parameters);
}

const readers: Readonly<Record<string, (parameters: Tlv) => StatedDomain>> = {
  [oids.standardizedDomainParameters]: (parameters) => ({
    kind: 'standardized',
    parameterId: readSmallInteger(parameters),
  }),
  [oids.ecPublicKey]: (parameters) =>
    parameters.tag === der.oid
      ? { kind: 'named-curve', oid: readOid(parameters) }
      : { kind: 'curve', curve: readExplicitCurve(parameters) },
  [oids.dhPublicNumber]: (parameters) => ({ kind: 'group', group: readGroup(parameters) }),
  [oids.dhKeyAgreement]: (parameters) => ({ kind: 'group', group: readPkcs3Group(parameters) }),
};

function boundedInteger(tlv: Tlv): bigint {
  if (tlv.value.length > maxGroupOctets) throw new EmrtdError('limit', 'key: number too long', { step: 'parse' });
  return readInteger(expectTag(tlv, der.integer));
}

/** DomainParameters {p, g, q, j?, validationParms?} of X9.42 (RFC 3279 §2.3.3). */
function readGroup(parameters: Tlv): { p: bigint; g: bigint; q: bigint } {
  const item = fields(parameters);
  const [p, g, q] = [boundedInteger(item.next()), boundedInteger(item.next()), boundedInteger(item.next())];
  item.optional(der.integer);
  item.optional(der.sequence);
  item.end();
  return { p, g, q };
}

/** DHParameter {prime, base, privateValueLength?} of PKCS #3 §9. */
function readPkcs3Group(parameters: Tlv): { p: bigint; g: bigint } {
  const item = fields(parameters);
  const [p, g] = [boundedInteger(item.next()), boundedInteger(item.next())];
  item.optional(der.integer);
  item.end();
  return { p, g };
}
