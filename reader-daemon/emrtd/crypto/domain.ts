/**
 * One view of both key agreements of Doc 9303 (9303-11 §9.6): a group of prime order on a curve or modulo a prime, so
 * that PACE, Chip and Terminal Authentication are written once. Elements are octets as they travel: 04 ‖ x ‖ y, or y
 * as long as the prime.
 */
import type { RandomSource } from '../transport.ts';

export interface DomainKeyPair {
  readonly privateKey: bigint;
  readonly publicKey: Uint8Array;
}

export interface Domain {
  readonly agreement: 'ECDH' | 'DH';
  /** Id in the table of standardized domain parameters, 9303-11 §9.5.1. */
  readonly parameterId: number;
  readonly name: string;
  /** The prime of the field. */
  readonly prime: bigint;
  /** Of the group: private keys are below it. */
  readonly order: bigint;
  /** Octets of a private key. */
  readonly orderLength: number;
  /** False where no encoding of a number as an element is defined: integrated mapping is not possible. */
  readonly canEncodeNumbers: boolean;
  /** Another party's element, checked to be in the group and not the neutral one. Throws `bad-key`. */
  decode(encoded: Uint8Array): Uint8Array;
  /** With the standardized generator, or with another (PACE's mapped one). */
  generateKeyPair(random: RandomSource, base?: Uint8Array): DomainKeyPair;
  keyPairFromPrivate(privateKey: bigint, base?: Uint8Array): DomainKeyPair;
  /** The element times (or to the power of) the number; `bad-key` where that is the neutral element. */
  multiply(scalar: bigint, element: Uint8Array): Uint8Array;
  /** The scalar times (or as power of) the standardized generator, and that combined with `element`. */
  addToGenerator(scalar: bigint, element: Uint8Array): Uint8Array;
  /** Z of the key agreement, leading zeros kept: x alone on a curve. Both keys have been checked. */
  sharedSecret(privateKey: bigint, publicKey: Uint8Array): Uint8Array;
  /** f_G of integrated mapping (9303-11 Appendix B): a generator from a number below the prime. */
  encodeNumber(value: bigint): Uint8Array;
  /** Comp() of Terminal Authentication: x on a curve, SHA-1 of the value modulo a prime (TR-03110-3 A.2.2.3). */
  compress(publicKey: Uint8Array): Uint8Array;
}
