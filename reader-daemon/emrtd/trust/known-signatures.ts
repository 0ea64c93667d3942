/**
 * Signatures that were found good before. A country's certificate vouches for the same few signers and lists in every
 * reading, and each of its signatures costs a third of a millisecond and more.
 *
 * What is remembered is a SHA-256 over everything that the outcome depends on: key, algorithm with its parameters,
 * signature and signed octets, each with its length. Nothing else enters, so a good answer stays good; whether an issuer
 * is trusted, entitled, valid or revoked is asked afresh each time. Wrong signatures are not remembered.
 */
import { toHex, uintToBytes } from '../bytes.ts';
import { hash } from '../crypto/hash.ts';
import type { Signed } from './signed.ts';

/** A few signers and lists per state, some hundred states: 200 KB. Beyond it the one unused for longest goes. */
const mostKnown = 1024;

const digestOf = ({ signatureAlgorithm, signature, signedBytes }: Signed, publicKeyInfo: Uint8Array): string => {
  const parts = [publicKeyInfo, signatureAlgorithm.bytes, signature, signedBytes];
  return toHex(hash('SHA-256', ...parts.flatMap((part) => [uintToBytes(part.length, 4), part])));
};

export class KnownSignatures {
  readonly #digests = new Set<string>();
  readonly #most: number;

  constructor(most = mostKnown) {
    this.#most = most;
  }

  get size(): number {
    return this.#digests.size;
  }

  /** `verify`'s answer, which is not asked for when this very signature was `verified` under this very key before. */
  verified<T extends string>(signed: Signed, publicKeyInfo: Uint8Array, verify: () => T | 'verified'): T | 'verified' {
    const digest = digestOf(signed, publicKeyInfo);
    const outcome = this.#digests.delete(digest) ? 'verified' : verify();
    if (outcome !== 'verified') return outcome;
    this.#digests.add(digest);
    const [oldest] = this.#digests;
    if (this.#digests.size > this.#most && oldest !== undefined) this.#digests.delete(oldest);
    return outcome;
  }
}
