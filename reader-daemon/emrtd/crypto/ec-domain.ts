/** Key agreement on an elliptic curve. */
import type { Curve } from './curves.ts';
import type { Domain, DomainKeyPair } from './domain.ts';
import {
  addPoints,
  decodePoint,
  encodePoint,
  generateKeyPair,
  generator,
  keyPairFromPrivate,
  multiply,
  sharedX,
  type KeyPair,
} from './ec.ts';
import { canEncode, encodeAsPoint } from './point-encoding.ts';

export function ecDomain(curve: Curve): Domain {
  const read = (element: Uint8Array) => decodePoint(curve, element);
  const baseOf = (base: Uint8Array | undefined) => (base === undefined ? generator(curve) : read(base));
  const written = ({ privateKey, publicKey }: KeyPair): DomainKeyPair => ({
    privateKey,
    publicKey: encodePoint(curve, publicKey),
  });
  return {
    agreement: 'ECDH',
    parameterId: curve.parameterId,
    name: curve.name,
    prime: curve.p,
    order: curve.n,
    orderLength: curve.orderLength,
    canEncodeNumbers: canEncode(curve),
    // The cofactor is 1 on every standardized curve: a finite point of the curve is in the group.
    decode: (encoded) => encodePoint(curve, read(encoded)),
    generateKeyPair: (random, base) => written(generateKeyPair(curve, random, baseOf(base))),
    keyPairFromPrivate: (privateKey, base) => written(keyPairFromPrivate(curve, privateKey, baseOf(base))),
    multiply: (scalar, element) => encodePoint(curve, multiply(curve, scalar, read(element))),
    addToGenerator: (scalar, element) =>
      encodePoint(curve, addPoints(curve, multiply(curve, scalar, generator(curve)), read(element))),
    sharedSecret: (privateKey, publicKey) => sharedX(curve, privateKey, read(publicKey)),
    encodeNumber: (value) => encodePoint(curve, encodeAsPoint(curve, value)),
    compress: (publicKey) => publicKey.slice(1, 1 + curve.fieldLength),
  };
}
