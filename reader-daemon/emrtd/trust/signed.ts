import type { AlgorithmIdentifier } from '../der-algorithm.ts';

/** What carries a signature of a country signing key: certificates and revocation lists. */
export interface Signed {
  /** The octets that are signed. */
  readonly signedBytes: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}
