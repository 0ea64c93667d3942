/**
 * The one narrow door to a card. Implementations: PC/SC, the simulated chip in process, a recorded trace.
 * The pure core never learns which.
 */
export interface CardTransport {
  /** Answer to reset, as the reader reported it. May be empty. */
  readonly atr: Uint8Array;
  /**
   * Sends one command APDU and resolves with the whole response APDU (data, SW1, SW2: at least 2 octets).
   * Rejects with an `EmrtdError` of code `card-lost` (gone, reset, empty answer), `card-silent` (time-out) or
   * `reader-failed`. Calls are never made concurrently.
   */
  transmit(command: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>;
}

/** Cryptographically secure random octets; injected so that a reading can be replayed and fuzzed. */
export type RandomSource = (length: number) => Uint8Array;

/** Monotonic milliseconds, injected. */
export type Clock = () => number;
