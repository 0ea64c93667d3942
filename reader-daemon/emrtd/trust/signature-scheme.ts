/** Signature algorithms of certificates, lists and CMS signers (9303-12 §4.4), and verification with them. */
import { verifyEcdsa } from '../crypto/ecdsa.ts';
import type { HashName } from '../crypto/hash.ts';
import { verifyRsaPkcs1, verifyRsaPss, type PssParameters } from '../crypto/rsa.ts';
import { context, fields, onlyChild, readDer, readSmallInteger } from '../der.ts';
import { readAlgorithm, type AlgorithmIdentifier } from '../der-algorithm.ts';
import { EmrtdError } from '../errors.ts';
import { oidName, oids } from '../oid.ts';
import type { Tlv } from '../tlv.ts';
import type { PublicKey } from './public-key.ts';

export type SignatureScheme =
  | { readonly kind: 'rsa-pkcs1'; readonly hash: HashName }
  | ({ readonly kind: 'rsa-pss' } & PssParameters)
  | { readonly kind: 'ecdsa'; readonly hash: HashName; readonly encoding: 'der' | 'plain' };

const hashes: Readonly<Record<string, HashName>> = {
  [oids.sha1]: 'SHA-1',
  [oids.sha224]: 'SHA-224',
  [oids.sha256]: 'SHA-256',
  [oids.sha384]: 'SHA-384',
  [oids.sha512]: 'SHA-512',
};

const pkcs1: Readonly<Record<string, HashName>> = {
  [oids.sha1WithRsa]: 'SHA-1',
  [oids.sha224WithRsa]: 'SHA-224',
  [oids.sha256WithRsa]: 'SHA-256',
  [oids.sha384WithRsa]: 'SHA-384',
  [oids.sha512WithRsa]: 'SHA-512',
};

const ecdsa: Readonly<Record<string, HashName>> = {
  [oids.ecdsaWithSha1]: 'SHA-1',
  [oids.ecdsaWithSha224]: 'SHA-224',
  [oids.ecdsaWithSha256]: 'SHA-256',
  [oids.ecdsaWithSha384]: 'SHA-384',
  [oids.ecdsaWithSha512]: 'SHA-512',
};

/** BSI TR-03111 §5.2.1, last arc of ecdsa-plain-SHAn. */
const plainHashes = [undefined, 'SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] as const;

const unsupported = (oid: string): EmrtdError =>
  new EmrtdError('unsupported', `algorithm: ${oidName(oid)}`, { step: 'parse' });

/** The hash function of a digest's identifier. Throws `unsupported`. */
export function hashNamed(oid: string): HashName {
  const name = hashes[oid];
  if (name === undefined) throw unsupported(oid);
  return name;
}

/** RSASSA-PSS-params (RFC 4055 §3.1): SHA-1, MGF1 with SHA-1, 20 octets of salt unless stated. */
function pssParameters(parameters: Tlv | undefined): PssParameters {
  if (parameters === undefined) return { hash: 'SHA-1', mgfHash: 'SHA-1', saltLength: 20 };
  const item = fields(parameters);
  const [hash, mask, salt, trailer] = [0, 1, 2, 3].map((n) => item.optional(context(n)));
  item.end();
  const generator = mask && readAlgorithm(onlyChild(mask));
  if (generator && generator.oid !== oids.mgf1) throw unsupported(generator.oid);
  if (trailer && readSmallInteger(onlyChild(trailer)) !== 1) throw unsupported(oids.rsaPss);
  return {
    hash: hash ? hashNamed(readAlgorithm(onlyChild(hash)).oid) : 'SHA-1',
    mgfHash: generator?.parameters ? hashNamed(readAlgorithm(readDer(generator.parameters.bytes)).oid) : 'SHA-1',
    saltLength: salt ? readSmallInteger(onlyChild(salt)) : 20,
  };
}

/**
 * What an AlgorithmIdentifier asks for. CMS signers may name the bare key type and leave the hash to `digest`.
 * Throws `unsupported` (MD5 among them) or `malformed`.
 */
export function signatureScheme(algorithm: AlgorithmIdentifier, digest?: AlgorithmIdentifier): SignatureScheme {
  const { oid } = algorithm;
  if (oid === oids.rsaPss) return { kind: 'rsa-pss', ...pssParameters(algorithm.parameters) };
  const rsaHash = pkcs1[oid] ?? (oid === oids.rsaEncryption && digest ? hashNamed(digest.oid) : undefined);
  if (rsaHash !== undefined) return { kind: 'rsa-pkcs1', hash: rsaHash };
  const ecHash = ecdsa[oid] ?? (oid === oids.ecPublicKey && digest ? hashNamed(digest.oid) : undefined);
  if (ecHash !== undefined) return { kind: 'ecdsa', hash: ecHash, encoding: 'der' };
  const plainHash = oid.startsWith(`${oids.bsiEcdsaPlain}.`)
    ? plainHashes[Number(oid.slice(oids.bsiEcdsaPlain.length + 1))]
    : undefined;
  if (plainHash !== undefined) return { kind: 'ecdsa', hash: plainHash, encoding: 'plain' };
  throw unsupported(oid);
}

/** For reports: `RSA-PSS SHA-256`, `ECDSA SHA-384`, `RSA SHA-1`. */
export function schemeName(scheme: SignatureScheme): string {
  const family = { 'rsa-pkcs1': 'RSA', 'rsa-pss': 'RSA-PSS', ecdsa: 'ECDSA' }[scheme.kind];
  return `${family} ${scheme.hash}`;
}

/** False for a wrong signature, and for a scheme that is not the key's. */
export function verifySignature(
  key: PublicKey,
  scheme: SignatureScheme,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (key.kind === 'ec')
    return (
      scheme.kind === 'ecdsa' && verifyEcdsa({ ...scheme, curve: key.curve, publicKey: key.point, message, signature })
    );
  if (scheme.kind === 'rsa-pss') return verifyRsaPss(key.rsa, scheme, message, signature);
  return scheme.kind === 'rsa-pkcs1' && verifyRsaPkcs1(key.rsa, scheme.hash, message, signature);
}
