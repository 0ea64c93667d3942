/** Basic Access Control, 9303-11 §4.3: for chips that offer no PACE. */
import { concat, equal, xor } from '../bytes.ts';
import { tripleDesDecrypt, tripleDesEncrypt } from '../crypto/des.ts';
import { deriveKey, keyPurpose } from '../crypto/kdf.ts';
import { pad } from '../crypto/padding.ts';
import { retailMac } from '../crypto/retail-mac.ts';
import { EmrtdError, type EmrtdErrorCode } from '../errors.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import { atStep } from '../iso7816/at-step.ts';
import { externalAuthenticate, getChallenge } from '../iso7816/commands.ts';
import { treatmentOf } from '../iso7816/quirks.ts';
import type { ResponseApdu } from '../iso7816/response-apdu.ts';
import { showStatusWord, sw, type StatusWord } from '../iso7816/status-word.ts';
import type { Channel } from '../secure-messaging/channel-keys.ts';
import { channelFromSecret } from '../secure-messaging/channel.ts';
import type { RandomSource } from '../transport.ts';
import { bacSeed, type MrzKey } from './password.ts';

const [challengeLength, keyLength, cryptogramLength, macLength] = [8, 16, 32, 8];
const zeroIv = new Uint8Array(8);

/**
 * Runs BAC on the selected application and resolves with the channel. Throws `wrong-password`, `access-denied`,
 * `token-mismatch` (the chip's answer does not fit), `malformed`.
 */
export function runBac(session: CardSession, key: MrzKey, random: RandomSource): Promise<Channel> {
  return atStep('bac', () => bacExchange(session, key, random));
}

async function bacExchange(session: CardSession, key: MrzKey, random: RandomSource): Promise<Channel> {
  const seed = bacSeed(key);
  const kEnc = deriveKey(seed, keyPurpose.encryption, '3DES');
  const kMac = deriveKey(seed, keyPurpose.mac, '3DES');
  const rndIc = await askChallenge(session);
  const rndIfd = random(challengeLength);
  const kIfd = random(keyLength);

  const response = await session.send(
    externalAuthenticate(seal(kEnc, kMac, concat(rndIfd, rndIc, kIfd)), cryptogramLength + macLength),
  );
  if (response.sw !== sw.ok) throw refused(response.sw);
  const answer = open(kEnc, kMac, response.data);
  const isOurs = equal(answer.slice(0, 8), rndIc) && equal(answer.slice(8, 16), rndIfd);
  if (!isOurs) throw new EmrtdError('token-mismatch', 'BAC: the chip answered another challenge');
  const ssc = concat(rndIc.slice(4), rndIfd.slice(4));
  return channelFromSecret('3DES', xor(kIfd, answer.slice(16)), ssc);
}

/** Also the probe for extended length where no file outside the channel could be it: a refusal costs one APDU. */
async function askChallenge(session: CardSession): Promise<Uint8Array> {
  const command = getChallenge(challengeLength);
  const isProbe = session.limits.extended === 'unknown';
  let response: ResponseApdu | undefined;
  if (isProbe) {
    response = await probe(session, command);
    session.limits = { ...session.limits, extended: response === undefined ? 'refused' : 'works' };
  }
  response ??= await session.send(command);
  // Nothing has been said of the key yet: whatever the word, it is not about a password.
  if (response.sw !== sw.ok) throw refused(response.sw, 'access-denied');
  if (response.data.length !== challengeLength) throw new EmrtdError('malformed', 'BAC: challenge is not 8 octets');
  return response.data;
}

async function probe(
  session: CardSession,
  command: ReturnType<typeof getChallenge>,
): Promise<ResponseApdu | undefined> {
  try {
    const response = await session.send({ ...command, extended: true });
    return response.sw === sw.ok ? response : undefined;
  } catch (error) {
    if (error instanceof EmrtdError && error.code === 'reader-failed') return undefined;
    throw error;
  }
}

/** E(kEnc, text) ‖ MAC(kMac, …), 9303-11 §4.3.1. */
function seal(kEnc: Uint8Array, kMac: Uint8Array, text: Uint8Array): Uint8Array {
  const encrypted = tripleDesEncrypt(kEnc, zeroIv, text);
  return concat(encrypted, retailMac(kMac, pad(encrypted, 8)));
}

function open(kEnc: Uint8Array, kMac: Uint8Array, sealed: Uint8Array): Uint8Array {
  if (sealed.length !== cryptogramLength + macLength)
    throw new EmrtdError('malformed', 'BAC: cryptogram is not 40 octets');
  const encrypted = sealed.slice(0, cryptogramLength);
  if (!equal(retailMac(kMac, pad(encrypted, 8)), sealed.slice(cryptogramLength)))
    throw new EmrtdError('token-mismatch', 'BAC: the chip does not share the key');
  return tripleDesDecrypt(kEnc, zeroIv, encrypted);
}

function refused(
  status: StatusWord,
  code: EmrtdErrorCode = treatmentOf('bac', status) === 'wrong-password' ? 'wrong-password' : 'access-denied',
): EmrtdError {
  return new EmrtdError(code, `BAC refused: ${showStatusWord(status)}`, { statusWord: status });
}
