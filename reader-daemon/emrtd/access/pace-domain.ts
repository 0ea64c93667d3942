/**
 * Which domain parameters a PACEInfo means (9303-11 §9.2.1–2): standardized ones by id, or those that a
 * PACEDomainParameterInfo spells out, taken only where they are standardized ones after all.
 */
import { domainByParameterId, matchDomain } from '../crypto/domains.ts';
import type { Domain } from '../crypto/domain.ts';
import { readDer } from '../der.ts';
import { EmrtdError } from '../errors.ts';
import { parseDomainParameters } from '../lds/domain-parameters.ts';
import type { PaceDomainParameterInfo } from '../lds/security-infos.ts';

/** Ids from 32 on are the chip's own (9303-11 §9.5.1). */
const firstProprietaryId = 32;

/**
 * The domain of a protocol, `family` being its identifier without the cipher's arc. `undefined` where the parameters
 * are reserved, missing, unreadable, or nobody's but the chip's.
 */
export function paceDomain(
  infos: readonly PaceDomainParameterInfo[],
  family: string,
  parameterId: number | undefined,
): Domain | undefined {
  if (parameterId !== undefined && parameterId < firstProprietaryId) return domainByParameterId(parameterId);
  const [info, ...others] = infos.filter((one) => one.oid === family && one.parameterId === parameterId);
  if (info === undefined || others.length > 0) return undefined;
  try {
    return matchDomain(parseDomainParameters(readDer(info.domainParameter)));
  } catch (error) {
    // One unreadable set of parameters must not hide the chip's other offers.
    if (error instanceof EmrtdError) return undefined;
    throw error;
  }
}
