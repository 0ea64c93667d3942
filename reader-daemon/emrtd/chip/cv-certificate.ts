/** Card-verifiable certificates (9303-12 §7.2; TR-03110-3 C): what a chip can check of a terminal. */
import { bytesToBigInt } from '../bytes.ts';
import type { ExplicitCurve } from '../crypto/curves.ts';
import { decodeOid } from '../oid.ts';
import { EmrtdError } from '../errors.ts';
import { findTlv, readOneTlv, readTlvs, requireTlv, type Tlv } from '../tlv.ts';
import { terminalAlgorithm, type TerminalAlgorithm } from './terminal-authentication-algorithm.ts';

/** A date as `YYYY-MM-DD`. */
export type CvDate = string;
export type CvRole = 'CVCA' | 'DV-domestic' | 'DV-foreign' | 'terminal';

export type CvPublicKey =
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  /** Domain parameters stand in CVCA certificates; the others inherit them. */
  | { readonly kind: 'ec'; readonly point: Uint8Array; readonly curve?: ExplicitCurve };

export interface CvCertificate {
  /** Certification authority reference: names the key that signed. ISO 8859-1. */
  readonly authorityReference: string;
  /** Certificate holder reference: names the key inside. ISO 8859-1. */
  readonly holderReference: string;
  readonly algorithm: TerminalAlgorithm;
  readonly publicKey: CvPublicKey;
  readonly role: CvRole;
  /** The rights' octets as given, the role's two bits among them. */
  readonly rights: Uint8Array;
  /** Object identifier of the kind of terminal, dotted: id-IS for inspection systems. */
  readonly terminalType: string;
  /** First day of validity. */
  readonly effective: CvDate;
  /** Last day of validity. */
  readonly expires: CvDate;
  /** 7F4E whole: what is signed, and the first object of PSO:Verify Certificate. */
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
}

/** Larger than RSA-4096 certificates are. */
const maxOctets = 4096;

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `cv certificate: ${why}`, { step: 'parse' });

/** 7F21 whole, nothing behind it. Throws `malformed`, `limit`, `unsupported` (profile or algorithm). */
export function parseCvCertificate(bytes: Uint8Array): CvCertificate {
  if (bytes.length > maxOctets) throw new EmrtdError('limit', 'cv certificate: too long', { step: 'parse' });
  const [body, signature, ...others] = readTlvs(readOneTlv(bytes, 0x7f21).value);
  if (body?.tag !== 0x7f4e || signature?.tag !== 0x5f37 || others.length > 0) throw malformed('its two parts');
  const objects = readTlvs(body.value);
  const value = (tag: number): Uint8Array => requireTlv(objects, tag).value;
  const profile = value(0x5f29);
  if (profile.length !== 1 || profile[0] !== 0) throw new EmrtdError('unsupported', 'cv certificate: profile');
  const authorization = readTlvs(value(0x7f4c));
  const rights = requireTlv(authorization, 0x53).value;
  return {
    authorityReference: readReference(value(0x42)),
    holderReference: readReference(value(0x5f20)),
    ...readPublicKey(value(0x7f49)),
    role: roleOf(rights),
    rights,
    terminalType: decodeOid(requireTlv(authorization, 0x06).value),
    effective: readDate(value(0x5f25)),
    expires: readDate(value(0x5f24)),
    body: body.bytes,
    signature: signature.value,
  };
}

/** Country, mnemonic and sequence number: 8 to 16 characters (9303-12 §7.2.2.2). */
export function readReference(octets: Uint8Array): string {
  if (octets.length < 8 || octets.length > 16) throw malformed('length of a reference');
  return String.fromCharCode(...octets);
}

/** The octets of a reference as read. */
export const writeReference = (reference: string): Uint8Array =>
  Uint8Array.from(reference, (character) => character.charCodeAt(0));

function readPublicKey(octets: Uint8Array): Pick<CvCertificate, 'algorithm' | 'publicKey'> {
  const objects = readTlvs(octets);
  const algorithm = terminalAlgorithm(decodeOid(requireTlv(objects, 0x06).value));
  if (algorithm === undefined) throw new EmrtdError('unsupported', 'cv certificate: algorithm');
  if (algorithm.kind !== 'ecdsa') {
    const [modulus, exponent] = [requireTlv(objects, 0x81).value, requireTlv(objects, 0x82).value];
    return { algorithm, publicKey: { kind: 'rsa', modulus, exponent } };
  }
  const curve = readCurve(objects);
  return { algorithm, publicKey: { kind: 'ec', point: requireTlv(objects, 0x86).value, ...(curve && { curve }) } };
}

/** All of the parameters but the cofactor, or none (9303-11 §9.4.4). */
function readCurve(objects: readonly Tlv[]): ExplicitCurve | undefined {
  if (![0x81, 0x82, 0x83, 0x84, 0x85].some((tag) => findTlv(objects, tag) !== undefined)) return undefined;
  const number = (tag: number): bigint => bytesToBigInt(requireTlv(objects, tag).value);
  const cofactor = findTlv(objects, 0x87);
  return {
    p: number(0x81),
    a: number(0x82),
    b: number(0x83),
    generator: requireTlv(objects, 0x84).value,
    n: number(0x85),
    ...(cofactor && { h: bytesToBigInt(cofactor.value) }),
  };
}

/** The two highest bits of the first octet (9303-12 §7.2.2.5). */
function roleOf(rights: Uint8Array): CvRole {
  const [first] = rights;
  if (first === undefined) throw malformed('no rights');
  const roles = ['terminal', 'DV-foreign', 'DV-domestic', 'CVCA'] as const;
  return roles[first >>> 6] ?? 'terminal';
}

/** Six octets YYMMDD, a digit each, in this century. */
function readDate(octets: Uint8Array): CvDate {
  if (octets.length !== 6 || octets.some((digit) => digit > 9)) throw malformed('date');
  const [y1, y2, m1, m2, d1, d2] = octets;
  const date = `20${y1}${y2}-${m1}${m2}-${d1}${d2}`;
  const time = new Date(`${date}T00:00:00Z`);
  // JavaScript takes 31 April for 1 May: what comes back must be what went in.
  if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== date) throw malformed('date');
  return date;
}
