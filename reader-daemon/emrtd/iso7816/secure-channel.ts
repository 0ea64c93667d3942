/** What a card session needs from secure messaging. A value: every use returns the successor. */
import type { CommandApdu } from './command-apdu.ts';
import type { ResponseApdu } from './response-apdu.ts';

export interface SecureChannel {
  /** The octets to send, and the channel that awaits the answer. */
  protect(command: CommandApdu): readonly [SecureChannel, Uint8Array];
  /** The answer's octets, checked and opened. Throws `channel-lost` for anything unprotected or forged. */
  unprotect(response: Uint8Array): readonly [SecureChannel, ResponseApdu];
  /** Most octets of plain data whose protected answer has at most `octets` octets of data. */
  dataWithin(octets: number): number;
}
