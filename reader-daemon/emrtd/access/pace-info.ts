/** What PACE the chip offers, and which of it this terminal can run (9303-11 §9.2.1–2, §9.5.1). */
import { curveByParameterId, type Curve } from '../crypto/curves.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { oids } from '../oid.ts';
import type { SecurityInfos } from '../lds/security-infos.ts';

/** Generic, integrated and chip-authentication mapping. */
export type Mapping = 'GM' | 'IM' | 'CAM';

export interface PaceOffer {
  readonly oid: string;
  readonly agreement: 'DH' | 'ECDH';
  readonly mapping: Mapping;
  readonly cipher: CipherName;
  readonly version: number;
  /** Standardized domain parameters; absent with proprietary ones. */
  readonly parameterId?: number;
}

/** An offer with everything that running it needs. */
export interface PaceChoice {
  readonly oid: string;
  readonly mapping: Mapping;
  readonly cipher: CipherName;
  readonly parameterId: number;
  readonly curve: Curve;
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
 * The offers this terminal can run, given the mappings it knows: AES before 3DES, else in the order the chip states
 * them (the file is a SET, which DER would sort with 3DES first).
 */
export function supportedPace(infos: SecurityInfos, mappings: readonly Mapping[]): readonly PaceChoice[] {
  const offers = paceOffers(infos);
  const choices = offers.flatMap(({ oid, agreement, mapping, cipher, version, parameterId }) => {
    const curve = parameterId === undefined ? undefined : curveByParameterId(parameterId);
    const isKnown = agreement === 'ECDH' && version === 2 && mappings.includes(mapping);
    if (!isKnown || parameterId === undefined || curve === undefined) return [];
    const isAmbiguous = offers.filter((other) => other.oid === oid).length > 1;
    return [{ oid, mapping, cipher, parameterId, curve, isAmbiguous }];
  });
  const isOld = ({ cipher }: PaceChoice): number => (cipher === '3DES' ? 1 : 0);
  return choices.toSorted((a, b) => isOld(a) - isOld(b));
}
