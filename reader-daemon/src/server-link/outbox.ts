/**
 * Readings on their way to the server. In memory only: what a power cut takes is a reading that can be made again, what
 * a stolen disk gives away cannot be taken back. Sent in order, one at a time, until the server has answered each.
 */
import type { LocalTicket } from '@cccd-kiosk/contract/local-mode';
import type { Submission } from '@cccd-kiosk/contract/station';

export interface OutgoingReading {
  readonly readingId: string;
  readonly reader: string;
  /** The evidence, serialized once: a retry carries the very same text. */
  readonly record: string;
  readonly finishedAt: Date;
  /** Made while there was no line to the server. */
  readonly offline: boolean;
  /** The number that the person was given here meanwhile. */
  readonly localTicket?: LocalTicket;
}

export type SendOutcome =
  | { readonly kind: 'kept'; readonly visitId: string | null }
  /** For good: the server will never take it. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Not now: the line is gone, or the server asks for patience. */
  | { readonly kind: 'later' };

export interface OutboxPorts {
  /** Signs and sends; never rejects. */
  readonly send: (reading: OutgoingReading) => Promise<SendOutcome>;
  readonly onOutcome: (reading: OutgoingReading, outcome: SendOutcome) => void;
  readonly retryMs: number;
  readonly limit: number;
}

/** How long the server takes an envelope for a fresh one is 120 s; older readings are sent as made offline. */
export const staleMs = 100_000;

export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #waiting: OutgoingReading[] = [];
  #sending = false;
  #open = false;
  #again: NodeJS.Timeout | undefined;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  get size(): number {
    return this.#waiting.length;
  }

  get full(): boolean {
    return this.#waiting.length >= this.#ports.limit;
  }

  add(reading: OutgoingReading): void {
    this.#waiting.push(reading);
    void this.#drain();
  }

  /** A number for one that waits: the line broke before the server gave any. */
  attach(readingId: string, localTicket: LocalTicket): void {
    const at = this.#waiting.findIndex((reading) => reading.readingId === readingId);
    const reading = this.#waiting[at];
    if (reading !== undefined) this.#waiting[at] = { ...reading, offline: true, localTicket };
  }

  /** The line stands: send what waits. */
  open(): void {
    this.#open = true;
    void this.#drain();
  }

  shut(): void {
    this.#open = false;
    clearTimeout(this.#again);
  }

  /** Forgets everything. */
  clear(): void {
    this.shut();
    this.#waiting.length = 0;
  }

  #remove(readingId: string): void {
    const at = this.#waiting.findIndex((reading) => reading.readingId === readingId);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  async #drain(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    clearTimeout(this.#again);
    try {
      for (let next = this.#waiting[0]; this.#open && next !== undefined; next = this.#waiting[0]) {
        const outcome = await this.#ports.send(next);
        if (outcome.kind === 'later') {
          if (this.#open) this.#again = setTimeout(() => void this.#drain(), this.#ports.retryMs);
          return;
        }
        // Not simply the first: a number may have been put to it meanwhile.
        this.#remove(next.readingId);
        this.#ports.onOutcome(next, outcome);
      }
    } finally {
      this.#sending = false;
    }
  }
}

/** What is signed: the exact text goes over the wire. */
export const submissionText = (submission: Submission): string => JSON.stringify(submission);
