/** SecurityInfos (9303-11 §9.2): what EF.CardAccess, EF.CardSecurity and EF.DG14 say the chip can do. */
import { der, fields, children, readDer, readInteger, readOid, readSmallInteger } from '../der.ts';
import { oids } from '../oid.ts';
import type { Tlv } from '../tlv.ts';

/** Any SecurityInfo, known or not. */
export interface SecurityInfo {
  readonly oid: string;
  readonly requiredData: Tlv;
  readonly optionalData?: Tlv;
  readonly bytes: Uint8Array;
}

/** PACEInfo, 9303-11 §9.2.1. */
export interface PaceInfo {
  /** Names mapping and cipher suite, e.g. `0.4.0.127.0.7.2.2.4.2.2`. */
  readonly oid: string;
  readonly version: number;
  /** Standardized domain parameters, 9303-11 §9.5.1; absent with proprietary ones. */
  readonly parameterId?: number;
}

/** PACEDomainParameterInfo, 9303-11 §9.2.2. */
export interface PaceDomainParameterInfo {
  readonly oid: string;
  /** The AlgorithmIdentifier. */
  readonly domainParameter: Uint8Array;
  readonly parameterId?: number;
}

/** ChipAuthenticationInfo, 9303-11 §9.2.5. */
export interface ChipAuthenticationInfo {
  readonly oid: string;
  readonly version: number;
  readonly keyId?: bigint;
}

/** ChipAuthenticationPublicKeyInfo, 9303-11 §9.2.6. */
export interface ChipAuthenticationPublicKeyInfo {
  readonly oid: string;
  /** SubjectPublicKeyInfo, raw. */
  readonly publicKey: Uint8Array;
  readonly keyId?: bigint;
}

/** ActiveAuthenticationInfo, 9303-11 §9.2.4. */
export interface ActiveAuthenticationInfo {
  readonly version: number;
  /** A plain ECDSA algorithm of BSI TR-03111 §5.2.1; absent where the issuer forgot it. */
  readonly signatureAlgorithm?: string;
}

/** TerminalAuthenticationInfo, 9303-11 §9.2.7. */
export interface TerminalAuthenticationInfo {
  readonly version: number;
}

export interface SecurityInfos {
  readonly infos: readonly SecurityInfo[];
  readonly paceInfos: readonly PaceInfo[];
  readonly paceDomainParameters: readonly PaceDomainParameterInfo[];
  readonly chipAuthenticationInfos: readonly ChipAuthenticationInfo[];
  readonly chipAuthenticationPublicKeys: readonly ChipAuthenticationPublicKeyInfo[];
  readonly activeAuthenticationInfo?: ActiveAuthenticationInfo;
  readonly terminalAuthenticationInfos: readonly TerminalAuthenticationInfo[];
  /** The SET as read. */
  readonly raw: Uint8Array;
}

function parseInfo(tlv: Tlv): SecurityInfo {
  const item = fields(tlv);
  const oid = readOid(item.next());
  const requiredData = item.next();
  const optionalData = item.rest()[0];
  if (optionalData !== undefined) item.next();
  item.end();
  return { oid, requiredData, ...(optionalData && { optionalData }), bytes: tlv.bytes };
}

const hasArcs = (oid: string, prefix: string, more: number): boolean =>
  oid.startsWith(`${prefix}.`) && oid.slice(prefix.length + 1).split('.').length === more;

const parameterId = (info: SecurityInfo): { parameterId?: number } =>
  info.optionalData ? { parameterId: readSmallInteger(info.optionalData) } : {};
const keyId = (info: SecurityInfo): { keyId?: bigint } =>
  info.optionalData ? { keyId: readInteger(info.optionalData) } : {};

const isChipAuthentication = (oid: string): boolean =>
  hasArcs(oid, oids.chipAuthenticationDh, 1) || hasArcs(oid, oids.chipAuthenticationEcdh, 1);

/**
 * Parses the SET. Unknown infos are kept in `infos` and otherwise left alone; a known one that does not parse makes
 * the whole `malformed`.
 */
export function parseSecurityInfos(bytes: Uint8Array): SecurityInfos {
  const infos = children(readDer(bytes, der.set)).map(parseInfo);
  const active = infos.find((info) => info.oid === oids.activeAuthentication);
  return {
    infos,
    paceInfos: infos
      .filter((info) => hasArcs(info.oid, oids.pace, 2))
      .map((info) => ({ oid: info.oid, version: readSmallInteger(info.requiredData), ...parameterId(info) })),
    paceDomainParameters: infos
      .filter((info) => hasArcs(info.oid, oids.pace, 1))
      .map((info) => ({ oid: info.oid, domainParameter: info.requiredData.bytes, ...parameterId(info) })),
    chipAuthenticationInfos: infos
      .filter((info) => isChipAuthentication(info.oid))
      .map((info) => ({ oid: info.oid, version: readSmallInteger(info.requiredData), ...keyId(info) })),
    chipAuthenticationPublicKeys: infos
      .filter((info) => info.oid === oids.publicKeyDh || info.oid === oids.publicKeyEcdh)
      .map((info) => ({ oid: info.oid, publicKey: info.requiredData.bytes, ...keyId(info) })),
    ...(active && {
      activeAuthenticationInfo: {
        version: readSmallInteger(active.requiredData),
        ...(active.optionalData && { signatureAlgorithm: readOid(active.optionalData) }),
      },
    }),
    terminalAuthenticationInfos: infos
      .filter((info) => info.oid === oids.terminalAuthentication)
      .map((info) => ({ version: readSmallInteger(info.requiredData) })),
    raw: bytes,
  };
}
