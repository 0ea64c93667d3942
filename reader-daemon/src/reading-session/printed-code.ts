import { isoDate } from '@cccd-kiosk/cccd/dates';
import { sexOf } from '@cccd-kiosk/cccd/personal-number';
import { parseQr } from '@cccd-kiosk/cccd/qr';
import type { KeyOffer, PrintedCode } from '@cccd-kiosk/contract/station';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { Personal } from '../personal.ts';

const sexes = { M: 'male', F: 'female' } as const;

function saidBy(text: string): PrintedCode | null {
  try {
    const { fullName, personalNumber, dateOfBirth, sex } = parseQr(text);
    const known = sexOf(sex);
    const name = fullName.normalize('NFC');
    if (name === '' || name.length > 200) return null;
    return {
      fullName: name,
      personalNumber,
      birthDate: dateOfBirth === null ? null : isoDate(dateOfBirth),
      sex: known === undefined ? null : sexes[known],
    };
  } catch (error) {
    if (error instanceof EmrtdError) return null;
    throw error;
  }
}

/**
 * The printed code that was shown last, kept for the one purpose that a desk need not type it when the chip does not
 * answer: in memory, for `keptMs`, until a card is read or another key comes, given away once.
 */
export class LastPrintedCode {
  readonly #keptMs: number;
  readonly #clock: () => number;
  #held: { readonly code: Personal<PrintedCode>; readonly until: number } | undefined;

  /** Milliseconds; `clock` is monotonic. */
  constructor(keptMs: number, clock: () => number) {
    this.#keptMs = keptMs;
    this.#clock = clock;
  }

  offered(offer: KeyOffer): void {
    const code = offer.kind === 'qr' ? saidBy(offer.text) : null;
    this.#held = code === null ? undefined : { code: new Personal(code), until: this.#clock() + this.#keptMs };
  }

  forget(): void {
    this.#held = undefined;
  }

  take(): PrintedCode | null {
    const held = this.#held;
    this.#held = undefined;
    return held === undefined || held.until < this.#clock() ? null : held.code.reveal();
  }
}
