/** Certificate extensions that passive authentication looks at (9303-12 §7.1.1, RFC 5280 §4.2). */
import { children, contextPrimitive, context, der, fields, onlyChild, readBoolean, readDer } from '../der.ts';
import { readNamedBits, readOctetString, readOid, readSmallInteger } from '../der.ts';
import { readString, readTime } from '../der-text.ts';
import { EmrtdError } from '../errors.ts';
import { oids } from '../oid.ts';
import { findTlv, type Tlv } from '../tlv.ts';

/** Bits of keyUsage, RFC 5280 §4.2.1.3. */
export const keyUsageBit = { digitalSignature: 0, keyCertSign: 5, crlSign: 6 } as const;

export interface Extensions {
  readonly subjectKeyIdentifier?: Uint8Array;
  readonly authorityKeyIdentifier?: Uint8Array;
  readonly keyUsage?: ReadonlySet<number>;
  /** From basicConstraints; absent without them. */
  readonly isCa?: boolean;
  readonly extendedKeyUsage?: readonly string[];
  readonly privateKeyUsage?: { readonly notBefore?: Date; readonly notAfter?: Date };
  /** Document codes of the zone for which the signer may sign (9303-12 §7.1.1.6). */
  readonly documentTypes?: readonly string[];
  /** A link certificate to a subject of another name (9303-12 §7.1.1). */
  readonly nameChange?: true;
  readonly crlUrls?: readonly string[];
  readonly issuerUrls?: readonly string[];
  /** Critical extensions that are not understood here: reasons not to accept (RFC 5280 §4.2). */
  readonly unknownCritical: readonly string[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const text = (value: Uint8Array): string => String.fromCharCode(...value.subarray(0, 2048));

/** uniformResourceIdentifier [6] of GeneralName. */
const uriTag = contextPrimitive(6);

function readAuthorityKeyIdentifier(value: Tlv): Uint8Array | undefined {
  return findTlv(children(value, der.sequence), contextPrimitive(0))?.value;
}

function readBasicConstraints(value: Tlv): boolean {
  const item = fields(value);
  const ca = item.optional(der.boolean);
  return ca !== undefined && readBoolean(ca);
}

/** notBefore [0] and notAfter [1], IMPLICIT GeneralizedTime. */
function readPrivateKeyUsage(value: Tlv): { notBefore?: Date; notAfter?: Date } {
  const items = children(value, der.sequence);
  const time = (n: number): Date | undefined => {
    const found = findTlv(items, contextPrimitive(n));
    return found && readTime({ ...found, tag: der.generalizedTime });
  };
  const [notBefore, notAfter] = [time(0), time(1)];
  return { ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) };
}

function readDocumentTypes(value: Tlv): readonly string[] {
  const item = fields(value);
  readSmallInteger(item.next());
  return children(item.next(der.set)).map(readString);
}

/** DistributionPoint: [0] DistributionPointName → [0] fullName → GeneralNames. */
function readCrlUrls(value: Tlv): readonly string[] {
  return children(value, der.sequence).flatMap((point) => {
    const name = findTlv(children(point), context(0));
    const full = name && findTlv(children(name), context(0));
    return full
      ? children(full)
          .filter((each) => each.tag === uriTag)
          .map((each) => text(each.value))
      : [];
  });
}

function readIssuerUrls(value: Tlv): readonly string[] {
  return children(value, der.sequence).flatMap((access) => {
    const item = fields(access);
    const isIssuer = readOid(item.next()) === oids.caIssuers;
    const location = item.next();
    return isIssuer && location.tag === uriTag ? [text(location.value)] : [];
  });
}

type Reader = (value: Tlv, into: Mutable<Partial<Extensions>>) => void;

const readers: Readonly<Record<string, Reader>> = {
  [oids.subjectKeyIdentifier]: (value, into) => {
    into.subjectKeyIdentifier = readOctetString(value);
  },
  [oids.authorityKeyIdentifier]: (value, into) => {
    const identifier = readAuthorityKeyIdentifier(value);
    if (identifier) into.authorityKeyIdentifier = identifier;
  },
  [oids.keyUsage]: (value, into) => {
    into.keyUsage = readNamedBits(value);
  },
  [oids.basicConstraints]: (value, into) => {
    into.isCa = readBasicConstraints(value);
  },
  [oids.extendedKeyUsage]: (value, into) => {
    into.extendedKeyUsage = children(value, der.sequence).map(readOid);
  },
  [oids.privateKeyUsagePeriod]: (value, into) => {
    into.privateKeyUsage = readPrivateKeyUsage(value);
  },
  [oids.documentTypeList]: (value, into) => {
    into.documentTypes = readDocumentTypes(value);
  },
  // The extension says it all by being there; its value is NULL.
  [oids.nameChange]: (_, into) => {
    into.nameChange = true;
  },
  [oids.crlDistributionPoints]: (value, into) => {
    into.crlUrls = readCrlUrls(value);
  },
  [oids.authorityInfoAccess]: (value, into) => {
    into.issuerUrls = readIssuerUrls(value);
  },
};

/** Extensions that only inform: where they do not parse, they are as good as absent. */
const informative: readonly string[] = [
  oids.crlDistributionPoints,
  oids.authorityInfoAccess,
  oids.documentTypeList,
  oids.nameChange,
];

/**
 * Certificate policies and the like bind nobody here; they are known to exist. Not so what makes a revocation list less
 * than it seems: 27 makes it a difference to another, 28 may leave certificates out (RFC 5280 §5.2.4, §5.2.5).
 */
const tolerated = /^2\.5\.29\.(?!2[78]$)|^2\.23\.136\.1\.1\.6\./;

const maxExtensions = 64;

/** Reads `Extensions ::= SEQUENCE OF`. Throws `malformed` or `limit`. */
export function parseExtensions(sequence: Tlv): Extensions {
  const list = children(sequence, der.sequence);
  if (list.length > maxExtensions) throw new EmrtdError('limit', 'certificate: too many extensions', { step: 'parse' });
  const out: Mutable<Partial<Extensions>> = {};
  const unknownCritical: string[] = [];
  const seen = new Set<string>();
  for (const extension of list) {
    const item = fields(extension);
    const oid = readOid(item.next());
    const critical = item.optional(der.boolean);
    const value = readOctetString(item.next());
    item.end();
    if (seen.has(oid)) throw new EmrtdError('malformed', 'certificate: an extension twice', { step: 'parse' });
    seen.add(oid);
    const reader = readers[oid];
    if (reader === undefined) {
      if (critical && readBoolean(critical) && !tolerated.test(oid)) unknownCritical.push(oid);
      continue;
    }
    try {
      reader(readDer(value), out);
    } catch (error) {
      if (!(error instanceof EmrtdError) || !informative.includes(oid)) throw error;
    }
  }
  return { ...out, unknownCritical };
}

/** The one element inside `[n] EXPLICIT Extensions`. */
export const explicitExtensions = (field: Tlv): Extensions => parseExtensions(onlyChild(field));
