/** What PACE the chip offers, and which of it this terminal can run (9303-11 §9.2.1, §9.5.1). */
import type { Domain } from '../crypto/domain.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { oids } from '../oid.ts';
import type { SecurityInfos } from '../lds/security-infos.ts';
import { paceDomain } from './pace-domain.ts';

/** Generic, integrated and chip-authentication mapping. */
export type Mapping = 'GM' | 'IM' | 'CAM';

export interface PaceOffer {
  readonly oid: string;
  readonly agreement: 'DH' | 'ECDH';
  readonly mapping: Mapping;
  readonly cipher: CipherName;
  readonly version: number;
  /** Of standardized domain parameters, or from 32 on the chip's own name for explicit ones. */
  readonly parameterId?: number;
}

/** An offer with everything that running it needs. */
export interface PaceChoice {
  readonly oid: string;
  readonly mapping: Mapping;
  readonly cipher: CipherName;
  /** As the chip states it: what MSE names the parameters by. Absent where there is one set of the chip's own. */
  readonly parameterId?: number;
  readonly domain: Domain;
  /** The chip offers this protocol with more than one set of parameters, so that MSE has to name the set. */
  readonly isAmbiguous: boolean;
}

/** First arc below id-PACE: agreement and mapping. */
const families: Readonly<Record<string, Pick<PaceOffer, 'agreement' | 'mapping'>>> = {
  1: { agreement: 'DH', mapping: 'GM' },
  2: { agreement: 'ECDH', mapping: 'GM' },
  3: { agreement: 'DH', mapping: 'IM' },
  4: { agreement: 'ECDH', mapping: 'IM' },
  6: { agreement: 'ECDH', mapping: 'CAM' },
};

/** Second arc: cipher and MAC. */
const ciphers: Readonly<Record<string, CipherName>> = { 1: '3DES', 2: 'AES-128', 3: 'AES-192', 4: 'AES-256' };

/** All PACEInfos that name a protocol, in the file's order; unknown arcs are left out. */
export function paceOffers(infos: SecurityInfos): readonly PaceOffer[] {
  return infos.paceInfos.flatMap(({ oid, version, parameterId }) => {
    const [family = '', suite = ''] = oid.slice(oids.pace.length + 1).split('.');
    const [kind, cipher] = [families[family], ciphers[suite]];
    if (kind === undefined || cipher === undefined) return [];
    return [{ oid, ...kind, cipher, version, ...(parameterId !== undefined && { parameterId }) }];
  });
}

/**
 * The offers this terminal can run, best first: AES before 3DES, curves before primes (the file is a SET, which DER
 * sorts the other way round), then in the order of `mappings`, then in the chip's.
 */
export function supportedPace(infos: SecurityInfos, mappings: readonly Mapping[]): readonly PaceChoice[] {
  const offers = paceOffers(infos);
  const choices = offers.flatMap(({ oid, agreement, mapping, cipher, version, parameterId }): PaceChoice[] => {
    const domain = paceDomain(infos.paceDomainParameters, oid.slice(0, oid.lastIndexOf('.')), parameterId);
    const isKnown = version === 2 && mappings.includes(mapping) && domain?.agreement === agreement;
    // 9303-11 §9.5.1: some domains have no integrated mapping; §9.2.3: none of CAM's suites is 3DES.
    const isPossible = mapping === 'IM' ? domain?.canEncodeNumbers : mapping === 'GM' || cipher !== '3DES';
    if (!isKnown || !isPossible) return [];
    const isAmbiguous = offers.filter((other) => other.oid === oid).length > 1;
    return [{ oid, mapping, cipher, ...(parameterId !== undefined && { parameterId }), domain, isAmbiguous }];
  });
  const rank = ({ cipher, domain, mapping }: PaceChoice): number =>
    (cipher === '3DES' ? 100 : 0) + (domain.agreement === 'DH' ? 10 : 0) + mappings.indexOf(mapping);
  return choices.toSorted((a, b) => rank(a) - rank(b));
}
