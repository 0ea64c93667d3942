/** Keys as they come from scanner and screen, understood before any chip is asked. */
import { createHmac, randomBytes } from 'node:crypto';
import { accessKeys } from '@cccd-kiosk/cccd/access-keys';
import type { AccessKeys } from '@cccd-kiosk/cccd/access-keys';
import type { KeyOffer } from '@cccd-kiosk/contract/station';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { Personal } from '../personal.ts';
import type { OfferedKey } from './session-state.ts';

/** Lives as long as this process: marks mean nothing outside. */
const markKey = randomBytes(32);

/** Throws `EmrtdError` of code `malformed` or `limit`. */
export const keysOf = (offer: KeyOffer): AccessKeys =>
  accessKeys(offer.kind === 'mrz' ? { kind: 'mrz', text: offer.mrz } : offer);

/** `undefined` for what can be no key at all. */
export function offeredKey(offer: KeyOffer): OfferedKey | undefined {
  try {
    keysOf(offer);
  } catch (error) {
    if (error instanceof EmrtdError) return undefined;
    throw error;
  }
  const mark = createHmac('sha256', markKey).update(JSON.stringify(offer)).digest('base64');
  return { offer: new Personal(offer), mark };
}

/** What a scanner saw, by its shape: six digits, a machine readable zone, else the code printed on the card. */
export function offerOf(text: string): KeyOffer {
  const trimmed = text.trim();
  if (/^\d{6}$/.test(trimmed)) return { kind: 'can', can: trimmed };
  const joined = trimmed.replace(/\s+/g, '');
  if (/^[A-Z0-9<]+$/.test(joined) && [72, 88, 90].includes(joined.length)) return { kind: 'mrz', mrz: joined };
  return { kind: 'qr', text: trimmed };
}
