import { exchangeActiveAuthentication, verifyActiveAuthentication } from '../chip/active-authentication.ts';
import { chooseChipAuthentication, exchangeChipAuthentication } from '../chip/chip-authentication.ts';
import { EmrtdError } from '../errors.ts';
import { parseDg15 } from '../lds/dg15.ts';
import type { RandomSource } from '../transport.ts';
import { attempt, inconclusiveBecause } from './attempt.ts';
import type { Files } from './document-profile.ts';
import { securityInfosOf } from './offered.ts';
import type { Sitting } from './sitting.ts';
import { failed, inconclusive, notAttempted, passed, type Check } from './verdict.ts';

/** A refusal by status word is the card's answer to this proof; everything else ends the sitting. */
function refused(error: unknown): Check {
  if (error instanceof EmrtdError && (error.code === 'status-word' || error.code === 'bad-key'))
    return inconclusiveBecause(error);
  throw error;
}

/** Chip Authentication: opens the new channel, which the next protected answer must prove. */
export async function chipAuthenticationStep(sitting: Sitting, random: RandomSource): Promise<void> {
  const infos = securityInfosOf(sitting.files);
  if (infos === undefined) return;
  const agreement = infos.ok ? attempt(() => chooseChipAuthentication(infos.value)) : infos;
  if (!agreement.ok) {
    sitting.proofs['chip-authentication'] = inconclusiveBecause(agreement.error);
    return;
  }
  if (agreement.value === undefined) return;
  sitting.advance('chip-proof');
  try {
    await exchangeChipAuthentication(sitting.session, { agreement: agreement.value, random });
    sitting.channelUnproven = true;
  } catch (error) {
    sitting.proofs['chip-authentication'] = refused(error);
  }
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
    sitting.proofs['active-authentication'] = judgeActiveAuthentication(sitting.files, { challenge, response });
  } catch (error) {
    sitting.proofs['active-authentication'] = refused(error);
  }
}
