import { inconclusive, type Check } from './verdict.ts';

/** What the signed files say about the key of a chip proof. */
export interface KeyBinding {
  /** The chip or its signed files offer this proof. */
  readonly offered: boolean;
  /** The file with the key hashes to its value in an EF.SOD whose signature and signer passed. */
  readonly bound: boolean;
}

/**
 * The one function that says what an Active or Chip Authentication counts for (9303-11 §6.1, §6.2: both prove only
 * that the chip holds the private key; passive authentication says whose key it is). A failure needs no binding.
 */
export function countChipProof(outcome: Check, binding: KeyBinding): Check {
  if (!binding.offered) return { status: 'not-offered' };
  // Only the files say what is offered, not whoever tried.
  if (outcome.status === 'not-offered') return { status: 'not-attempted' };
  if (outcome.status === 'failed' || binding.bound) return outcome;
  // A key that the issuer did not vouch for makes a good answer, and one that was never asked for, worth the same.
  const isRefused = outcome.status === 'inconclusive' && outcome.reason !== 'attested-only';
  return isRefused ? outcome : inconclusive('key-not-bound');
}
