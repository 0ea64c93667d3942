/** PACE, 9303-11 §4.4: five commands, from a printed password to a secure channel. */
import { concat, equal, shortestUint } from '../bytes.ts';
import { aesDecrypt } from '../crypto/aes.ts';
import { tripleDesDecrypt } from '../crypto/des.ts';
import type { DomainKeyPair } from '../crypto/domain.ts';
import type { CipherName } from '../crypto/kdf.ts';
import { EmrtdError } from '../errors.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import { atStep } from '../iso7816/at-step.ts';
import { generalAuthenticate, manageSecurityEnvironment } from '../iso7816/commands.ts';
import { treatmentOf } from '../iso7816/quirks.ts';
import { showStatusWord, sw, type StatusWord } from '../iso7816/status-word.ts';
import { encodeOid } from '../oid.ts';
import type { Channel } from '../secure-messaging/channel-keys.ts';
import { channelFromSecret } from '../secure-messaging/channel.ts';
import { encodeTlv, findTlv, readOneTlv, readTlvs, requireTlv, type Tlv } from '../tlv.ts';
import type { RandomSource } from '../transport.ts';
import { authToken, tokenInput } from './auth-token.ts';
import { decryptChipAuthenticationData, type ChipAuthenticationMapping } from './chip-authentication-mapping.ts';
import { mapGenerator } from './generic-mapping.ts';
import { integratedNonceLength, mapGeneratorIntegrated } from './integrated-mapping.ts';
import type { Mapping, PaceChoice } from './pace-info.ts';
import { pacePasswordKey, type AccessKey } from './password.ts';

/** Password references of MSE:Set AT, 9303-11 §4.4.4.1. */
const passwordReference: Readonly<Record<AccessKey['kind'], number>> = { mrz: 0x01, can: 0x02 };

/** Sends one object of GENERAL AUTHENTICATE and resolves with the objects of the answer. */
type Exchange = (object: Uint8Array) => Promise<readonly Tlv[]>;
interface MapNonceInput {
  readonly exchange: Exchange;
  readonly choice: PaceChoice;
  /** s, decrypted. */
  readonly nonce: Uint8Array;
  /** The terminal's key pair for a mapping that needs one. */
  readonly ownKey: () => DomainKeyPair;
  readonly random: RandomSource;
}
/** The generator for the key agreement, and the chip's mapping key where there is one. */
interface Mapped {
  readonly base: Uint8Array;
  readonly chipKey?: Uint8Array;
}
type MapNonce = (input: MapNonceInput) => Promise<Mapped>;

const genericMapping: MapNonce = async ({ exchange, choice: { domain }, nonce, ownKey }) => {
  const own = ownKey();
  const objects = await exchange(encodeTlv(0x81, own.publicKey));
  const chipKey = domain.decode(requireTlv(objects, 0x82).value);
  return { base: mapGenerator(domain, nonce, own, chipKey), chipKey };
};

/** The chip has nothing to add: object 82 comes empty, or not at all. */
const integratedMapping: MapNonce = async ({ exchange, choice: { domain, cipher }, nonce, random }) => {
  const t = random(integratedNonceLength(cipher));
  const base = mapGeneratorIntegrated(domain, cipher, nonce, t);
  const answer = findTlv(await exchange(encodeTlv(0x81, t)), 0x82);
  if (answer !== undefined && answer.value.length > 0)
    throw new EmrtdError('malformed', 'integrated mapping: the chip sent mapping data');
  return { base };
};

const mappings: Readonly<Record<Mapping, MapNonce>> = {
  CAM: genericMapping,
  GM: genericMapping,
  IM: integratedMapping,
};
/** In the order of preference: CAM proves the chip on the way. */
export const supportedMappings: readonly Mapping[] = ['CAM', 'GM', 'IM'];

/** What a run of PACE leaves. */
export interface PaceOutcome {
  readonly channel: Channel;
  /** The chip's ephemeral public key: names the chip in Terminal Authentication. */
  readonly chipKey: Uint8Array;
  /** The terminal's own, public: with chip-authentication mapping Terminal Authentication may sign over it. */
  readonly terminalKey: Uint8Array;
  /** With that mapping: for the static key of EF.CardSecurity to be verified against. */
  readonly chipAuthenticationMapping?: ChipAuthenticationMapping;
}

