/** A card that is lifted at a chosen command, before or after the chip has heard it. */
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { CardTransport } from '@cccd-kiosk/emrtd/transport';
import { chipTransport, type makeCard } from '@cccd-kiosk/fixtures/world';

type Chip = Awaited<ReturnType<typeof makeCard>>;

export function tornAt(chip: Chip, apdu: number, when: 'before' | 'after'): CardTransport {
  const inner = chipTransport(chip);
  let count = 0;
  return {
    atr: inner.atr,
    async transmit(command, signal) {
      count++;
      if (count === apdu) {
        if (when === 'after') await inner.transmit(command, signal);
        chip.power('off');
        throw new EmrtdError('card-lost', 'lifted');
      }
      return inner.transmit(command, signal);
    },
  };
}
