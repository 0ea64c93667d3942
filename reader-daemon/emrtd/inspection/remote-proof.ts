/**
 * Chip Authentication witnessed by somebody who is not at the reader: the verifier's two halves, in raw octets and JSON,
 * and what the terminal asks of it. The mathematics: `chip/remote-chip-authentication.ts`.
 */
import { chooseChipAuthentication } from '../chip/chip-authentication.ts';
import {
  acceptRemoteChipAuthentication,
  offerRemoteChipAuthentication,
  type RemoteAnswer,
  type RemoteOffer,
  type RemoteSecret,
} from '../chip/remote-chip-authentication.ts';
import { EmrtdError } from '../errors.ts';
import { parseDg14 } from '../lds/dg14.ts';
import type { ChannelState } from '../secure-messaging/channel-state.ts';
import type { RandomSource } from '../transport.ts';

export type { ChannelState, RemoteAnswer, RemoteOffer, RemoteSecret };

/** The verifier as the terminal sees it. */
export interface RemoteVerifier {
  /** `undefined` where it cannot be reached or will not: the terminal then runs the protocol by itself. */
  offer(dg14: Uint8Array): Promise<RemoteOffer | undefined>;
  /**
   * The channel, once the answer was found to be the chip's; `refused` where it is another's; `undefined` where nobody
   * answered: then the channel is nobody's, and the card has to be opened anew.
   */
  accept(answer: RemoteAnswer): Promise<ChannelState | 'refused' | undefined>;
}

/**
 * The verifier's first half, for the key of this EF.DG14. What it proves is worth what the file is: whoever judges the
 * reading compares it with the one that passive authentication has bound. Throws `malformed`, `bad-key`, and
 * `unsupported` where there is no Chip Authentication to run.
 */
export function offerRemoteProof(
  dg14: Uint8Array,
  random: RandomSource,
): { readonly offer: RemoteOffer; readonly secret: RemoteSecret } {
  const agreement = chooseChipAuthentication(parseDg14(dg14));
  if (agreement === undefined)
    throw new EmrtdError('unsupported', 'dg14: no key of chip authentication', { step: 'chip-authentication' });
  return offerRemoteChipAuthentication({ agreement, random });
}

/** The verifier's second half: the channel to hand over, or `refused` where the answer is not that chip's. */
export function acceptRemoteProof(secret: RemoteSecret, answer: RemoteAnswer): ChannelState | 'refused' {
  try {
    return acceptRemoteChipAuthentication(secret, answer);
  } catch (error) {
    if (!(error instanceof EmrtdError)) throw error;
    return 'refused';
  }
}
