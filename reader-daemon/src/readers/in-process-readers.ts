/** Readers without hardware: cards are laid down and lifted by a program. For simulation, development and tests. */
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { CardTransport } from '@cccd-kiosk/emrtd/transport';
import type { CardConnection, ReadersSnapshot, ReaderSource, ReaderStatus, ServiceState } from './reader-source.ts';

/** What can be laid on an in-process reader. `connect` powers the card up; it is called again for every connection. */
export interface InProcessCard {
  readonly atr: Uint8Array;
  connect(): CardTransport;
  disconnect?(): void;
}

interface Slot {
  card: InProcessCard | undefined;
  insertion: number;
  connected: boolean;
  /** Another card lies on or under it. */
  beside: boolean;
}

const none = new Uint8Array();

export class InProcessReaders implements ReaderSource {
  readonly #slots = new Map<string, Slot>();
  readonly #listeners = new Set<(snapshot: ReadersSnapshot) => void>();
  #service: ServiceState = 'up';

  constructor(names: readonly string[]) {
    for (const name of names) this.plug(name);
  }

  lay(reader: string, card: InProcessCard): void {
    const slot = this.#slot(reader);
    slot.card = card;
    slot.insertion++;
    this.#tell();
  }

  /** A second card comes to lie there as well, or is taken away. */
  layBeside(reader: string, beside: boolean): void {
    this.#slot(reader).beside = beside;
    this.#tell();
  }

  lift(reader: string): void {
    Object.assign(this.#slot(reader), { card: undefined, beside: false });
    this.#tell();
  }

  plug(name: string): void {
    this.#slots.set(name, { card: undefined, insertion: 0, connected: false, beside: false });
    this.#tell();
  }

  unplug(name: string): void {
    this.#slots.delete(name);
    this.#tell();
  }

  setService(state: ServiceState): void {
    this.#service = state;
    this.#tell();
  }

  watch(listener: (snapshot: ReadersSnapshot) => void): () => void {
    this.#listeners.add(listener);
    queueMicrotask(() => {
      if (this.#listeners.has(listener)) listener(this.#snapshot());
    });
    return () => this.#listeners.delete(listener);
  }

  async connect(reader: string): Promise<CardConnection> {
    const slot = this.#slots.get(reader);
    if (slot === undefined || this.#service !== 'up')
      throw new EmrtdError('reader-failed', 'no such reader', { step: 'connect' });
    const { card, insertion } = slot;
    if (card === undefined) throw new EmrtdError('card-lost', 'no card on the reader', { step: 'connect' });
    if (slot.connected) throw new EmrtdError('reader-failed', 'held by another connection', { step: 'connect' });
    slot.connected = true;
    const inner = card.connect();
    const lost = () => slot.card !== card || slot.insertion !== insertion || this.#slots.get(reader) !== slot;
    const transport: CardTransport = {
      atr: card.atr,
      async transmit(command, signal) {
        if (lost()) throw new EmrtdError('card-lost', 'the card was lifted');
        const response = await inner.transmit(command, signal);
        if (lost()) throw new EmrtdError('card-lost', 'the card was lifted');
        return response;
      },
    };
    return {
      transport,
      async disconnect() {
        if (slot.connected) card.disconnect?.();
        slot.connected = false;
      },
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  #slot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new RangeError(`no reader called ${name}`);
    return slot;
  }

  #snapshot(): ReadersSnapshot {
    if (this.#service !== 'up') return { service: this.#service, readers: [] };
    const readers = [...this.#slots].map(([name, { card, insertion, beside }]): ReaderStatus => ({
      name,
      card: card === undefined ? 'absent' : beside ? 'several' : 'present',
      atr: card?.atr ?? none,
      insertion,
      inUse: false,
    }));
    return { service: 'up', readers };
  }

  #tell(): void {
    const snapshot = this.#snapshot();
    for (const listener of this.#listeners) listener(snapshot);
  }
}
