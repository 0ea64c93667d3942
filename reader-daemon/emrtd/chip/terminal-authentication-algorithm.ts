/** The signature algorithms of Terminal Authentication (9303-11 §7.1.4; TR-03110-1 v1.11 has the SHA-1 ones, too). */
import type { HashName } from '../crypto/hash.ts';
import { oids } from '../oid.ts';

export type TerminalAlgorithm =
  | { readonly kind: 'rsa-pkcs1'; readonly hash: HashName }
  /** MGF1 with the same hash, salt as long as the hash. */
  | { readonly kind: 'rsa-pss'; readonly hash: HashName }
  /** Plain signatures, r ‖ s. */
  | { readonly kind: 'ecdsa'; readonly hash: HashName };

const byArcs: Readonly<Record<string, TerminalAlgorithm>> = {
  '1.1': { kind: 'rsa-pkcs1', hash: 'SHA-1' },
  '1.2': { kind: 'rsa-pkcs1', hash: 'SHA-256' },
  '1.3': { kind: 'rsa-pss', hash: 'SHA-1' },
  '1.4': { kind: 'rsa-pss', hash: 'SHA-256' },
  '1.5': { kind: 'rsa-pkcs1', hash: 'SHA-512' },
  '1.6': { kind: 'rsa-pss', hash: 'SHA-512' },
  '2.1': { kind: 'ecdsa', hash: 'SHA-1' },
  '2.2': { kind: 'ecdsa', hash: 'SHA-224' },
  '2.3': { kind: 'ecdsa', hash: 'SHA-256' },
  '2.4': { kind: 'ecdsa', hash: 'SHA-384' },
  '2.5': { kind: 'ecdsa', hash: 'SHA-512' },
};

/** Of a dotted identifier below id-TA; `undefined` for any other. */
export const terminalAlgorithm = (oid: string): TerminalAlgorithm | undefined =>
  oid.startsWith(`${oids.terminalAuthentication}.`)
    ? byArcs[oid.slice(oids.terminalAuthentication.length + 1)]
    : undefined;
