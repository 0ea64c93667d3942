import { createHash, randomBytes } from 'node:crypto';

/** An unguessable id of 128 bits, in base64url (22 characters); fits the contract's `idSchema`. */
export const newId = (): string => randomBytes(16).toString('base64url');

/** A bearer secret of 256 bits, for cookies. Only its hash is kept. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** How a high-entropy secret is kept: SHA-256, in base64url. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Letters and digits that are not mistaken for one another when spoken or typed: no I, O, 0, 1. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A code of 8 characters (40 bits), for enrolment and pairing: single use, short-lived, rate limited. */
export function newSpokenCode(): string {
  // 32 characters: a byte's low five bits choose one without bias.
  return [...randomBytes(8)].map((byte) => alphabet[byte & 31] ?? '').join('');
}
