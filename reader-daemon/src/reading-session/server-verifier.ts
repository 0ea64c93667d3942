import type { ChipAnswer, ChipOffer, ChipVerdict, ChipWanted } from '@cccd-kiosk/contract/station';
import type { RemoteVerifier } from '@cccd-kiosk/emrtd/inspection/remote-proof';

export interface WitnessLink {
  readonly connected: boolean;
  chipOffer(wanted: ChipWanted): Promise<ChipOffer | undefined>;
  chipAnswer(answered: ChipAnswer): Promise<ChipVerdict | undefined>;
}

/**
 * The server as the witness of one reading's Chip Authentication. Where it went away in the middle, the card is opened
 * anew, and from then on the reading runs the protocol by itself.
 */
export function serverVerifier(link: WitnessLink, readingId: string): RemoteVerifier {
  let isGone = false;
  return {
    async offer(dg14) {
      if (isGone || !link.connected) return undefined;
      const offer = await link.chipOffer({ readingId, dg14: Buffer.from(dg14).toString('base64') });
      if (offer === undefined) return undefined;
      const { keyId, ...rest } = offer;
      return { ...rest, ...(keyId !== undefined && { keyId }) };
    },
    async accept({ response }) {
      const verdict = await link.chipAnswer({ readingId, response });
      isGone ||= verdict === undefined;
      return verdict === undefined ? undefined : (verdict.channel ?? 'refused');
    },
  };
}
