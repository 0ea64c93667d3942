import { expect } from 'vitest';
import { fromHex, toHex } from '@cccd-kiosk/emrtd/bytes';
import { EmrtdError, type EmrtdErrorCode } from '@cccd-kiosk/emrtd/errors';
import { CardSession } from '@cccd-kiosk/emrtd/iso7816/card-session';
import type { ReadLimits } from '@cccd-kiosk/emrtd/iso7816/read-limits';
import type { CardTransport } from '@cccd-kiosk/emrtd/transport';

/** One exchange: the command due, and the answer (hexadecimal) or the transport's failure. */
export interface Exchange {
  readonly command: string;
  readonly response: string | { readonly fails: EmrtdErrorCode };
}

const compact = (hex: string): string => hex.replaceAll(' ', '').toUpperCase();

/** A card that knows one conversation: any other command, or one out of order, fails the test. */
export function scriptedCard(exchanges: readonly Exchange[]): CardTransport & { readonly left: () => number } {
  let at = 0;
  return {
    atr: new Uint8Array(0),
    left: () => exchanges.length - at,
    transmit(command) {
      const due = exchanges[at++];
      expect(toHex(command), `APDU ${at}`).toBe(due === undefined ? 'nothing' : compact(due.command));
      const response = due?.response ?? '';
      if (typeof response === 'string') return Promise.resolve(fromHex(response));
      return Promise.reject(new EmrtdError(response.fails, 'as scripted'));
    },
  };
}

/** A session over a scripted card; the clock ticks one millisecond each time it is looked at. */
export function scriptedSession(
  exchanges: readonly Exchange[],
  options: { limits?: ReadLimits; signal?: AbortSignal } = {},
) {
  const transport = scriptedCard(exchanges);
  let now = 0;
  return { session: new CardSession({ transport, clock: () => now++, ...options }), left: transport.left };
}

/** Random source that gives prepared strings, in order, and nothing else. */
export function preparedRandom(...strings: readonly Uint8Array[]): (length: number) => Uint8Array {
  let at = 0;
  return (length) => {
    const next = strings[at++];
    expect(next, `random string ${at}`).toHaveLength(length);
    return next ?? new Uint8Array(length);
  };
}
