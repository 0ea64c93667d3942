/** Parent side of the watching process: keeps one running and turns what it tells into snapshots. */
import type { ChildProcess } from 'node:child_process';
import type { ReadersSnapshot } from '../readers/reader-source.ts';
import type { PcscEvent } from './events.ts';
import { forkChild } from './fork-child.ts';
import { Insertions } from './insertions.ts';
import type { FromWatcher } from './messages.ts';
import { isSamSlot } from './sam-slots.ts';

export interface WatcherOptions {
  readonly retryMs: number;
  readonly samSlots: readonly string[];
  readonly onSnapshot: (snapshot: ReadersSnapshot) => void;
  readonly onEvent: (event: PcscEvent) => void;
}

/** After a service that worked went away, look again soon: it is most often being restarted. */
const soonMs = 250;

export class Watcher {
  readonly #options: WatcherOptions;
  readonly #insertions = new Insertions();
  #child: ChildProcess | undefined;
  #again: NodeJS.Timeout | undefined;
  #service: ReadersSnapshot['service'] | undefined;
  #stopped = false;

  constructor(options: WatcherOptions) {
    this.#options = options;
    this.#start();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#again);
    this.#child?.kill('SIGKILL');
  }

  #start(): void {
    const child = forkChild('./watcher-child.ts', [String(this.#options.retryMs)]);
    this.#child = child;
    let wasUp = false;
    child.on('message', (message: FromWatcher) => {
      wasUp ||= message.kind === 'readers';
      this.#hear(message);
    });
    child.on('error', () => undefined);
    child.once('exit', () => {
      if (this.#stopped || this.#service === 'not-installed') return;
      this.#options.onEvent({ event: 'watcher-ended' });
      this.#tell({ service: 'away', readers: [] });
      this.#again = setTimeout(() => this.#start(), wasUp ? soonMs : this.#options.retryMs);
    });
  }

  #hear(message: FromWatcher): void {
    if (this.#stopped) return;
    switch (message.kind) {
      case 'not-installed':
        this.#options.onEvent({ event: 'binding-missing' });
        return this.#tell({ service: 'not-installed', readers: [] });
      case 'away':
        if (this.#service !== 'away') this.#options.onEvent({ event: 'service-away', error: message.error });
        return this.#tell({ service: 'away', readers: [] });
      case 'readers': {
        const readers = message.readers.filter(({ name }) => !isSamSlot(name, this.#options.samSlots));
        if (this.#service !== 'up') this.#options.onEvent({ event: 'service-up', readers: readers.length });
        return this.#tell({ service: 'up', readers: this.#insertions.statuses(readers) });
      }
    }
  }

  #tell(snapshot: ReadersSnapshot): void {
    this.#service = snapshot.service;
    this.#options.onSnapshot(snapshot);
  }
}
