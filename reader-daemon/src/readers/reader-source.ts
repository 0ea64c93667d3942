/** The one door to readers. PC/SC and in-process readers implement it; a reading never learns which. */
import type { CardTransport } from '@cccd-kiosk/emrtd/transport';

export interface ReaderStatus {
  readonly name: string;
  /**
   * `mute`: something lies there that does not answer to power (upside down, two cards, metal sleeve). `several`: more
   * than one card answers, from a reader that can tell.
   */
  readonly card: 'absent' | 'present' | 'mute' | 'several';
  /** Answer to reset of the present card; empty otherwise. */
  readonly atr: Uint8Array;
  /** Rises with every card laid on this reader, so that a quick swap between two looks is seen. 0: none yet. */
  readonly insertion: number;
  /** Another program holds the card (sharing violation ahead). */
  readonly inUse: boolean;
}

/** `not-installed`: this machine has no PC/SC binding; `away`: the PC/SC service does not answer. */
export type ServiceState = 'up' | 'away' | 'not-installed';

/** Everything there is to know at one moment. SAM slots are left out; no readers while the service is not up. */
export interface ReadersSnapshot {
  readonly service: ServiceState;
  readonly readers: readonly ReaderStatus[];
}

export interface CardConnection {
  readonly transport: CardTransport;
  /** Resets the card and lets the reader go. Never throws, may be called twice. */
  disconnect(): Promise<void>;
}

export interface ReaderSource {
  /** Calls the listener soon (never inside this call) with the present, then at every change. Returns the way to stop. */
  watch(listener: (snapshot: ReadersSnapshot) => void): () => void;
  /**
   * An exclusive connection to the card on that reader. Rejects with an `EmrtdError` of step `connect`: `card-lost` (no
   * card), `card-silent` (no answer in time), `reader-failed` (held by another program, unplugged, service away).
   */
  connect(reader: string, signal?: AbortSignal): Promise<CardConnection>;
  close(): Promise<void>;
}

export const statusOf = (snapshot: ReadersSnapshot, name: string): ReaderStatus | undefined =>
  snapshot.readers.find((reader) => reader.name === name);
