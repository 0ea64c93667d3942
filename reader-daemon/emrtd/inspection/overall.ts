import { checkRows, type Check, type CheckName, type Checks, type Overall } from './verdict.ts';

/** What the signed data must have passed for a card to be genuine. */
const requiredOfTheData: readonly CheckName[] = [
  'sod-signature',
  'signer-certificate',
  'signer-validity',
  'issuing-country',
  'data-hashes',
];

/** What only the genuine chip can do. */
export const chipProofs = ['active-authentication', 'chip-authentication', 'chip-authentication-mapping'] as const;
export type ChipProof = (typeof chipProofs)[number];

/**
 * An attested Chip Authentication or mapping was tried and passed, as far as its station says: on the server's side
 * that is all it can ever be. `basisOf` tells how strong the word then is.
 */
const stands = (check: Check): boolean =>
  check.status === 'passed' || (check.status === 'inconclusive' && check.reason === 'attested-only');

/** The one function that says the overall word. */
export function overallOf(checks: Checks): Overall {
  if (checkRows(checks).some(([, check]) => check.status === 'failed')) return 'suspicious';
  if (requiredOfTheData.some((name) => checks[name]?.status !== 'passed')) return 'not-proven';
  const proofs = chipProofs.map((name) => checks[name] ?? ({ status: 'not-attempted' } as const));
  const offered = proofs.filter((check) => check.status !== 'not-offered');
  return offered.length > 0 && offered.every(stands) ? 'genuine' : 'not-proven';
}

/**
 * `proven`: the verifier checked a chip's proof itself, again from the record or as its witness. `attested`: a terminal says
 * so. `none`: no chip proof counts.
 */
export type Basis = 'proven' | 'attested' | 'none';

export function basisOf(checks: Checks): Basis {
  const proofs = chipProofs.flatMap((name) => checks[name] ?? []);
  if (proofs.some((check) => check.status === 'passed')) return 'proven';
  return proofs.some(stands) ? 'attested' : 'none';
}
