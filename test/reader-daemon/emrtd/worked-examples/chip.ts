/** 9303-11 App. F, and Chip Authentication, which the standard exemplifies nowhere, after BSI's worked example. */
import { concat, toHex, uintToBytes } from '@cccd-kiosk/emrtd/bytes';
import { authToken, tokenInput } from '@cccd-kiosk/emrtd/access/auth-token';
import { pacePasswordKey } from '@cccd-kiosk/emrtd/access/password';
import { aesDecrypt, aesEncryptBlock } from '@cccd-kiosk/emrtd/crypto/aes';
import { hash, hashLength } from '@cccd-kiosk/emrtd/crypto/hash';
import { recoverIso9796 } from '@cccd-kiosk/emrtd/crypto/iso9796';
import { deriveKey, keyPurpose } from '@cccd-kiosk/emrtd/crypto/kdf';
import { pad } from '@cccd-kiosk/emrtd/crypto/padding';
import { encodeCommand } from '@cccd-kiosk/emrtd/iso7816/command-apdu';
import { internalAuthenticate } from '@cccd-kiosk/emrtd/iso7816/commands';
import { parseSecurityInfos } from '@cccd-kiosk/emrtd/lds/security-infos';
import { cipherSuites } from '@cccd-kiosk/emrtd/secure-messaging/cipher-suite';
import { activeAuthentication } from '@cccd-kiosk/fixtures/doc9303/active-authentication';
import { chipAuthenticationDh, chipAuthenticationEcdh } from '@cccd-kiosk/fixtures/doc9303/chip-authentication';
import { agreement, domainOf, genericMapping } from './pace.ts';
import type { WorkedExample } from './worked-example.ts';

const cipher = 'AES-128';

const f: WorkedExample = {
  source: 'Doc 9303-11 App. F',
  title: 'Active Authentication with RSA (no key and no signature in the standard)',
  table: activeAuthentication,
  given: ['rndIfd', 'f'],
  words: ['algorithm'],
  compute(given) {
    const [challenge, representative] = [given.octets('rndIfd'), given.octets('f')];
    const { m1, digest, hash: name } = recoverIso9796(representative);
    const command = internalAuthenticate(challenge, 256);
    const m2 = command.data ?? new Uint8Array(0);
    const m = concat(m1, m2);
    const bits = representative.length * 8;
    return Promise.resolve([
      {
        by: 'recoverIso9796',
        values: {
          m1: toHex(m1),
          lM1Bits: m1.length * 8,
          recoveredDigest: toHex(digest),
          hash: name,
          trailer: toHex(representative.slice(1 + m1.length + digest.length)),
        },
      },
      { by: 'hashLength', values: { modulusBits: bits, cBits: bits - hashLength(name) * 8 - 8 - 4 } },
      { by: 'internalAuthenticate', values: { m2: toHex(m2), command: toHex(encodeCommand(command)) } },
      { by: 'hash', values: { m: toHex(m), h: toHex(hash(name, m)) } },
    ]);
  },
};

const extendedAccess = (title: string, table: object): WorkedExample => ({
  source: 'BSI Worked Example for EAC 1.01',
  title: `PACE and Chip Authentication over ${title}`,
  table,
  given: [
    ...['efCardAccess', 'pin', 'encryptedNonceZ', 'terminalMappingPrivateKey', 'chipMappingPrivateKey'],
    ...['terminalEphemeralPrivateKey', 'chipEphemeralPrivateKey'],
    ...['caChipPrivateKey', 'caTerminalPrivateKey', 'caNonce', 'smPlaintextObject', 'smResponseObject'],
  ],
  words: ['passwordType'],
  compute(given) {
    const infos = parseSecurityInfos(given.octets('efCardAccess'));
    const [{ oid, parameterId } = { oid: '', parameterId: -1 }] = infos.paceInfos;
    const domain = domainOf(parameterId ?? -1);
    // A PIN is six digits, as a CAN is.
    const kPi = pacePasswordKey({ kind: 'can', can: given.text('pin') }, cipher);
    const nonce = aesDecrypt(kPi, new Uint8Array(16), given.octets('encryptedNonceZ'));
    const mapping = genericMapping(given, domain, nonce);
    const agreed = agreement(given, { oid, domain }, mapping.base);

    const suite = cipherSuites[cipher];
    const [first, second] = [uintToBytes(1, 16), uintToBytes(2, 16)];
    const response = concat(second, given.octets('smResponseObject'));
    const sealed = suite.encrypt(agreed.kEnc, first, pad(given.octets('smPlaintextObject'), 16));

    const chip = domain.keyPairFromPrivate(given.number('caChipPrivateKey') % domain.order);
    const terminal = domain.keyPairFromPrivate(given.number('caTerminalPrivateKey') % domain.order);
    const secret = domain.sharedSecret(terminal.privateKey, chip.publicKey);
    // Version 2: the chip's nonce behind the secret; version 1 takes the secret alone.
    const seed = concat(secret, given.octets('caNonce'));
    const kMac = deriveKey(seed, keyPurpose.mac, cipher);
    const caOid = infos.chipAuthenticationInfos[0]?.oid ?? '';
    const input = tokenInput(caOid, domain.agreement, terminal.publicKey);
    return Promise.resolve([
      { by: 'parseSecurityInfos', values: { oid, parameterId: parameterId ?? '' } },
      { by: 'pacePasswordKey', values: { kPi: toHex(kPi) } },
      { by: 'aesDecrypt', values: { nonceS: toHex(nonce) } },
      ...mapping.computations,
      ...agreed.computations,
      { by: 'aesEncryptBlock', values: { smIvSsc1: toHex(aesEncryptBlock(agreed.kEnc, first)) } },
      { by: 'pad', values: { smMacInputSsc2: toHex(pad(response, 16)) } },
      {
        by: 'cipherSuites.AES-128',
        values: { smCiphertextSsc1: toHex(sealed), smMacSsc2: toHex(suite.mac(agreed.kMac, response)) },
      },
      {
        by: 'Domain.keyPairFromPrivate',
        values: { caChipPublicKey: toHex(chip.publicKey), caTerminalPublicKey: toHex(terminal.publicKey) },
      },
      { by: 'Domain.sharedSecret', values: { caSharedSecret: toHex(secret) } },
      {
        by: 'deriveKey',
        values: { caKsEnc: toHex(deriveKey(seed, keyPurpose.encryption, cipher)), caKsMac: toHex(kMac) },
      },
      { by: 'tokenInput', values: { caTokenInput: toHex(input) } },
      { by: 'authToken', values: { caToken: toHex(authToken(cipher, kMac, input)) } },
    ]);
  },
});

export const chip: readonly WorkedExample[] = [
  f,
  extendedAccess('ECDH', chipAuthenticationEcdh),
  extendedAccess('DH', chipAuthenticationDh),
];
