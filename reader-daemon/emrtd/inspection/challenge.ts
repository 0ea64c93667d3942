import { concat, utf8 } from '../bytes.ts';
import { hash } from '../crypto/hash.ts';

/** Octets of a server's nonce. */
export const nonceLength = 32;

/**
 * The 8 octets that Active Authentication signs: the first of SHA-256(nonce ‖ station id ‖ reading id). Whoever knows
 * that the nonce was issued once, to this station, knows that the chip was there for this reading.
 * The two identifiers must have fixed alphabets that cannot run into each other; they are part of the record.
 */
export function challengeFor(nonce: Uint8Array, stationId: string, readingId: string): Uint8Array {
  if (nonce.length !== nonceLength) throw new RangeError(`challenge: nonce of ${nonce.length} octets, 32 are due`);
  return hash('SHA-256', concat(nonce, utf8(stationId), utf8(readingId))).slice(0, 8);
}
