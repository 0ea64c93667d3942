/** PACE over ECDH, 9303-11 §4.4: five commands, from a printed password to a secure channel. */
import { concat, equal } from '../bytes.ts';
import { aesDecrypt } from '../crypto/aes.ts';
import { tripleDesDecrypt } from '../crypto/des.ts';
import type { Curve } from '../crypto/curves.ts';
import { decodePoint, encodePoint, equalPoints, generateKeyPair, sharedX, type Point } from '../crypto/ec.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { EmrtdError } from '../errors.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import { atStep } from '../iso7816/at-step.ts';
import { generalAuthenticate, manageSecurityEnvironment } from '../iso7816/commands.ts';
import { showStatusWord, sw, triesLeft, type StatusWord } from '../iso7816/status-word.ts';
import { encodeOid } from '../oid.ts';
import { channelFromSecret, type Channel } from '../secure-messaging/channel.ts';
import { encodeTlv, readOneTlv, readTlvs, requireTlv } from '../tlv.ts';
import type { RandomSource } from '../transport.ts';
import { authToken } from './auth-token.ts';
import { generateMappingKeyPair, mapGenerator } from './generic-mapping.ts';
import type { Mapping, PaceChoice } from './pace-info.ts';
import { pacePasswordKey, type AccessKey } from './password.ts';

/** Password references of MSE:Set AT, 9303-11 §4.4.4.1. */
const passwordReference: Readonly<Record<AccessKey['kind'], number>> = { mrz: 0x01, can: 0x02 };

/** Turns the nonce and the chip's mapping data into the generator for the key agreement. */
type MapNonce = (exchange: Exchange, curve: Curve, nonce: Uint8Array, random: RandomSource) => Promise<Point>;
/** Sends one object of GENERAL AUTHENTICATE and resolves with the value of the object expected back. */
type Exchange = (tag: number, value: Uint8Array, expected: number) => Promise<Uint8Array>;

const genericMapping: MapNonce = async (exchange, curve, nonce, random) => {
  const own = generateMappingKeyPair(curve, random);
  const answer = await exchange(0x81, encodePoint(curve, own.publicKey), 0x82);
  return mapGenerator(curve, nonce, own, decodePoint(curve, answer));
};

const mappings: Readonly<Partial<Record<Mapping, MapNonce>>> = { GM: genericMapping };
export const supportedMappings = Object.keys(mappings) as readonly Mapping[];

/**
 * Runs PACE and resolves with the channel that it opened; the session itself is left without one.
 * Throws `wrong-password` (6300, 63Cx), `access-denied` (any other refusal), `token-mismatch`, `bad-key`, `malformed`.
 */
export function runPace(
  session: CardSession,
  options: { choice: PaceChoice; key: AccessKey; random: RandomSource },
): Promise<Channel> {
  return atStep('pace', () => paceExchange(session, options));
}

async function paceExchange(
  session: CardSession,
  { choice, key, random }: { choice: PaceChoice; key: AccessKey; random: RandomSource },
): Promise<Channel> {
  const { curve, cipher, oid } = choice;
  const mapNonce = mappings[choice.mapping];
  if (mapNonce === undefined) throw new EmrtdError('unsupported', `PACE mapping ${choice.mapping}`);
  await setAuthenticationTemplate(session, choice, key);

  const exchange: Exchange = (tag, value, expected) => authenticate(session, encodeTlv(tag, value), expected, false);
  const encrypted = await authenticate(session, new Uint8Array(0), 0x80, false);
  const nonce = decryptNonce(cipher, pacePasswordKey(key, cipher), encrypted);
  const base = await mapNonce(exchange, curve, nonce, random);

  const own = generateKeyPair(curve, random, base);
  const ownKey = encodePoint(curve, own.publicKey);
  const chipKey = await exchange(0x83, ownKey, 0x84);
  const chipPoint = decodePoint(curve, chipKey);
  if (equalPoints(chipPoint, own.publicKey)) throw new EmrtdError('bad-key', 'PACE: both ephemeral keys are the same');

  const channel = channelFromSecret(cipher, sharedX(curve, own.privateKey, chipPoint));
  const token = authToken(cipher, channel.kMac, oid, chipKey);
  const chipToken = await authenticate(session, encodeTlv(0x85, token), 0x86, true);
  if (!equal(chipToken, authToken(cipher, channel.kMac, oid, ownKey)))
    throw new EmrtdError('token-mismatch', 'PACE: the chip does not share the key');
  return channel;
}

/** MSE:Set AT, 9303-11 §4.4.4.1. Object 84 only where the chip could not know which parameters are meant. */
async function setAuthenticationTemplate(session: CardSession, choice: PaceChoice, key: AccessKey): Promise<void> {
  const { oid, isAmbiguous, parameterId } = choice;
  const objects = [
    encodeTlv(0x80, encodeOid(oid)),
    encodeTlv(0x83, Uint8Array.of(passwordReference[key.kind])),
    ...(isAmbiguous ? [encodeTlv(0x84, Uint8Array.of(parameterId))] : []),
  ];
  const response = await session.send(manageSecurityEnvironment(0xc1, 0xa4, concat(...objects)));
  // 63Cx is a warning here: the password may still be tried.
  if (response.sw !== sw.ok && triesLeft(response.sw) === undefined) throw refused(response.sw);
}

async function authenticate(
  session: CardSession,
  object: Uint8Array,
  expected: number,
  last: boolean,
): Promise<Uint8Array> {
  const response = await session.send(generalAuthenticate([object], last));
  if (response.sw !== sw.ok) throw refused(response.sw);
  return requireTlv(readTlvs(readOneTlv(response.data, 0x7c).value), expected).value;
}

function refused(status: StatusWord): EmrtdError {
  const isPassword = status === sw.authenticationFailed || triesLeft(status) !== undefined;
  const code = isPassword ? 'wrong-password' : 'access-denied';
  return new EmrtdError(code, `PACE refused: ${showStatusWord(status)}`, { statusWord: status });
}

/** CBC with a zero IV; the nonce is one or more whole blocks. */
function decryptNonce(cipher: CipherName, key: Uint8Array, encrypted: Uint8Array): Uint8Array {
  const blockSize = cipher === '3DES' ? 8 : 16;
  if (encrypted.length === 0 || encrypted.length % blockSize !== 0 || encrypted.length > 64)
    throw new EmrtdError('malformed', 'PACE: nonce is not whole blocks');
  const decrypt = cipher === '3DES' ? tripleDesDecrypt : aesDecrypt;
  return decrypt(key, new Uint8Array(blockSize), encrypted);
}
