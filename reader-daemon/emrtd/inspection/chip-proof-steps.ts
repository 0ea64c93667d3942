import { fromHex } from '../bytes.ts';
import { exchangeActiveAuthentication, verifyActiveAuthentication } from '../chip/active-authentication.ts';
import { chooseChipAuthentication, exchangeChipAuthentication } from '../chip/chip-authentication.ts';
import { continueRemoteChipAuthentication, relayRemoteChipAuthentication } from '../chip/remote-chip-authentication.ts';
import { EmrtdError } from '../errors.ts';
import { parseDg15 } from '../lds/dg15.ts';
import type { RandomSource } from '../transport.ts';
import { attempt, inconclusiveBecause } from './attempt.ts';
import type { Files } from './document-profile.ts';
import { securityInfosOf } from './offered.ts';
import type { RemoteOffer, RemoteVerifier } from './remote-proof.ts';
import type { Sitting } from './sitting.ts';
import { failed, inconclusive, notAttempted, passed, type Check } from './verdict.ts';

/** A refusal by status word is the card's answer to this proof; everything else ends the sitting. */
function refused(error: unknown): Check {
  if (error instanceof EmrtdError && (error.code === 'status-word' || error.code === 'bad-key'))
    return inconclusiveBecause(error);
  throw error;
}

/**
 * Chip Authentication: opens the new channel, which the next protected answer must prove. With a verifier at hand, and on
 * a chip without Active Authentication, which the verifier could check by itself, the channel is that one's first.
 */
export async function chipAuthenticationStep(
  sitting: Sitting,
  random: RandomSource,
  verifier?: RemoteVerifier,
): Promise<void> {
  const infos = securityInfosOf(sitting.files);
  const dg14 = sitting.files.get('DG14');
  if (infos === undefined || dg14 === undefined) return;
  const agreement = infos.ok ? attempt(() => chooseChipAuthentication(infos.value)) : infos;
  if (!agreement.ok) {
    sitting.proofs['chip-authentication'] = inconclusiveBecause(agreement.error);
    return;
  }
  if (agreement.value === undefined) return;
  sitting.advance('chip-proof');
  const offer = sitting.files.has('DG15') ? undefined : await verifier?.offer(dg14);
  try {
    let terminalKey: Uint8Array;
    if (verifier !== undefined && offer !== undefined) {
      await witnessed(sitting, verifier, offer);
      terminalKey = fromHex(offer.terminalKey);
    } else {
      ({ terminalKey } = await exchangeChipAuthentication(sitting.session, { agreement: agreement.value, random }));
      sitting.channelUnproven = true;
    }
    sitting.compressedTerminalKey = agreement.value.domain.compress(terminalKey);
  } catch (error) {
    sitting.proofs['chip-authentication'] = refused(error);
  }
}

/** The verifier's key, the chip's answer to the verifier, and then the channel, if the answer was the chip's. */
async function witnessed(sitting: Sitting, verifier: RemoteVerifier, offer: RemoteOffer): Promise<void> {
  const { session } = sitting;
  const answer = await relayRemoteChipAuthentication(session, offer);
  const channel = await verifier.accept(answer);
  if (channel === undefined)
    throw new EmrtdError('channel-lost', 'the verifier is gone', { step: 'chip-authentication' });
  if (channel === 'refused') {
    sitting.proofs['chip-authentication'] = failed('channel-not-opened');
    sitting.channelClosed = true;
    return;
  }
  continueRemoteChipAuthentication(session, channel);
  sitting.channelUnproven = true;
}

/** What an answer to a challenge says; also for a record, long after. */
export function judgeActiveAuthentication(
  files: Files,
  exchange: { readonly challenge: Uint8Array; readonly response: Uint8Array },
): Check {
  const dg15 = files.get('DG15');
  if (dg15 === undefined) return inconclusive('file-not-read', 'DG15');
  const key = attempt(() => parseDg15(dg15).publicKey);
  if (!key.ok) return inconclusiveBecause(key.error);
  const infos = securityInfosOf(files);
  const algorithm = infos?.ok ? infos.value.activeAuthenticationInfo?.signatureAlgorithm : undefined;
  const answer = verifyActiveAuthentication({
    publicKeyInfo: key.value,
    ...exchange,
    ...(algorithm !== undefined && { signatureAlgorithm: algorithm }),
  });
  if (answer.verified) return passed;
  return answer.reason === 'answer-invalid' || answer.reason === 'weak-key'
    ? failed(answer.reason)
    : inconclusive(answer.reason);
}

/** Active Authentication over the challenge given. */
export async function activeAuthenticationStep(sitting: Sitting, challenge: Uint8Array): Promise<void> {
  if (!sitting.files.has('DG15')) {
    sitting.proofs['active-authentication'] = notAttempted;
    return;
  }
  sitting.advance('chip-proof');
  try {
    const response = await exchangeActiveAuthentication(sitting.session, challenge);
    sitting.activeAuthentication = { challenge, response };
    const { files } = sitting;
    sitting.answer = sitting.session.meanwhile(() => judgeActiveAuthentication(files, { challenge, response }));
  } catch (error) {
    sitting.proofs['active-authentication'] = refused(error);
  }
}
