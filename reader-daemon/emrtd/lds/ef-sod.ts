/** EF.SOD (9303-10 §4.6.2): the document security object, and the list of hashes inside it. */
import { children, der, fields, readDer, readOctetString, readSmallInteger } from '../der.ts';
import { readAlgorithm } from '../der-algorithm.ts';
import { readString } from '../der-text.ts';
import { EmrtdError } from '../errors.ts';
import { oids } from '../oid.ts';
import { readOneTlv } from '../tlv.ts';
import { isDataGroupNumber, type DataGroupNumber } from './files.ts';
import { parseSignedData, type SignedData } from './signed-data.ts';

/** LDSSecurityObject, version 0 (LDS 1.7) or 1 (LDS 1.8, with version information). */
export interface LdsSecurityObject {
  readonly version: number;
  /** Digest of the data groups, dotted; its parameters say nothing (NULL and absent are both legal). */
  readonly hashAlgorithm: string;
  readonly dataGroupHashes: ReadonlyMap<DataGroupNumber, Uint8Array>;
  readonly ldsVersion?: string;
  readonly unicodeVersion?: string;
}

export interface EfSod {
  readonly signedData: SignedData;
  readonly ldsSecurityObject: LdsSecurityObject;
  readonly bytes: Uint8Array;
}

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `EF.SOD: ${why}`, { step: 'parse' });

export function parseLdsSecurityObject(bytes: Uint8Array): LdsSecurityObject {
  const item = fields(readDer(bytes));
  const version = readSmallInteger(item.next());
  if (version > 1) throw new EmrtdError('unsupported', 'EF.SOD: version of the list', { step: 'parse' });
  const hashAlgorithm = readAlgorithm(item.next()).oid;
  const dataGroupHashes = new Map<DataGroupNumber, Uint8Array>();
  for (const entry of children(item.next(der.sequence))) {
    const pair = fields(entry);
    const number = readSmallInteger(pair.next());
    if (!isDataGroupNumber(number)) throw malformed('no such data group');
    if (dataGroupHashes.has(number)) throw malformed('a data group twice');
    dataGroupHashes.set(number, readOctetString(pair.next()));
    pair.end();
  }
  const versions = item.optional(der.sequence);
  item.end();
  if (versions === undefined) return { version, hashAlgorithm, dataGroupHashes };
  const [lds, unicode] = children(versions).map(readString);
  if (lds === undefined || unicode === undefined) throw malformed('version information');
  return { version, hashAlgorithm, dataGroupHashes, ldsVersion: lds, unicodeVersion: unicode };
}

/** Throws `malformed`, `limit` or `unsupported`. Nothing is verified here. */
export function parseSod(bytes: Uint8Array): EfSod {
  const signedData = parseSignedData(readOneTlv(bytes, 0x77).value);
  if (signedData.contentType !== oids.ldsSecurityObject)
    throw new EmrtdError('unsupported', 'EF.SOD: content of another type', { step: 'parse' });
  return { signedData, ldsSecurityObject: parseLdsSecurityObject(signedData.content), bytes };
}
