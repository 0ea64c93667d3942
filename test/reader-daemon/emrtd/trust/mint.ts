/** Certificates, lists and signed messages of every shape, made with node:crypto for the tests of `trust`. */
import { constants, createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { concat, fromHex, plain } from '@cccd-kiosk/emrtd/bytes';
import * as write from '@cccd-kiosk/emrtd/der-write';
import { oids } from '@cccd-kiosk/emrtd/oid';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';

export interface Key {
  readonly spki: Uint8Array;
  /** AlgorithmIdentifier of the signatures it makes. */
  readonly algorithm: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

type Hash = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
const ecdsaOids = {
  sha1: oids.ecdsaWithSha1,
  sha224: oids.ecdsaWithSha224,
  sha256: oids.ecdsaWithSha256,
  sha384: oids.ecdsaWithSha384,
  sha512: oids.ecdsaWithSha512,
};
const rsaOids = {
  sha1: oids.sha1WithRsa,
  sha224: oids.sha224WithRsa,
  sha256: oids.sha256WithRsa,
  sha384: oids.sha384WithRsa,
  sha512: oids.sha512WithRsa,
};

const exported = (key: KeyObject): Uint8Array => plain(key.export({ type: 'spki', format: 'der' }));

export function ecKey(
  namedCurve = 'brainpoolP384r1',
  hash: Hash = 'sha256',
  paramEncoding: 'named' | 'explicit' = 'named',
): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve, paramEncoding });
  return {
    spki: exported(publicKey),
    algorithm: write.writeSequence(write.writeOid(ecdsaOids[hash])),
    sign: (message) => plain(sign(hash, message, privateKey)),
  };
}

export function rsaKey(modulusLength = 2048, hash: Hash = 'sha256', publicExponent = 65537): Key {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  return {
    spki: exported(publicKey),
    algorithm: write.writeSequence(write.writeOid(rsaOids[hash]), write.writeNull()),
    sign: (message) => plain(sign(hash, message, privateKey)),
  };
}

/** RSASSA-PSS; with `stated` false the parameters are left out, which means SHA-1 and 20 octets of salt. */
export function pssKey(hash: Hash = 'sha256', saltLength = 32, stated = true): Key {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const digest = write.writeSequence(write.writeOid(oids[hash]), write.writeNull());
  const parameters = write.writeSequence(
    write.writeContext(0, digest),
    write.writeContext(1, write.writeSequence(write.writeOid(oids.mgf1), digest)),
    write.writeContext(2, write.writeInteger(saltLength)),
  );
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return {
    spki: exported(publicKey),
    algorithm: write.writeSequence(write.writeOid(oids.rsaPss), stated ? parameters : write.writeSequence()),
    sign: (message) => plain(sign(hash, message, { key: privateKey, padding, saltLength })),
  };
}

export const keyIdentifier = (key: Key): Uint8Array => plain(createHash('sha1').update(key.spki).digest());

export const name = (country: string, common: string, string = write.writePrintableString): Uint8Array =>
  write.writeSequence(
    write.writeSet(write.writeSequence(write.writeOid(oids.country), write.writePrintableString(country))),
    write.writeSet(write.writeSequence(write.writeOid(oids.commonName), string(common))),
  );

export const extension = (oid: string, value: Uint8Array, critical = false): Uint8Array =>
  write.writeSequence(
    write.writeOid(oid),
    ...(critical ? [write.writeBoolean(true)] : []),
    write.writeOctetString(value),
  );

export interface Plan {
  readonly subject: Uint8Array;
  readonly key: Key;
  readonly issuer?: Uint8Array;
  readonly issuerKey?: Key;
  readonly serial?: number;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly ca?: boolean;
  /** Bits of keyUsage; by default those of an authority or of a signer. */
  readonly usage?: readonly number[];
  /** Instead of the issuer key's own. */
  readonly authorityKeyIdentifier?: Uint8Array | false;
  readonly more?: readonly Uint8Array[];
}

const signed = (content: Uint8Array, key: Key): Uint8Array =>
  write.writeSequence(content, key.algorithm, write.writeBitString(key.sign(content)));

export function certificate(plan: Plan): Uint8Array {
  const { subject, key, issuer = subject, issuerKey = key, ca = false, serial = 1 } = plan;
  const pointer = plan.authorityKeyIdentifier ?? keyIdentifier(issuerKey);
  const extensions = [
    extension(oids.subjectKeyIdentifier, write.writeOctetString(keyIdentifier(key))),
    ...(pointer
      ? [extension(oids.authorityKeyIdentifier, write.writeSequence(write.writeContextPrimitive(0, pointer)))]
      : []),
    extension(oids.keyUsage, write.writeNamedBits(plan.usage ?? (ca ? [5, 6] : [0])), true),
    ...(ca ? [extension(oids.basicConstraints, write.writeSequence(write.writeBoolean(true)), true)] : []),
    ...(plan.more ?? []),
  ];
  const content = write.writeSequence(
    write.writeContext(0, write.writeInteger(2)),
    write.writeInteger(serial),
    issuerKey.algorithm,
    issuer,
    write.writeSequence(
      write.writeTime(new Date(plan.notBefore ?? '2020-01-01')),
      write.writeTime(new Date(plan.notAfter ?? '2040-01-01')),
    ),
    subject,
    key.spki,
    write.writeContext(3, write.writeSequence(...extensions)),
  );
  return signed(content, issuerKey);
}

