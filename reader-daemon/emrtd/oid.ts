/** Object identifiers: their content octets (X.690 §8.19) and the names of those this terminal knows. */
import { EmrtdError } from './errors.ts';

/** Longer than any identifier in use; also bounds the arithmetic below. */
const maxOidOctets = 64;

/**
 * Dotted form of an OBJECT IDENTIFIER's content octets. Arcs are exact at any size: an arc of 2³² + x never reads as x.
 * Throws `malformed` or `limit`.
 */
export function decodeOid(content: Uint8Array): string {
  const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `oid: ${why}`, { step: 'parse' });
  if (content.length === 0) throw malformed('empty');
  if (content.length > maxOidOctets) throw new EmrtdError('limit', 'oid: too long', { step: 'parse' });
  const arcs: bigint[] = [];
  let arc = 0n;
  let fresh = true;
  for (const octet of content) {
    if (fresh && octet === 0x80) throw malformed('arc with a leading zero');
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    fresh = octet < 0x80;
    if (fresh) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  if (!fresh) throw malformed('last arc cut short');
  const [head = 0n, ...rest] = arcs;
  const first = head < 40n ? 0n : head < 80n ? 1n : 2n;
  return [first, head - first * 40n, ...rest].join('.');
}

/** Content octets of a dotted identifier. Throws a `RangeError` for anything else. */
export function encodeOid(dotted: string): Uint8Array {
  if (!/^[0-2](\.(0|[1-9]\d*))+$/.test(dotted)) throw new RangeError('oid: not in dotted form');
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  if (first < 2n && second > 39n) throw new RangeError('oid: second arc too large');
  const out: number[] = [];
  for (const arc of [first * 40n + second, ...rest]) {
    const septets = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) septets.unshift(Number(left & 0x7fn) | 0x80);
    out.push(...septets);
  }
  return Uint8Array.from(out);
}

const bsiDe = '0.4.0.127.0.7';

/** Identifiers by name, in the naming of the documents that define them. */
export const oids = {
  // 9303-10 §4.6.2, 9303-12 §4 and §7
  ldsSecurityObject: '2.23.136.1.1.1',
  cscaMasterList: '2.23.136.1.1.2',
  cscaMasterListSigningKey: '2.23.136.1.1.3',
  documentTypeList: '2.23.136.1.1.6.2',
  nameChange: '2.23.136.1.1.6.1',
  activeAuthentication: '2.23.136.1.1.5',
  // BSI TR-03110-3, A.1.1; 9303-11 §9.2
  securityObject: `${bsiDe}.3.2.1`,
  publicKeyDh: `${bsiDe}.2.2.1.1`,
  publicKeyEcdh: `${bsiDe}.2.2.1.2`,
  terminalAuthentication: `${bsiDe}.2.2.2`,
  chipAuthenticationDh: `${bsiDe}.2.2.3.1`,
  chipAuthenticationEcdh: `${bsiDe}.2.2.3.2`,
  pace: `${bsiDe}.2.2.4`,
  bsiEcdsaPlain: `${bsiDe}.1.1.4.1`,
  standardizedDomainParameters: `${bsiDe}.1.2`,
  // ISO/IEC 10646 in UTF-8: the content type of the Vietnamese EF.DG13
  utf8Data: '1.0.10646.1.0.8',
  // RFC 5652
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  // RFC 8017
  rsaEncryption: '1.2.840.113549.1.1.1',
  md5WithRsa: '1.2.840.113549.1.1.4',
  sha1WithRsa: '1.2.840.113549.1.1.5',
  mgf1: '1.2.840.113549.1.1.8',
  rsaPss: '1.2.840.113549.1.1.10',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  sha384WithRsa: '1.2.840.113549.1.1.12',
  sha512WithRsa: '1.2.840.113549.1.1.13',
  sha224WithRsa: '1.2.840.113549.1.1.14',
  // RFC 5480, RFC 5758
  ecPublicKey: '1.2.840.10045.2.1',
  primeField: '1.2.840.10045.1.1',
  ecdsaWithSha1: '1.2.840.10045.4.1',
  ecdsaWithSha224: '1.2.840.10045.4.3.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  ecdsaWithSha384: '1.2.840.10045.4.3.3',
  ecdsaWithSha512: '1.2.840.10045.4.3.4',
  dhPublicNumber: '1.2.840.10046.2.1',
  dhKeyAgreement: '1.2.840.113549.1.3.1',
  // digests
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  // named curves
  p192: '1.2.840.10045.3.1.1',
  p224: '1.3.132.0.33',
  p256: '1.2.840.10045.3.1.7',
  p384: '1.3.132.0.34',
  p521: '1.3.132.0.35',
  brainpoolP192r1: '1.3.36.3.3.2.8.1.1.3',
  brainpoolP224r1: '1.3.36.3.3.2.8.1.1.5',
  brainpoolP256r1: '1.3.36.3.3.2.8.1.1.7',
  brainpoolP320r1: '1.3.36.3.3.2.8.1.1.9',
  brainpoolP384r1: '1.3.36.3.3.2.8.1.1.11',
  brainpoolP512r1: '1.3.36.3.3.2.8.1.1.13',
  // certificate extensions, RFC 5280
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  privateKeyUsagePeriod: '2.5.29.16',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  issuingDistributionPoint: '2.5.29.28',
  crlDistributionPoints: '2.5.29.31',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  caIssuers: '1.3.6.1.5.5.7.48.2',
  // attribute types of names
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  country: '2.5.4.6',
  locality: '2.5.4.7',
  state: '2.5.4.8',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
} as const;

const names = new Map<string, string>(Object.entries(oids).map(([name, dotted]) => [dotted, name]));

/** The name above, or the dotted form itself. */
export const oidName = (dotted: string): string => names.get(dotted) ?? dotted;
