import { constants, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { concat, fromHex, plain, shortestUint, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { writeReference } from '@cccd-kiosk/emrtd/chip/cv-certificate';
import { terminalAlgorithm, type TerminalAlgorithm } from '@cccd-kiosk/emrtd/chip/terminal-authentication-algorithm';
import type { Curve } from '@cccd-kiosk/emrtd/crypto/curves';
import { encodePoint, opensslCurveName } from '@cccd-kiosk/emrtd/crypto/ec';
import { opensslHashName } from '@cccd-kiosk/emrtd/crypto/hash';
import { encodeOid, oids } from '@cccd-kiosk/emrtd/oid';
import { encodeTlv } from '@cccd-kiosk/emrtd/tlv';

/** A key of a made-up authority or terminal. */
export interface CvKey {
  readonly reference: string;
  /** Arcs below id-TA. */
  readonly arcs: string;
  readonly algorithm: TerminalAlgorithm;
  readonly privateKey: KeyObject;
  /** Objects of 7F49 behind the identifier. */
  readonly publicObjects: (withParameters: boolean) => Uint8Array;
}

export function makeCvKey(reference: string, arcs: string, curve?: Curve): CvKey {
  const algorithm = terminalAlgorithm(`${oids.terminalAuthentication}.${arcs}`);
  if (algorithm === undefined) throw new RangeError('arcs');
  const common = { reference, arcs, algorithm };
  if (curve === undefined) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    const objects = concat(
      encodeTlv(0x81, plain(Buffer.from(n, 'base64url'))),
      encodeTlv(0x82, plain(Buffer.from(e, 'base64url'))),
    );
    return { ...common, privateKey, publicObjects: () => objects };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: opensslCurveName(curve) });
  const spki = plain(publicKey.export({ format: 'der', type: 'spki' }));
  const point = spki.slice(spki.length - 1 - 2 * curve.fieldLength);
  const number = (tag: number, value: bigint): Uint8Array => encodeTlv(tag, shortestUint(value));
  const parameters = concat(
    number(0x81, curve.p),
    number(0x82, curve.a),
    number(0x83, curve.b),
    encodeTlv(0x84, encodePoint(curve, { x: curve.gx, y: curve.gy })),
    number(0x85, curve.n),
  );
  const publicObjects = (withParameters: boolean): Uint8Array =>
    withParameters ? concat(parameters, encodeTlv(0x86, point), number(0x87, curve.h)) : encodeTlv(0x86, point);
  return { ...common, privateKey, publicObjects };
}

export function signAs(
  { privateKey, algorithm }: Pick<CvKey, 'privateKey' | 'algorithm'>,
  message: Uint8Array,
): Uint8Array {
  const options = {
    ecdsa: { dsaEncoding: 'ieee-p1363' as const },
    'rsa-pkcs1': { padding: constants.RSA_PKCS1_PADDING },
    'rsa-pss': { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  }[algorithm.kind];
  return plain(sign(opensslHashName(algorithm.hash), message, { key: privateKey, ...options }));
}

export interface CvTemplate {
  readonly issuer: CvKey;
  readonly holder: CvKey;
  /** Rights with the role, hexadecimal. */
  readonly rights: string;
  /** YYMMDD. */
  readonly effective?: string;
  readonly expires?: string;
  readonly profile?: string;
  /** Another body in place of the right one, after signing. */
  readonly corrupt?: (body: Uint8Array) => Uint8Array;
}

const digits = (date: string): Uint8Array => Uint8Array.from(date, Number);

/** 7F21 in the order of 9303-12 §7.2. */
export function makeCvCertificate(template: CvTemplate): Uint8Array {
  const { issuer, holder, rights, effective = '250101', expires = '271231', profile = '00', corrupt } = template;
  const isAuthority = uintToBytes(Number.parseInt(rights.slice(0, 2), 16), 1)[0] ?? 0;
  const body = encodeTlv(0x7f4e, [
    encodeTlv(0x5f29, fromHex(profile)),
    encodeTlv(0x42, writeReference(issuer.reference)),
    encodeTlv(0x7f49, [
      encodeTlv(0x06, encodeOid(`${oids.terminalAuthentication}.${holder.arcs}`)),
      holder.publicObjects(isAuthority >= 0xc0),
    ]),
    encodeTlv(0x5f20, writeReference(holder.reference)),
    encodeTlv(0x7f4c, [encodeTlv(0x06, encodeOid('0.4.0.127.0.7.3.1.2.1')), encodeTlv(0x53, fromHex(rights))]),
    encodeTlv(0x5f25, digits(effective)),
    encodeTlv(0x5f24, digits(expires)),
  ]);
  const signature = signAs(issuer, body);
  return encodeTlv(0x7f21, [corrupt ? corrupt(body) : body, encodeTlv(0x5f37, signature)]);
}
