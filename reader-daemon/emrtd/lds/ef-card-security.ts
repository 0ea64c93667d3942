/**
 * EF.CardSecurity (9303-11 §9.2.9): SecurityInfos as in EF.CardAccess and more, signed as CMS SignedData. Parsing only;
 * nothing in it is believed, PACE-CAM's key least of all, before `trust/card-security.ts` has found its signer.
 */
import { EmrtdError } from '../errors.ts';
import { oids } from '../oid.ts';
import { parseSecurityInfos, type SecurityInfos } from './security-infos.ts';
import { parseSignedData, type SignedData } from './signed-data.ts';

export interface EfCardSecurity {
  readonly signedData: SignedData;
  readonly securityInfos: SecurityInfos;
  readonly bytes: Uint8Array;
}

/** Throws `malformed`, `limit` or `unsupported`. */
export function parseCardSecurity(bytes: Uint8Array): EfCardSecurity {
  const signedData = parseSignedData(bytes);
  if (signedData.contentType !== oids.securityObject)
    throw new EmrtdError('unsupported', 'EF.CardSecurity: content of another type', { step: 'parse' });
  return { signedData, securityInfos: parseSecurityInfos(signedData.content), bytes };
}
