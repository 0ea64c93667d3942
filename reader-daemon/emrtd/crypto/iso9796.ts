/** ISO/IEC 9796-2 digital signature scheme 1, partial recovery, as Active Authentication with RSA uses it (9303-11 §6.1.2). */
import { EmrtdError } from '../errors.ts';
import { hashLength, type HashName } from './hash.ts';
import { rsaComplement, rsaPublicOperation, type RsaPublicKey } from './rsa.ts';

export interface Recovered {
  readonly hash: HashName;
  /** H(M1 ‖ M2) as signed. */
  readonly digest: Uint8Array;
  /** The recoverable part of the message. */
  readonly m1: Uint8Array;
}

/** ISO/IEC 10118-3 hash identifiers, first octet of the two-octet trailer xx CC. */
const trailers: Readonly<Record<number, HashName>> = {
  0x33: 'SHA-1',
  0x34: 'SHA-256',
  0x35: 'SHA-512',
  0x36: 'SHA-384',
  0x38: 'SHA-224',
};

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `iso 9796-2: ${why}`);

/** Opens a signature: the representative, or where its trailer shows that the signer chose n − s, the complement. */
export function openIso9796(key: RsaPublicKey, signature: Uint8Array): Recovered {
  const opened = rsaPublicOperation(key, signature);
  const isRepresentative = ((opened.at(-1) ?? 0) & 0x0f) === 0x0c;
  return recoverIso9796(isRepresentative ? opened : rsaComplement(key, opened));
}

/** Takes the representative F = 6A ‖ M1 ‖ H ‖ T apart. Throws `malformed` or, for another hash, `unsupported`. */
export function recoverIso9796(representative: Uint8Array): Recovered {
  const { hash, trailerLength } = readTrailer(representative);
  const start = messageStart(representative);
  const digestAt = representative.length - trailerLength - hashLength(hash);
  if (digestAt < start) throw malformed('no room for the digest');
  return {
    hash,
    digest: representative.slice(digestAt, digestAt + hashLength(hash)),
    m1: representative.slice(start, digestAt),
  };
}

function readTrailer(representative: Uint8Array): { hash: HashName; trailerLength: number } {
  const last = representative.at(-1);
  if (last === 0xbc) return { hash: 'SHA-1', trailerLength: 1 };
  if (last !== 0xcc) throw malformed('no trailer');
  const hash = trailers[representative.at(-2) ?? 0];
  if (hash === undefined) throw new EmrtdError('unsupported', 'iso 9796-2: hash function of the trailer');
  return { hash, trailerLength: 2 };
}

/** Header bits 01, more-data bit 1, then padding nibbles up to A: 6A, or 6B BB … BA. */
function messageStart(representative: Uint8Array): number {
  if (representative[0] === 0x6a) return 1;
  if (representative[0] !== 0x6b) throw malformed('header');
  let at = 1;
  while (representative[at] === 0xbb) at++;
  if (representative[at] !== 0xba) throw malformed('padding');
  return at + 1;
}
