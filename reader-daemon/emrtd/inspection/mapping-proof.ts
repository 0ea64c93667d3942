/**
 * What a chip-authentication mapping counts for (9303-11 §4.4.3.5): the chip used the private key that belongs to a
 * public key in EF.CardSecurity. Whose key that is, the signature over EF.CardSecurity says, and nothing else.
 */
import type { AccessResult } from '../access/open-access.ts';
import { mappingStaticKey, verifyChipAuthenticationMapping } from '../chip/chip-authentication-mapping.ts';
import { authenticateCardSecurity } from '../trust/card-security.ts';
import type { SignerStandards } from '../trust/judge-signer.ts';
import { checkRows, failed, inconclusive, passed, type Check, type CheckName } from './verdict.ts';

/** All that the proof consists of, so that it can be computed again. Transferable it is not: see `verify-evidence.ts`. */
export interface MappingExchange {
  /** Of the standardized domain that PACE ran on. */
  readonly parameterId: number;
  /** PK_Map,IC as the chip sent it. */
  readonly mappingPublicKey: Uint8Array;
  /** CA_IC, decrypted. */
  readonly chipAuthenticationData: Uint8Array;
  /** EF.CardSecurity; absent where the chip would not give it whole. */
  readonly cardSecurity?: Uint8Array;
}

export interface MappingStandards extends SignerStandards {
  /** Of whoever signed EF.SOD. A key of another state's chip says nothing about this document. */
  readonly country: string | undefined;
}

/** `undefined` where the chip was opened in another way. */
export function mappingExchangeOf(access: AccessResult): MappingExchange | undefined {
  if (access.protocol !== 'PACE' || access.chipAuthenticationMapping === undefined) return undefined;
  return { parameterId: access.parameterId, ...access.chipAuthenticationMapping };
}

const file = 'CardSecurity';

/** As for EF.SOD: the state of the revocation lists is reported there and takes nothing away. */
const requiredOfTheSigner: readonly CheckName[] = ['sod-signature', 'signer-certificate', 'signer-validity'];

/** The check `chip-authentication-mapping` of a chip opened that way. */
export function judgeMapping(exchange: MappingExchange, { country, ...standards }: MappingStandards): Check {
  const { checks, securityInfos, signer } = authenticateCardSecurity(exchange.cardSecurity, standards);
  for (const [, check] of checkRows(checks)) if (check.status === 'failed') return failed(check.reason, file);
  for (const name of requiredOfTheSigner) {
    const check = checks[name];
    if (check?.status === 'inconclusive') return inconclusive(check.reason, file);
  }
  if (securityInfos === undefined || signer === undefined) return inconclusive('key-not-bound', file);

  const staticPublicKey = mappingStaticKey(securityInfos, exchange.parameterId);
  if (staticPublicKey === undefined) return inconclusive('key-not-bound', file);
  const { chipAuthenticationData: ecad, mappingPublicKey } = exchange;
  const answer = verifyChipAuthenticationMapping({ ecad, mappingPublicKey, staticPublicKey });
  if (!answer.verified) {
    if (answer.reason === 'answer-invalid') return failed('answer-invalid');
    return inconclusive(answer.reason === 'unsupported' ? 'unsupported' : 'malformed', file);
  }
  const isSameState = country !== undefined && (signer.subject.country ?? signer.issuer.country) === country;
  return isSameState ? passed : inconclusive('key-not-bound', 'country');
}
