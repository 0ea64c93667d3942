/** The hash functions Doc 9303 allows (9303-12 §4.4, 9303-11 §9.7.1). */
import { createHash } from 'node:crypto';
import { plain } from '../bytes.ts';

export const hashNames = ['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] as const;
export type HashName = (typeof hashNames)[number];

const lengths: Readonly<Record<HashName, number>> = {
  'SHA-1': 20,
  'SHA-224': 28,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
};

/** OpenSSL's name of a hash function. */
export const opensslHashName = (name: HashName): string => name.replace('-', '').toLowerCase();

/** Octets of a digest. */
export const hashLength = (name: HashName): number => lengths[name];

/** Digest of the parts, taken as one string. */
export function hash(name: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  const running = createHash(opensslHashName(name));
  for (const part of parts) running.update(part);
  return plain(running.digest());
}
