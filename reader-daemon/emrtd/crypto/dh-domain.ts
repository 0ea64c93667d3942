/** Key agreement in a subgroup of prime order modulo a prime. */
import { bytesToBigInt, uintToBytes } from '../bytes.ts';
import type { RandomSource } from '../transport.ts';
import { decodePublicValue, dhGenerator, modularPower, modularProduct } from './dh.ts';
import type { DhGroup } from './dh-groups.ts';
import type { Domain, DomainKeyPair } from './domain.ts';
import { hash } from './hash.ts';

/** One value in 256 begins with a zero: this many in a row only a broken source of randomness brings. */
const maxDraws = 16;

export function dhDomain(group: DhGroup): Domain {
  const reduced = (exponent: bigint): bigint => exponent % group.q;
  const keyPair = (privateKey: bigint, base = dhGenerator(group)): DomainKeyPair => ({
    privateKey: reduced(privateKey),
    publicKey: modularPower(group, base, reduced(privateKey)),
  });
  return {
    agreement: 'DH',
    parameterId: group.parameterId,
    name: group.name,
    prime: group.p,
    order: group.q,
    orderLength: group.orderLength,
    canEncodeNumbers: true,
    decode: (encoded) => decodePublicValue(group, encoded),
    generateKeyPair(random, base) {
      // Documents write a public value with and without leading zeros; one without leaves no choice to disagree on.
      let pair = keyPair(privateKeyFrom(group, random), base);
      for (let i = 0; i < maxDraws && pair.publicKey[0] === 0; i++) pair = keyPair(privateKeyFrom(group, random), base);
      return pair;
    },
    keyPairFromPrivate: keyPair,
    multiply: (scalar, element) => modularPower(group, element, reduced(scalar)),
    addToGenerator: (scalar, element) =>
      modularProduct(group, modularPower(group, dhGenerator(group), reduced(scalar)), element),
    sharedSecret: (privateKey, publicKey) => modularPower(group, publicKey, privateKey),
    // 9303-11 Appendix B.1: the number to the power of the cofactor is in the subgroup.
    encodeNumber: (value) => modularPower(group, uintToBytes(value, group.fieldLength), (group.p - 1n) / group.q),
    compress: (publicKey) => hash('SHA-1', publicKey),
  };
}

/** 1 + (r mod (q − 1)), r being 16 octets longer than q, so without bias. */
const privateKeyFrom = (group: DhGroup, random: RandomSource): bigint =>
  1n + (bytesToBigInt(random(group.orderLength + 16)) % (group.q - 1n));