export function revocationList(plan: {
  readonly issuer: Uint8Array;
  readonly key: Key;
  readonly serials?: readonly number[];
  readonly thisUpdate?: string;
  readonly nextUpdate?: string;
  /** By default 1, which stands for version 2. */
  readonly version?: number;
  /** Instead of the rows that the serial numbers make. */
  readonly rows?: readonly Uint8Array[];
  /** Algorithm inside what is signed, instead of the key's own. */
  readonly innerAlgorithm?: Uint8Array;
  readonly more?: readonly Uint8Array[];
}): Uint8Array {
  const revoked = (serial: number): Uint8Array =>
    write.writeSequence(write.writeInteger(serial), write.writeTime(new Date('2024-01-01')));
  const rows = plan.rows ?? (plan.serials ?? []).map(revoked);
  return signed(
    write.writeSequence(
      write.writeInteger(plan.version ?? 1),
      plan.innerAlgorithm ?? plan.key.algorithm,
      plan.issuer,
      write.writeTime(new Date(plan.thisUpdate ?? '2025-01-01')),
      ...(plan.nextUpdate ? [write.writeTime(new Date(plan.nextUpdate))] : []),
      ...(rows.length > 0 ? [write.writeSequence(...rows)] : []),
      ...(plan.more ? [write.writeContext(0, write.writeSequence(...plan.more))] : []),
    ),
    plan.key,
  );
}

const attribute = (oid: string, value: Uint8Array): Uint8Array =>
  write.writeSequence(write.writeOid(oid), write.writeSet(value));

export interface MessagePlan {
  readonly contentType: string;
  readonly content: Uint8Array;
  /** Embedded; without, the reader has to have the signer's. */
  readonly certificate?: Uint8Array | undefined;
  /** Certificates beside the signer's. */
  readonly moreCertificates?: readonly Uint8Array[];
  /** Further signers of the same content. */
  readonly cosigners?: readonly Partial<MessagePlan>[];
  readonly issuer: Uint8Array;
  readonly serial?: number;
  readonly key: Key;
  /** Name the signer by key identifier. */
  readonly byKeyIdentifier?: boolean;
  readonly signedAttributes?: boolean;
  readonly signingTime?: Date;
  readonly digest?: Hash;
  readonly signatureAlgorithm?: Uint8Array;
  /** Streamed in BER: indefinite lengths, content in pieces. */
  readonly indefinite?: boolean;
  /** Attributes in the order given, not in DER's. */
  readonly unsortedAttributes?: boolean;
}

const digestOf = (plan: MessagePlan): Uint8Array => write.writeSequence(write.writeOid(oids[plan.digest ?? 'sha256']));

function signerInfo(plan: MessagePlan): Uint8Array {
  const hash = plan.digest ?? 'sha256';
  const attributes = [
    ...(plan.signingTime ? [attribute(oids.signingTime, write.writeTime(plan.signingTime))] : []),
    attribute(oids.messageDigest, write.writeOctetString(plain(createHash(hash).update(plan.content).digest()))),
    attribute(oids.contentType, write.writeOid(plan.contentType)),
  ];
  const set = plan.unsortedAttributes ? write.writeSet(...attributes) : write.writeSetOf(...attributes);
  const withAttributes = plan.signedAttributes ?? true;
  const identifier = plan.byKeyIdentifier
    ? write.writeContextPrimitive(0, keyIdentifier(plan.key))
    : write.writeSequence(plan.issuer, write.writeInteger(plan.serial ?? 1));
  return write.writeSequence(
    write.writeInteger(plan.byKeyIdentifier ? 3 : 1),
    identifier,
    digestOf(plan),
    ...(withAttributes ? [concat(Uint8Array.of(0xa0), set.subarray(1))] : []),
    plan.signatureAlgorithm ?? plan.key.algorithm,
    write.writeOctetString(plan.key.sign(withAttributes ? set : plan.content)),
  );
}

/** CMS SignedData in its ContentInfo. */
export function message(plan: MessagePlan): Uint8Array {
  const signers = [plan, ...(plan.cosigners ?? []).map((more) => ({ ...plan, ...more }))];
  const certificates = [...(plan.certificate ? [plan.certificate] : []), ...(plan.moreCertificates ?? [])];
  const wrap = (tag: number, ...parts: Uint8Array[]): Uint8Array =>
    plan.indefinite ? concat(Uint8Array.of(tag, 0x80), ...parts, fromHex('0000')) : encodeTlv(tag, parts);
  const half = Math.floor(plan.content.length / 2);
  const content = plan.indefinite
    ? wrap(
        0x24,
        write.writeOctetString(plan.content.subarray(0, half)),
        write.writeOctetString(plan.content.subarray(half)),
      )
    : write.writeOctetString(plan.content);
  return wrap(
    0x30,
    write.writeOid(oids.signedData),
    wrap(
      0xa0,
      wrap(
        0x30,
        write.writeInteger(3),
        write.writeSet(digestOf(plan)),
        wrap(0x30, write.writeOid(plan.contentType), wrap(0xa0, content)),
        ...(certificates.length > 0 ? [write.writeContext(0, ...certificates)] : []),
        write.writeSet(...signers.map(signerInfo)),
      ),
    ),
  );
}
