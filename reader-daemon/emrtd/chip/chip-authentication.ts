/** Chip Authentication version 1 over ECDH, 9303-11 §6.2: a new channel that only the genuine chip can follow. */
import { concat, uintToBytes } from '../bytes.ts';
import type { Curve } from '../crypto/curves.ts';
import { encodePoint, generateKeyPair, sharedX, type Point } from '../crypto/ec.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { EmrtdError } from '../errors.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import { atStep } from '../iso7816/at-step.ts';
import type { CommandApdu } from '../iso7816/command-apdu.ts';
import { generalAuthenticate, manageSecurityEnvironment } from '../iso7816/commands.ts';
import { showStatusWord, sw } from '../iso7816/status-word.ts';
import type { ChipAuthenticationInfo, ChipAuthenticationPublicKeyInfo, SecurityInfos } from '../lds/security-infos.ts';
import { encodeOid, oids } from '../oid.ts';
import { channelFromSecret, secureChannel } from '../secure-messaging/channel.ts';
import { encodeTlv } from '../tlv.ts';
import type { RandomSource } from '../transport.ts';
import { chipPublicKey } from './chip-public-key.ts';

/** One protocol and one key of the chip's that go together. */
export interface ChipAuthenticationAgreement {
  readonly oid: string;
  readonly cipher: CipherName;
  /** Only where the chip names its key. */
  readonly keyId?: bigint;
  readonly curve: Curve;
  readonly publicKey: Point;
}

/** Last arc of id-CA-ECDH. */
const ciphers: Readonly<Record<string, CipherName>> = { 1: '3DES', 2: 'AES-128', 3: 'AES-192', 4: 'AES-256' };
const cipherOf = (oid: string): CipherName | undefined =>
  oid.startsWith(`${oids.chipAuthenticationEcdh}.`)
    ? ciphers[oid.slice(oids.chipAuthenticationEcdh.length + 1)]
    : undefined;

/** A key without a ChipAuthenticationInfo means 3DES: chips older than that object (BSI TR-03110-1 v1.11, A.1.1.2). */
const impliedOid = `${oids.chipAuthenticationEcdh}.1`;

/**
 * What to run, from EF.DG14: the first protocol stated for which a key is there, AES before 3DES. `undefined` where the
 * chip offers no Chip Authentication; throws `unsupported` where it offers none that this terminal can run, `bad-key`,
 * `malformed`.
 */
export function chooseChipAuthentication(infos: SecurityInfos): ChipAuthenticationAgreement | undefined {
  const { chipAuthenticationInfos: stated, chipAuthenticationPublicKeys: all } = infos;
  if (all.length === 0) return undefined;
  const keys = all.filter(({ oid }) => oid === oids.publicKeyEcdh);
  const protocols = stated.length > 0 ? stated : keys.slice(0, 1).map(implied);
  const pairs = protocols.flatMap((info) => {
    const [cipher, key] = [cipherOf(info.oid), keyFor(info, keys)];
    return info.version === 1 && cipher !== undefined && key !== undefined ? [{ info, cipher, key }] : [];
  });
  const chosen = pairs.find(({ cipher }) => cipher !== '3DES') ?? pairs[0];
  if (chosen === undefined)
    throw new EmrtdError('unsupported', 'chip authentication: no protocol in common', { step: 'chip-authentication' });
  const { info, cipher, key } = chosen;
  const { curve, point } = chipPublicKey(key.publicKey);
  const keyId = info.keyId ?? key.keyId;
  return { oid: info.oid, cipher, ...(keyId !== undefined && { keyId }), curve, publicKey: point };
}

const implied = ({ keyId }: ChipAuthenticationPublicKeyInfo): ChipAuthenticationInfo => ({
  oid: impliedOid,
  version: 1,
  ...(keyId !== undefined && { keyId }),
});

/** The key of the same id; a chip with a single key may leave the id out on one side. */
function keyFor(
  { keyId }: ChipAuthenticationInfo,
  keys: readonly ChipAuthenticationPublicKeyInfo[],
): ChipAuthenticationPublicKeyInfo | undefined {
  const [only, ...others] = keys;
  const mayOmit = others.length === 0 && (keyId === undefined || only?.keyId === undefined);
  return keys.find((key) => key.keyId === keyId) ?? (mayOmit ? only : undefined);
}

/**
 * Sends the terminal's ephemeral key and moves the session to the new channel. Nothing is proven yet: the chip has
 * shown that it holds the private key when the NEXT answer opens in that channel; any other chip's answer throws
 * `channel-lost` there. A refusal throws `status-word` and leaves the old channel in use.
 */
export async function exchangeChipAuthentication(
  session: CardSession,
  { agreement, random }: { agreement: ChipAuthenticationAgreement; random: RandomSource },
): Promise<void> {
  await atStep('chip-authentication', () => exchange(session, agreement, random));
}

async function exchange(
  session: CardSession,
  agreement: ChipAuthenticationAgreement,
  random: RandomSource,
): Promise<void> {
  const { curve, cipher, publicKey } = agreement;
  const own = generateKeyPair(curve, random);
  const ownKey = encodePoint(curve, own.publicKey);
  const commands = cipher === '3DES' ? keyAgreementTemplate(agreement, ownKey) : authenticate(agreement, ownKey);
  for (const command of commands) {
    const response = await session.send(command);
    if (response.sw === sw.ok) continue;
    throw new EmrtdError('status-word', `chip authentication refused: ${showStatusWord(response.sw)}`, {
      statusWord: response.sw,
    });
  }
  session.openChannel(secureChannel(channelFromSecret(cipher, sharedX(curve, own.privateKey, publicKey))));
}

/** 3DES: MSE:Set KAT alone, 9303-11 §6.2.4.1. */
function keyAgreementTemplate({ keyId }: ChipAuthenticationAgreement, ownKey: Uint8Array): readonly CommandApdu[] {
  return [manageSecurityEnvironment(0x41, 0xa6, concat(encodeTlv(0x91, ownKey), keyReference(keyId)))];
}

/** AES: MSE:Set AT and GENERAL AUTHENTICATE, 9303-11 §6.2.4.2. */
function authenticate({ oid, keyId }: ChipAuthenticationAgreement, ownKey: Uint8Array): readonly CommandApdu[] {
  const template = concat(encodeTlv(0x80, encodeOid(oid)), keyReference(keyId));
  return [manageSecurityEnvironment(0x41, 0xa4, template), generalAuthenticate([encodeTlv(0x80, ownKey)], true)];
}

/** Object 84 in the shortest form, absent where the chip gave its key no id. */
function keyReference(keyId: bigint | undefined): Uint8Array {
  if (keyId === undefined) return new Uint8Array(0);
  return encodeTlv(0x84, uintToBytes(keyId, Math.max(1, Math.ceil(keyId.toString(16).length / 2))));
}
