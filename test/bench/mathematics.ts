/** The mathematics of the protocols, each operation by itself, in every domain that cards are seen with. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mapGenerator } from '@cccd-kiosk/emrtd/access/generic-mapping';
import { integratedNonceLength, mapGeneratorIntegrated } from '@cccd-kiosk/emrtd/access/integrated-mapping';
import type { Domain } from '@cccd-kiosk/emrtd/crypto/domain';
import { domainByParameterId } from '@cccd-kiosk/emrtd/crypto/domains';
import { hash } from '@cccd-kiosk/emrtd/crypto/hash';
import type { CipherName } from '@cccd-kiosk/emrtd/crypto/kdf';
import { readBinaryBySfi } from '@cccd-kiosk/emrtd/iso7816/commands';
import { channelFromSecret, protect } from '@cccd-kiosk/emrtd/secure-messaging/channel';
import { publicKey } from '@cccd-kiosk/emrtd/trust/public-key';
import { verifySignature, type SignatureScheme } from '@cccd-kiosk/emrtd/trust/signature-scheme';
import { measure, timed, type OperationMeasure, type Sample } from './timed.ts';

const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length));

/** Ids of 9303-11 §9.5.1: P-256, three Brainpool curves, P-521, the 2048-bit group with a subgroup of 256 bits. */
const domainIds = [12, 13, 16, 17, 18, 2] as const;

function ofDomain(domain: Domain): [string, Sample][] {
  const [own, chip] = [domain.generateKeyPair(random), domain.generateKeyPair(random)];
  const nonce = random(16);
  const base = mapGenerator(domain, nonce, own, chip.publicKey);
  const cipher: CipherName = 'AES-128';
  const t = random(integratedNonceLength(cipher));
  const operations: [string, () => unknown][] = [
    ['key pair', () => domain.generateKeyPair(random)],
    ['a key read and checked', () => domain.decode(chip.publicKey)],
    ['generic mapping', () => mapGenerator(domain, nonce, own, chip.publicKey)],
    ['key pair on the mapped generator', () => domain.generateKeyPair(random, base)],
    ['shared secret', () => domain.sharedSecret(own.privateKey, chip.publicKey)],
  ];
  if (domain.canEncodeNumbers)
    operations.push(['integrated mapping', () => mapGeneratorIntegrated(domain, cipher, nonce, t)]);
  return operations.map(([name, work]) => [`${domain.name}: ${name}`, () => timed(work)]);
}

/** The key made ready counts too: a reading meets each key once. */
function signatures(): [string, Sample][] {
  const message = random(128);
  const pairs = [
    generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
    generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }),
    generateKeyPairSync('ec', { namedCurve: 'brainpoolP384r1' }),
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('rsa', { modulusLength: 4096 }),
  ];
  return pairs.map((pair): [string, Sample] => {
    const signature = sign('sha256', message, pair.privateKey);
    const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
    const verified = (): string | undefined => {
      const found = publicKey(spki);
      if (!('key' in found)) return undefined;
      const { key } = found;
      const scheme: SignatureScheme =
        key.kind === 'ec'
          ? { kind: 'ecdsa', hash: 'SHA-256', encoding: 'der' }
          : { kind: 'rsa-pkcs1', hash: 'SHA-256' };
      return verifySignature(key, scheme, message, signature) ? key.name : undefined;
    };
    const name = verified();
    if (name === undefined) throw new Error('bench: signature');
    return [`${name}: signature verified`, () => timed(verified)];
  });
}

function symmetric(): [string, Sample][] {
  const portrait = random(20_000);
  const command = readBinaryBySfi(2, 0, 256);
  const ciphers: CipherName[] = ['3DES', 'AES-128', 'AES-256'];
  return [
    ['SHA-256 of 20 KB', () => timed(() => hash('SHA-256', portrait))],
    ...ciphers.map((cipher): [string, Sample] => {
      const channel = channelFromSecret(cipher, random(32));
      return [`${cipher}: a command protected`, () => timed(() => protect(channel, command))];
    }),
  ];
}

export function measureMathematics(warmUp: number, runs: number): Promise<OperationMeasure[]> {
  const domains = domainIds.map((id) => {
    const domain = domainByParameterId(id);
    if (domain === undefined) throw new RangeError('bench: no such domain');
    return domain;
  });
  return measure([...domains.flatMap(ofDomain), ...signatures(), ...symmetric()], warmUp, runs);
}