/**
 * Runs PACE; the session itself is left without a channel. Throws `wrong-password` (6300, 63Cx), `access-denied` (any
 * other refusal), `token-mismatch`, `bad-key`, `malformed`.
 */
export function runPace(
  session: CardSession,
  options: { choice: PaceChoice; key: AccessKey; random: RandomSource },
): Promise<PaceOutcome> {
  return atStep('pace', () => paceExchange(session, options));
}

async function paceExchange(
  session: CardSession,
  { choice, key, random }: { choice: PaceChoice; key: AccessKey; random: RandomSource },
): Promise<PaceOutcome> {
  const { domain, cipher, oid } = choice;
  await setAuthenticationTemplate(session, choice, key);

  const drawKey = () => domain.generateKeyPair(random);
  const ownKey = choice.mapping === 'IM' ? drawKey : session.meanwhile(drawKey);
  const exchange: Exchange = (object) => authenticate(session, object, false);
  const encrypted = requireTlv(await exchange(new Uint8Array(0)), 0x80).value;
  const nonce = decryptNonce(cipher, pacePasswordKey(key, cipher), encrypted);
  const mapped = await mappings[choice.mapping]({ exchange, choice, nonce, ownKey, random });

  const own = domain.generateKeyPair(random, mapped.base);
  // The token covers the key in the very octets that were sent.
  const sentKey = requireTlv(await exchange(encodeTlv(0x83, own.publicKey)), 0x84).value;
  const chipKey = domain.decode(sentKey);
  if (equal(chipKey, own.publicKey)) throw new EmrtdError('bad-key', 'PACE: both ephemeral keys are the same');

  const channel = channelFromSecret(cipher, domain.sharedSecret(own.privateKey, chipKey));
  const tokenOver = (publicKey: Uint8Array): Uint8Array =>
    authToken(cipher, channel.kMac, tokenInput(oid, domain.agreement, publicKey));
  const answer = await authenticate(session, encodeTlv(0x85, tokenOver(sentKey)), true);
  if (!equal(requireTlv(answer, 0x86).value, tokenOver(own.publicKey)))
    throw new EmrtdError('token-mismatch', 'PACE: the chip does not share the key');
  const outcome = { channel, chipKey, terminalKey: own.publicKey };
  if (choice.mapping !== 'CAM' || mapped.chipKey === undefined) return outcome;
  const chipAuthenticationMapping = {
    chipAuthenticationData: decryptChipAuthenticationData(channel.kEnc, requireTlv(answer, 0x8a).value),
    mappingPublicKey: mapped.chipKey,
  };
  return { ...outcome, chipAuthenticationMapping };
}

/** MSE:Set AT, 9303-11 §4.4.4.1. Object 84 only where the chip could not know which parameters are meant. */
async function setAuthenticationTemplate(session: CardSession, choice: PaceChoice, key: AccessKey): Promise<void> {
  const { oid, isAmbiguous, parameterId } = choice;
  const objects = concat(encodeTlv(0x80, encodeOid(oid)), encodeTlv(0x83, Uint8Array.of(passwordReference[key.kind])));
  const named = parameterId === undefined ? undefined : concat(objects, encodeTlv(0x84, shortestUint(parameterId)));
  const set = async (template: Uint8Array): Promise<StatusWord> =>
    (await session.send(manageSecurityEnvironment(0xc1, 0xa4, template))).sw;
  let status = await set(isAmbiguous && named !== undefined ? named : objects);
  if (!isAmbiguous && named !== undefined && treatmentOf('pace-template', status) === 'name-parameters')
    status = await set(named);
  if (status !== sw.ok && treatmentOf('pace-template', status) !== 'go-on') throw refused(status);
}

async function authenticate(session: CardSession, object: Uint8Array, last: boolean): Promise<readonly Tlv[]> {
  const response = await session.send(generalAuthenticate([object], last));
  if (response.sw !== sw.ok) throw refused(response.sw);
  return readTlvs(readOneTlv(response.data, 0x7c).value);
}

function refused(status: StatusWord): EmrtdError {
  const code = treatmentOf('pace', status) === 'wrong-password' ? 'wrong-password' : 'access-denied';
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
