/**
 * EF.CardSecurity verified (9303-11 §9.2.9): its SecurityInfos count only when a trusted document signer signed them.
 * PACE-CAM rests on it: without, the mapping proves a key of nobody in particular (9303-11 §4.4.3.5).
 */
import { EmrtdError } from '../errors.ts';
import { inconclusive, type Check, type Checks } from '../inspection/verdict.ts';
import { parseCardSecurity } from '../lds/ef-card-security.ts';
import type { SecurityInfos } from '../lds/security-infos.ts';
import type { Certificate } from './certificate.ts';
import { judgeSigners, signerChecks, type SignerStandards } from './judge-signer.ts';

export interface CardSecurityAuthentication {
  /** The four checks of a signer, `sod-signature` standing for the signature over this file. */
  readonly checks: Checks;
  /** Only when the signer is trusted, was entitled to sign then, and is not revoked. */
  readonly securityInfos?: SecurityInfos;
  readonly signer?: Certificate;
}

const allOf = (check: Check): Checks => Object.fromEntries(signerChecks.map((name) => [name, check]));

/** Never throws on what the file holds. `undefined`: the file could not be read. */
export function authenticateCardSecurity(
  file: Uint8Array | undefined,
  standards: SignerStandards,
): CardSecurityAuthentication {
  if (file === undefined) return { checks: allOf(inconclusive('file-not-read', 'CardSecurity')) };
  try {
    const { signedData, securityInfos } = parseCardSecurity(file);
    const judged = judgeSigners(signedData, standards);
    if (judged === 'unknown') return { checks: allOf(inconclusive('unknown-issuer')) };
    if (judged === 'malformed') return { checks: allOf(inconclusive('malformed', 'CardSecurity')) };
    const { checks, certificate, trusted } = judged;
    const hasFailed = Object.values(checks).some((check) => check?.status === 'failed');
    return { checks, signer: certificate, ...(trusted && !hasFailed && { securityInfos }) };
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    const reason = error.code === 'unsupported' ? 'unsupported' : 'malformed';
    return { checks: allOf(inconclusive(reason, 'CardSecurity')) };
  }
}
