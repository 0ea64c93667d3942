/**
 * CMS SignedData (RFC 5652 §5), as EF.SOD, EF.CardSecurity and master lists wear it. Parsing only: who signed, and
 * whether truly, is `trust/signer.ts`'s to find.
 */
import { constructedOctetString, isIndefinite, toDefiniteLengths } from '../ber.ts';
import { concat } from '../bytes.ts';
import { children, context, contextPrimitive, der, expectTag, fields, onlyChild, readDer } from '../der.ts';
import { readInteger, readOctetString, readOid, readSmallInteger } from '../der.ts';
import { readAlgorithm, type AlgorithmIdentifier } from '../der-algorithm.ts';
import { EmrtdError } from '../errors.ts';
import { oids } from '../oid.ts';
import { readTlvs, type Tlv } from '../tlv.ts';

export type SignerIdentifier =
  | { readonly kind: 'issuer-and-serial'; readonly issuer: Tlv; readonly serialNumber: bigint }
  | { readonly kind: 'key-identifier'; readonly keyIdentifier: Uint8Array };

export interface SignedAttributes {
  /** The octets the signature covers: the field as it came, its tag `A0` replaced by that of a SET (RFC 5652 §5.4). */
  readonly signedBytes: Uint8Array;
  readonly values: ReadonlyMap<string, readonly Tlv[]>;
}

export interface SignerInfo {
  readonly signer: SignerIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signedAttributes: SignedAttributes | undefined;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

export interface SignedData {
  readonly version: number;
  readonly contentType: string;
  readonly content: Uint8Array;
  /** Certificates as they came, unparsed. */
  readonly certificates: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
}

const malformed = (why: string): EmrtdError => new EmrtdError('malformed', `cms: ${why}`, { step: 'parse' });

function parseAttributes(field: Tlv): SignedAttributes {
  const values = new Map<string, readonly Tlv[]>();
  for (const attribute of children(field)) {
    const item = fields(attribute);
    const oid = readOid(item.next());
    if (values.has(oid)) throw malformed('an attribute twice');
    values.set(oid, children(item.next(der.set)));
    item.end();
  }
  return { signedBytes: concat(Uint8Array.of(der.set), field.bytes.subarray(1)), values };
}

function parseSignerIdentifier(tlv: Tlv): SignerIdentifier {
  if (tlv.tag === contextPrimitive(0)) return { kind: 'key-identifier', keyIdentifier: tlv.value };
  // Seen in the field: the identifier tagged explicitly.
  if (tlv.tag === context(0)) return { kind: 'key-identifier', keyIdentifier: readOctetString(onlyChild(tlv)) };
  const item = fields(tlv);
  const issuer = item.next(der.sequence);
  const serialNumber = readInteger(item.next());
  item.end();
  return { kind: 'issuer-and-serial', issuer, serialNumber };
}

function parseSignerInfo(tlv: Tlv): SignerInfo {
  const item = fields(tlv);
  readSmallInteger(item.next());
  const signer = parseSignerIdentifier(item.next());
  const digestAlgorithm = readAlgorithm(item.next());
  const attributes = item.optional(context(0));
  const signatureAlgorithm = readAlgorithm(item.next());
  const signature = readOctetString(item.next());
  item.optional(context(1));
  item.end();
  return {
    signer,
    digestAlgorithm,
    signedAttributes: attributes && parseAttributes(attributes),
    signatureAlgorithm,
    signature,
  };
}

function readContent(explicit: Tlv): Uint8Array {
  const content = onlyChild(explicit);
  if (content.tag !== constructedOctetString) return readOctetString(content);
  return concat(...readTlvs(content.value).map((piece) => expectTag(piece, der.octetString).value));
}

/** Parses a ContentInfo that holds SignedData with its content inside. Throws `malformed`, `limit` or `unsupported`. */
export function parseSignedData(bytes: Uint8Array): SignedData {
  const outer = fields(readDer(isIndefinite(bytes) ? toDefiniteLengths(bytes) : bytes));
  if (readOid(outer.next()) !== oids.signedData)
    throw new EmrtdError('unsupported', 'cms: not SignedData', { step: 'parse' });
  const item = fields(onlyChild(outer.next(context(0))));
  outer.end();

  const version = readSmallInteger(item.next());
  children(item.next(der.set)).forEach(readAlgorithm);
  const encapsulated = fields(item.next());
  const contentType = readOid(encapsulated.next());
  const content = readContent(encapsulated.next(context(0)));
  encapsulated.end();
  const certificates = item.optional(context(0));
  item.optional(context(1));
  const signers = children(item.next(der.set)).map(parseSignerInfo);
  item.end();
  return {
    version,
    contentType,
    content,
    certificates: certificates
      ? readTlvs(certificates.value)
          .filter((each) => each.tag === der.sequence)
          .map((each) => each.bytes)
      : [],
    signers,
  };
}
