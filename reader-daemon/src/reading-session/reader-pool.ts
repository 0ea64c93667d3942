/** All readers of this station: one session each, made when a reader is first seen. */
import type { KeyOffer, ProblemEvent, ReaderStateEvent } from '@cccd-kiosk/contract/station';
import type { Scan } from '../key-scanner/key-scanner.ts';
import type { ReadersSnapshot } from '../readers/reader-source.ts';
import { SeveralCards } from '../readers/several-cards.ts';
import { CardReading } from './card-reading.ts';
import type { ReadingLink, ReadingPorts } from './card-reading.ts';
import { offeredKey, offerOf } from './offered-key.ts';
import type { LastPrintedCode } from './printed-code.ts';
import { ReaderSession, type ReadingTask } from './reader-session.ts';
import type { SessionRules } from './session-state.ts';

export interface PoolPorts extends Omit<ReadingPorts, 'reader' | 'readers'> {
  readonly source: ReadingPorts['readers'];
  readonly only: readonly string[] | undefined;
  /** The readers stand at one tray. */
  readonly oneTray: boolean;
  readonly link: ReadingLink & { reader(event: ReaderStateEvent): void; problem(event: ProblemEvent): void };
  readonly rules: SessionRules;
  readonly newReadingId: () => string;
  /** What the code on the last card said. */
  readonly printed: LastPrintedCode;
}

export class ReaderPool {
  readonly #ports: PoolPorts;
  readonly #sessions = new Map<string, ReaderSession>();
  readonly #unwatch: () => void;
  readonly #several: SeveralCards;
  #calm: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(ports: PoolPorts) {
    this.#ports = ports;
    this.#several = new SeveralCards(ports.oneTray);
    this.#unwatch = ports.source.watch((snapshot) => this.#see(snapshot));
  }

  state(): readonly ReaderStateEvent[] {
    return [...this.#sessions.values()].map(({ told }) => told);
  }

  /** From a screen. A text that can be no key is a wrong key to whoever typed it. */
  offerKey(reader: string, offer: KeyOffer): void {
    const session = this.#sessions.get(reader);
    const { log, link } = this.#ports;
    if (session === undefined) return log.warn('key for a reader that is not here', { reader });
    const key = offeredKey(offer);
    log.debug('key offered', { reader, name: offer.kind });
    if (key === undefined) return link.problem({ reader, problem: 'wrong-key' });
    this.#ports.printed.offered(offer);
    session.offerKey(key);
  }

  /** From the scanner: whatever it saw that is no card's code is passed over. */
  scanned({ text, reader }: Scan): void {
    const { log } = this.#ports;
    const offer = offerOf(text.reveal());
    const key = offeredKey(offer);
    const wanted = reader ?? this.#likeliest();
    const session = wanted === undefined ? undefined : this.#sessions.get(wanted);
    log.debug('scanned', { reader: wanted, name: key === undefined ? 'no key' : offer.kind });
    if (key === undefined) return;
    this.#ports.printed.offered(offer);
    session?.offerKey(key);
  }

  cancel(reader: string): void {
    this.#sessions.get(reader)?.cancel();
  }

  /** Reads nothing any more, and says so. */
  close(): void {
    this.#closed = true;
    for (const session of this.#sessions.values()) session.close();
  }

  async stop(): Promise<void> {
    this.#unwatch();
    clearTimeout(this.#calm);
    await Promise.all([...this.#sessions.values()].map((session) => session.stop()));
  }

  /** Where a scanner for the whole place means: the card that waits, else the reader that is there. */
  #likeliest(): string | undefined {
    const states = this.state();
    const waits = states.find(({ state }) => state === 'card-waiting-for-key');
    return (waits ?? states.find(({ state }) => state !== 'absent'))?.reader;
  }

  #see(snapshot: ReadersSnapshot): void {
    const { service, readers } = snapshot;
    const { only, log, clock } = this.#ports;
    const ours = readers.filter(({ name }) => only === undefined || only.includes(name));
    const seen = this.#several.see(ours, clock());
    clearTimeout(this.#calm);
    const calm = this.#several.calmAt();
    // A card that stays alone is no news of the reader's: it has to be looked for.
    if (calm !== undefined) this.#calm = setTimeout(() => this.#see(snapshot), Math.max(0, calm - clock()) + 1);
    log.trace('readers', { code: service, readers: seen.length });
    for (const { name, card, insertion } of seen) this.#session(name).presence({ card, insertion });
    const names = new Set(seen.map(({ name }) => name));
    for (const [name, session] of this.#sessions) if (!names.has(name)) session.presence({ card: 'gone' });
  }

  /** Once a chip has answered nobody needs what is printed on its card. */
  #task(reading: CardReading): ReadingTask {
    return {
      sit: async (sitting, signal) => {
        await reading.sit(sitting, signal);
        this.#ports.printed.forget();
      },
      forget: (readingId) => reading.forget(readingId),
      wipe: (readingId) => reading.wipe(readingId),
    };
  }

  #session(reader: string): ReaderSession {
    const known = this.#sessions.get(reader);
    if (known !== undefined) return known;
    const { source: readers, link, outputs, rules, log, clock, newReadingId } = this.#ports;
    const session = new ReaderSession({
      reader,
      task: this.#task(new CardReading({ ...this.#ports, reader, readers })),
      rules,
      log,
      clock,
      newReadingId,
      onState: (event) => {
        link.reader(event);
        outputs.state(event);
      },
      onProblem: (event) => {
        link.problem(event);
        outputs.problem(reader, event.problem);
      },
    });
    this.#sessions.set(reader, session);
    if (this.#closed) session.close();
    return session;
  }
}
