/** What a PC/SC child process and its parent say to each other (structured clone; APDUs stay octets). */
import type { PcscErrorName } from './error-code.ts';

/** One reader as the service reports it: SCARD_STATE bits, with the event counter in the upper half. */
export interface RawStatus {
  readonly name: string;
  readonly state: number;
  readonly atr: Uint8Array;
}

export type FromWatcher =
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'away'; readonly error: PcscErrorName }
  | { readonly kind: 'readers'; readonly readers: readonly RawStatus[] };

export type ToReader =
  /** `reset`: this very card was connected before, so it is put back to its first state. */
  | { readonly kind: 'connect'; readonly id: number; readonly reset: boolean }
  | { readonly kind: 'transmit'; readonly id: number; readonly command: Uint8Array }
  | { readonly kind: 'disconnect'; readonly id: number };

export type FromReader =
  | { readonly kind: 'ready' }
  /** The context is lost: the process is about to end. */
  | { readonly kind: 'away'; readonly error: PcscErrorName }
  | { readonly kind: 'done'; readonly id: number; readonly response?: Uint8Array }
  | { readonly kind: 'failed'; readonly id: number; readonly error: PcscErrorName };
