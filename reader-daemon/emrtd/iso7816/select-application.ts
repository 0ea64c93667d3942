/** The LDS1 eMRTD application (9303-10 §3.5). */
import { EmrtdError } from '../errors.ts';
import type { CardSession } from './card-session.ts';
import { selectApplicationById } from './commands.ts';
import { sw } from './status-word.ts';

export const emrtdApplication = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);

/** Selects it, through the channel when one is open. `not-emrtd` for any refusal: the card is of another kind. */
export async function selectApplication(session: CardSession): Promise<void> {
  const response = await session.send(selectApplicationById(emrtdApplication), 'select-application');
  if (response.sw === sw.ok) return;
  throw new EmrtdError('not-emrtd', 'the eMRTD application is not on this card', {
    step: 'select-application',
    statusWord: response.sw,
  });
}
