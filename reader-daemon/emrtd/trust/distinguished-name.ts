/** Names of issuers and subjects (RFC 5280 §4.1.2.4), compared attribute by attribute. */
import { children, der, fields, readOid } from '../der.ts';
import { isString, readString } from '../der-text.ts';
import { EmrtdError } from '../errors.ts';
import { oidName, oids } from '../oid.ts';
import type { Tlv } from '../tlv.ts';

export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}

export interface DistinguishedName {
  readonly attributes: readonly NameAttribute[];
  /** The `C` attribute in upper case, where there is one. */
  readonly country: string | undefined;
  /**
   * Equal for names that are the same: types and values in order, whatever string type carries them, letter case and
   * inner blanks apart (RFC 5280 §7.1).
   */
  readonly key: string;
  /** For people and reports: `C=VN, O=…, CN=…`. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

const maxAttributes = 32;
const short: Readonly<Record<string, string>> = {
  [oids.country]: 'C',
  [oids.organization]: 'O',
  [oids.organizationalUnit]: 'OU',
  [oids.commonName]: 'CN',
  [oids.locality]: 'L',
  [oids.state]: 'ST',
};

const foldCase = (value: string): string => value.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

/** Throws `malformed` or `limit`. */
export function parseName(tlv: Tlv): DistinguishedName {
  const attributes = children(tlv, der.sequence).flatMap((relative) =>
    children(relative, der.set).map((pair): NameAttribute => {
      const item = fields(pair);
      const type = readOid(item.next());
      const value = item.next();
      item.end();
      if (!isString(value)) throw new EmrtdError('malformed', 'name: value is no text', { step: 'parse' });
      return { type, value: readString(value) };
    }),
  );
  if (attributes.length > maxAttributes) throw new EmrtdError('limit', 'name: too long', { step: 'parse' });
  return {
    attributes,
    country: attributes
      .find(({ type }) => type === oids.country)
      ?.value.trim()
      .toUpperCase(),
    key: JSON.stringify(attributes.map(({ type, value }) => [type, foldCase(value)])),
    text: attributes.map(({ type, value }) => `${short[type] ?? oidName(type)}=${value}`).join(', '),
    bytes: tlv.bytes,
  };
}

export const sameDistinguishedName = (a: DistinguishedName, b: DistinguishedName): boolean => a.key === b.key;
