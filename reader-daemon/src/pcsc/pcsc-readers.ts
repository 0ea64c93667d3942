/** PC/SC as a reader source: one process that watches, one process for each reader that is used. */
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { CardTransport } from '@cccd-kiosk/emrtd/transport';
import type { CardConnection, ReadersSnapshot, ReaderSource } from '../readers/reader-source.ts';
import { statusOf } from '../readers/reader-source.ts';
import type { PcscEvent } from './events.ts';
import { ReaderProcess } from './reader-process.ts';
import { Watcher } from './watcher.ts';

export interface PcscOptions {
  /** A transmit without an answer for so long ends its process. Milliseconds, 3000. */
  readonly silenceMs?: number;
  /** How often an absent service is looked for. Milliseconds, 2000. */
  readonly retryMs?: number;
  /** Names, or parts of names, of slots that hold a security module. */
  readonly samSlots?: readonly string[];
  /** Keep a process ready for every reader, so that a card does not wait for one to start. */
  readonly warm?: boolean;
  readonly onEvent?: (event: PcscEvent) => void;
}

class PcscReaders implements ReaderSource {
  readonly #options: PcscOptions;
  readonly #listeners = new Set<(snapshot: ReadersSnapshot) => void>();
  readonly #processes = new Map<string, ReaderProcess>();
  /** The insertion that was last connected, by reader: a card that has its second sitting is reset first. */
  readonly #connected = new Map<string, number>();
  #watcher: Watcher | undefined;
  #snapshot: ReadersSnapshot | undefined;

  constructor(options: PcscOptions) {
    this.#options = options;
  }

  watch(listener: (snapshot: ReadersSnapshot) => void): () => void {
    this.#listeners.add(listener);
    this.#watcher ??= new Watcher({
      retryMs: this.#options.retryMs ?? 2000,
      samSlots: this.#options.samSlots ?? [],
      onSnapshot: (snapshot) => this.#hear(snapshot),
      onEvent: (event) => this.#options.onEvent?.(event),
    });
    const known = this.#snapshot;
    if (known !== undefined) queueMicrotask(() => this.#listeners.has(listener) && listener(known));
    return () => this.#listeners.delete(listener);
  }

  async connect(reader: string, signal?: AbortSignal): Promise<CardConnection> {
    const process = this.#process(reader);
    const status = this.#snapshot && statusOf(this.#snapshot, reader);
    const atr = status?.atr ?? new Uint8Array();
    const reset = status !== undefined && this.#connected.get(reader) === status.insertion;
    if (status !== undefined) this.#connected.set(reader, status.insertion);
    try {
      await process.call({ kind: 'connect', reset }, signal);
    } catch (error) {
      if (error instanceof EmrtdError)
        throw new EmrtdError(error.code, error.message, { step: 'connect', cause: error });
      throw error;
    }
    const connected = process.process;
    const transport: CardTransport = {
      atr,
      async transmit(command, abort) {
        if (process.process !== connected) throw new EmrtdError('card-lost', 'the connection ended with its process');
        const response = await process.call({ kind: 'transmit', command }, abort);
        // A dead card was seen to answer success with no octets at all.
        if (response === undefined || response.length < 2) throw new EmrtdError('card-lost', 'an empty answer');
        return response;
      },
    };
    let open = true;
    return {
      transport,
      async disconnect() {
        if (!open || process.process !== connected) return;
        open = false;
        // A process that hangs here has been killed by then.
        await process.call({ kind: 'disconnect' }).catch(() => undefined);
      },
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#watcher?.stop();
    this.#watcher = undefined;
    this.#snapshot = undefined;
    for (const process of this.#processes.values()) process.end();
    this.#processes.clear();
  }

  #process(reader: string): ReaderProcess {
    let process = this.#processes.get(reader);
    if (process === undefined) {
      const { silenceMs = 3000, warm = false } = this.#options;
      process = new ReaderProcess(reader, silenceMs, warm, (event) => this.#options.onEvent?.(event));
      this.#processes.set(reader, process);
    }
    return process;
  }

  #hear(snapshot: ReadersSnapshot): void {
    this.#snapshot = snapshot;
    const present = new Set(snapshot.readers.map(({ name }) => name));
    if (snapshot.service === 'up')
      for (const [name, process] of this.#processes) {
        if (present.has(name)) continue;
        process.end();
        this.#processes.delete(name);
      }
    if (this.#options.warm === true) for (const name of present) this.#process(name).warm();
    for (const listener of this.#listeners) listener(snapshot);
  }
}

export const pcscReaders = (options: PcscOptions = {}): ReaderSource => new PcscReaders(options);
