import { isPersonalNumber } from '@cccd-kiosk/cccd/personal-number';
import type { Visit } from '../check-ins/visit-repository.ts';
import type { Holder } from '../readings/holder.ts';

/** A Vietnamese card's holder, unless the card is doubtful; of nobody else is there a number to ask by. */
export function cardHolder(visit: Visit | undefined): Holder | undefined {
  const holder = visit?.lane === 'card' ? visit.holder?.reveal() : undefined;
  return holder !== undefined && isPersonalNumber(holder.number) ? holder : undefined;
}
