/** Verifying the chip-authentication mapping of PACE, 9303-11 §4.4.3.5.2: PK_Map = CA_IC · PK_IC. Mathematics alone. */
import { bytesToBigInt, equal } from '../bytes.ts';
import { EmrtdError } from '../errors.ts';
import type { SecurityInfos } from '../lds/security-infos.ts';
import { oids } from '../oid.ts';
import { agreementPublicKey } from './chip-public-key.ts';

export type MappingAnswer =
  | { readonly verified: true }
  | {
      readonly verified: false;
      /** `answer-invalid` speaks against the chip; the others say that nothing could be decided. */
      readonly reason: 'answer-invalid' | 'weak-key' | 'malformed' | 'unsupported';
    };

export interface MappingRecord {
  /** CA_IC, decrypted. */
  readonly ecad: Uint8Array;
  /** PK_Map,IC as it was exchanged. */
  readonly mappingPublicKey: Uint8Array;
  /** SubjectPublicKeyInfo of the chip's static key: proves nothing before EF.CardSecurity is verified. */
  readonly staticPublicKey: Uint8Array;
}

/**
 * The static key that a mapping goes with: the one whose id is the parameter id of the PACEInfo (9303-11 §9.2.1).
 * `infos` are EF.CardSecurity's. `undefined` where the chip names none.
 */
export function mappingStaticKey(infos: SecurityInfos, parameterId: number): Uint8Array | undefined {
  const keys = infos.chipAuthenticationPublicKeys.filter(({ oid }) => oid === oids.publicKeyEcdh);
  return keys.find(({ keyId }) => keyId === BigInt(parameterId))?.publicKey;
}

/** Works as well on a record, long after. Never throws on octets of the card's. */
export function verifyChipAuthenticationMapping(record: MappingRecord): MappingAnswer {
  try {
    return isMapping(record) ? { verified: true } : { verified: false, reason: 'answer-invalid' };
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    if (error.code === 'bad-key') return { verified: false, reason: 'weak-key' };
    return { verified: false, reason: error.code === 'unsupported' ? 'unsupported' : 'malformed' };
  }
}

function isMapping({ ecad, mappingPublicKey, staticPublicKey }: MappingRecord): boolean {
  const { domain, publicKey } = agreementPublicKey(staticPublicKey);
  if (domain.agreement !== 'ECDH') throw new EmrtdError('unsupported', 'chip-authentication mapping: not on a curve');
  // FE2OS: as long as the order, leading zeros and all (9303-11 §4.4.5.6).
  const scalar = bytesToBigInt(ecad);
  if (ecad.length !== domain.orderLength || scalar === 0n || scalar >= domain.order) return false;
  return equal(domain.multiply(scalar, publicKey), mappingPublicKey);
}
