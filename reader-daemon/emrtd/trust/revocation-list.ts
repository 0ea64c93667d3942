/** Certificate revocation lists (RFC 5280 §5.1, 9303-12 §7.1.4). */
import { context, der, children, fields, readInteger, readSmallInteger } from '../der.ts';
import { readTime } from '../der-text.ts';
import { EmrtdError } from '../errors.ts';
import { equal } from '../bytes.ts';
import type { Tlv } from '../tlv.ts';
import { readAlgorithm } from '../der-algorithm.ts';
import { splitSigned, verifySignedBy, type Certificate } from './certificate.ts';
import type { Signed } from './signed.ts';
import { parseName, sameDistinguishedName, type DistinguishedName } from './distinguished-name.ts';
import { explicitExtensions, keyUsageBit, type Extensions } from './extensions.ts';

export interface RevocationList extends Signed {
  readonly issuer: DistinguishedName;
  readonly thisUpdate: Date;
  /** When the next list is due; absent means that this one never goes stale by itself. */
  readonly nextUpdate?: Date;
  /** Serial number → when it was revoked. */
  readonly revoked: ReadonlyMap<bigint, Date>;
  readonly extensions: Extensions;
  readonly bytes: Uint8Array;
}

/** ICAO's own PKD holds lists of a few thousand rows. */
const maxListLength = 0x40_0000;

const isTime = (tlv: Tlv): boolean => tlv.tag === der.utcTime || tlv.tag === der.generalizedTime;

/** Throws `malformed`, `limit` or `unsupported`. Verifies nothing. */
export function parseRevocationList(bytes: Uint8Array): RevocationList {
  if (bytes.length > maxListLength) throw new EmrtdError('limit', 'crl: too long', { step: 'parse' });
  const { content, ...signed } = splitSigned(bytes);
  const item = fields(content);
  const version = item.optional(der.integer);
  if (version && readSmallInteger(version) > 1) throw new EmrtdError('unsupported', 'crl: version', { step: 'parse' });
  const inner = readAlgorithm(item.next());
  if (!equal(inner.bytes, signed.signatureAlgorithm.bytes))
    throw new EmrtdError('malformed', 'crl: two signature algorithms', { step: 'parse' });
  const issuer = parseName(item.next());
  const thisUpdate = readTime(item.next());
  const next = item.optional(der.utcTime, der.generalizedTime);
  const rows = item.optional(der.sequence);
  const extensionsField = item.optional(context(0));
  item.end();
  const revoked = new Map<bigint, Date>();
  for (const row of rows ? children(rows) : []) {
    const [serial, when] = children(row, der.sequence);
    if (serial === undefined || when === undefined || !isTime(when))
      throw new EmrtdError('malformed', 'crl: a row', { step: 'parse' });
    revoked.set(readInteger(serial), readTime(when));
  }
  return {
    ...signed,
    issuer,
    thisUpdate,
    ...(next && { nextUpdate: readTime(next) }),
    revoked,
    extensions: extensionsField ? explicitExtensions(extensionsField) : { unknownCritical: [] },
    bytes,
  };
}

/** Could this issuer have signed the list? By key identifier where both have one, by name in any case. */
export function isListOf(list: RevocationList, issuer: Certificate): boolean {
  const [theirs, own] = [list.extensions.authorityKeyIdentifier, issuer.extensions.subjectKeyIdentifier];
  return theirs && own ? equal(theirs, own) : sameDistinguishedName(list.issuer, issuer.subject);
}

/** Signed by this issuer, who may sign lists, and with no restriction that is not understood. */
export function isGenuineListOf(list: RevocationList, issuer: Certificate): boolean {
  const { keyUsage } = issuer.extensions;
  return (
    (keyUsage === undefined || keyUsage.has(keyUsageBit.crlSign)) &&
    list.extensions.unknownCritical.length === 0 &&
    verifySignedBy(list, issuer) === 'verified'
  );
}

/** The next list should have come by now. */
export const isStale = (list: RevocationList, now: Date): boolean =>
  list.nextUpdate !== undefined && list.nextUpdate < now;
