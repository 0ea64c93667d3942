/**
 * The daemon's only line: out to the server, dialled again whenever it breaks. Carries what the readers tell, brings
 * keys from the screen, keeps the pool of challenges filled and sees every reading through to its receipt.
 */
import { describeForLog, parseRefusal, RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { LocalTicket, TicketWithoutReading } from '@cccd-kiosk/contract/local-mode';
import { chipOfferSchema, chipVerdictSchema, nonceSchema } from '@cccd-kiosk/contract/station';
import type {
  Ack,
  ChipAnswer,
  ChipOffer,
  ChipVerdict,
  ChipWanted,
  Envelope,
  HolderEvent,
  ProblemEvent,
  ReaderStateEvent,
  ReadingNonce,
  ReadingProgressEvent,
  SubmissionReceipt,
} from '@cccd-kiosk/contract/station';
import type { StationTrust } from '@cccd-kiosk/contract/station-trust';
import { z } from 'zod';
import type { CompletedReading } from '../local-mode/local-mode.ts';
import type { Log } from '../log.ts';
import type { StationIdentity } from './identity.ts';
import type { NoncePool } from './nonce-pool.ts';
import { Outbox, staleMs, submissionText } from './outbox.ts';
import type { OutgoingReading, SendOutcome } from './outbox.ts';
import type { ServerAddress } from './post-json.ts';
import type { Backoff } from './reconnect.ts';
import { pauseMs } from './reconnect.ts';
import type { Sequence } from './sequence.ts';
import { connectStation, listen } from './station-socket.ts';
import type { ServerOrders, StationSocket } from './station-socket.ts';

const ackMs = 10_000;
/** With a card on the tray and a person before it. */
const chipAckMs = 3_000;
const poolCheckMs = 60_000;
/** Somebody may have changed trust on the server's command line, of which it hears late. */
const trustCheckMs = 3_600_000;
/** Some hundred certificates and their lists, over a hospital's old wires. */
const trustAckMs = 60_000;
/** Times that the server may ask for patience with one reading. */
const refusalLimit = 30;
/** Refusals that no retry mends. */
const forGood = new Set([
  'bad-request',
  'not-allowed',
  'signature-invalid',
  'replayed',
  'nonce-unknown',
  'evidence-invalid',
  'not-found',
]);
/** Refusals after which this station has no business at the server. */
const shutOut = new Set(['station-revoked', 'station-unknown', 'enrolment-code-invalid']);

/** Hears what the server is told, and when there is none to tell. */
export interface LocalEar {
  site(value: unknown): void;
  reader(event: ReaderStateEvent): void;
  progress(event: ReadingProgressEvent): void;
  holder(event: HolderEvent): void;
  problem(event: ProblemEvent): void;
  completed(reading: CompletedReading): LocalTicket | undefined;
  answered(readingId: string): void;
  up(): void;
  /** Numbers given to readings that still wait. */
  down(): ReadonlyMap<string, LocalTicket>;
  readonly unread: {
    readonly waiting: readonly TicketWithoutReading[];
    taken(tickets: readonly TicketWithoutReading[]): void;
  };
}

export interface LinkPorts {
  readonly address: ServerAddress;
  readonly pool: NoncePool;
  readonly sequence: Sequence;
  readonly log: Log;
  readonly now: () => Date;
  readonly backoff: Backoff;
  readonly outboxLimit: number;
  /** In [0, 1). */
  readonly chance: () => number;
  /** The station's identity, enrolled first if need be. Rejects with `RefusedError` or `ServerAway`. */
  readonly identify: (because?: 'station-unknown') => Promise<StationIdentity>;
  /** Every reader's state, for a server that has just been reached. */
  readonly readers: () => readonly ReaderStateEvent[];
  readonly orders: Pick<ServerOrders, 'key' | 'cancel' | 'printedCode'>;
  /** Whom to trust by the server's word; absent where the station has its own. */
  readonly trust?: { readonly digest: string | null; take(value: unknown): void };
  /** What goes on by itself while the server is away, and its page on this computer. */
  readonly local?: LocalEar;
  readonly localPage?: string;
  /** Revoked, or not known any more: nothing may be read. */
  readonly onShutOut: (code: string) => void;
}

export class ServerLink {
  readonly #ports: LinkPorts;
  readonly #outbox: Outbox;
  #identity: StationIdentity | undefined;
  #socket: StationSocket | undefined;
  #attempt = 0;
  #again: NodeJS.Timeout | undefined;
  readonly #poolCheck: NodeJS.Timeout;
  readonly #trustCheck: NodeJS.Timeout;
  #stopped = false;
  /** Server's clock minus ours, milliseconds: envelopes are signed by the server's. */
  #offsetMs = 0;
  #refused = { readingId: '', times: 0 };

  constructor(ports: LinkPorts) {
    this.#ports = ports;
    this.#outbox = new Outbox({
      send: (reading) => this.#submit(reading),
      onOutcome: (reading, outcome) => this.#settled(reading, outcome),
      retryMs: 2000,
      limit: ports.outboxLimit,
    });
    this.#poolCheck = setInterval(() => void this.#fillPool(), poolCheckMs);
    this.#poolCheck.unref();
    this.#trustCheck = setInterval(() => void this.#askTrust(), trustCheckMs);
    this.#trustCheck.unref();
    void this.#dial();
  }

  get stationId(): string | null {
    return this.#identity?.stationId ?? null;
  }

  get connected(): boolean {
    return this.#socket?.connected === true;
  }

  get outboxFull(): boolean {
    return this.#outbox.full;
  }

  get waiting(): number {
    return this.#outbox.size;
  }

  /** For one reading; `undefined` when none is left. */
  takeNonce(): ReadingNonce | undefined {
    const nonce = this.#ports.pool.take();
    void this.#fillPool();
    return nonce;
  }

  giveBack(nonce: ReadingNonce): void {
    this.#ports.pool.giveBack(nonce);
  }

  /** The server's key for a chip; `undefined` where it does not answer, or will not. */
  async chipOffer(wanted: ChipWanted): Promise<ChipOffer | undefined> {
    const answer = await this.#ask<ChipOffer>((socket, ack) => socket.emit('chip-offer', wanted, ack), chipAckMs);
    return answer?.ok === true ? chipOfferSchema.safeParse(answer.value).data : undefined;
  }

  /** What the server says of the chip's answer; `undefined` where it does not say. */
  async chipAnswer(answered: ChipAnswer): Promise<ChipVerdict | undefined> {
    const answer = await this.#ask<ChipVerdict>((socket, ack) => socket.emit('chip-answer', answered, ack), chipAckMs);
    return answer?.ok === true ? chipVerdictSchema.safeParse(answer.value).data : undefined;
  }

  reader(event: ReaderStateEvent): void {
    this.#ports.local?.reader(event);
    if (this.connected) this.#socket?.emit('reader', event);
  }

  problem(event: ProblemEvent): void {
    this.#ports.local?.problem(event);
    if (this.connected) this.#socket?.emit('problem', event);
  }

  progress(event: ReadingProgressEvent): void {
    this.#ports.local?.progress(event);
    if (this.connected) this.#socket?.emit('progress', event);
  }

  holder(event: HolderEvent): void {
    this.#ports.local?.holder(event);
    if (this.connected) this.#socket?.emit('holder', event);
  }

  /** The number that this station gives with a reading; undefined where the server gives it. */
  completed(reading: CompletedReading): LocalTicket | undefined {
    return this.#ports.local?.completed(reading);
  }

  submit(reading: OutgoingReading): void {
    this.#outbox.add(reading);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#again);
    clearInterval(this.#poolCheck);
    clearInterval(this.#trustCheck);
    this.#outbox.clear();
    this.#socket?.close();
  }

  async #dial(because?: 'station-unknown'): Promise<void> {
    const { address, identify, log } = this.#ports;
    try {
      this.#identity = await identify(because);
      if (this.#stopped) return;
      const socket = await connectStation(address, this.#identity, (made) => this.#prepare(made));
      if (this.#stopped) return void socket.close();
      this.#connected(socket);
    } catch (error) {
      if (this.#stopped) return;
      const code = error instanceof RefusedError ? error.refusal.code : undefined;
      if (code === 'station-unknown' && because === undefined) return this.#dial('station-unknown');
      log.warn('server not reached', { url: address.origin.origin, ...describeForLog(error) });
      if (code !== undefined && shutOut.has(code)) return this.#shutOut(code);
      this.#dialAgain();
    }
  }

  #prepare(socket: StationSocket): void {
    const { log, now, orders } = this.#ports;
    const settings: ServerOrders['settings'] = ({ serverTime, local }) => {
      this.#ports.local?.site(local);
      this.#offsetMs = Date.parse(serverTime) - now().getTime();
      log.debug('settings', { clockOffsetMs: this.#offsetMs });
    };
    const trustChanged = () => void this.#askTrust();
    listen(socket, { ...orders, settings, trustChanged }, (event) => log.warn('malformed order', { name: event }));
    socket.on('disconnect', () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#outbox.shut();
      const given = this.#ports.local?.down() ?? new Map<string, LocalTicket>();
      for (const [readingId, ticket] of given) this.#outbox.attach(readingId, ticket);
      log.warn('line broken', { url: this.#ports.address.origin.origin });
      if (!this.#stopped) this.#dialAgain();
    });
  }

  #connected(socket: StationSocket): void {
    const { log, readers } = this.#ports;
    this.#socket = socket;
    this.#attempt = 0;
    log.info('connected', { stationId: this.#identity?.stationId });
    socket.emit('readers', [...readers()]);
    const { local, localPage = null } = this.#ports;
    if (local !== undefined) {
      socket.emit('local-page', localPage);
      local.up();
      void this.#tellUnread(local);
    }
    void this.#fillPool();
    this.#outbox.open();
    void this.#askTrust();
  }

  #dialAgain(): void {
    const { backoff, chance } = this.#ports;
    this.#again = setTimeout(() => void this.#dial(), pauseMs(backoff, this.#attempt++, chance()));
  }

  #shutOut(code: string): void {
    this.#outbox.clear();
    this.#ports.pool.clear();
    this.#ports.log.error('shut out by the server', { code });
    this.#ports.onShutOut(code);
  }

  async #fillPool(): Promise<void> {
    const { pool, log } = this.#ports;
    const wanted = pool.wanted;
    if (wanted === 0 || !this.connected) return;
    const answer = await this.#ask<ReadingNonce[]>((socket, ack) => socket.emit('nonces', wanted, ack));
    const nonces = answer?.ok === true ? z.array(nonceSchema).safeParse(answer.value) : undefined;
    if (nonces?.success === true) pool.add(nonces.data.slice(0, pool.wanted));
    else if (answer !== undefined) log.warn('no challenges from the server');
  }

  /** In parts that the server takes at once. */
  async #tellUnread({ unread }: LocalEar): Promise<void> {
    for (let part = unread.waiting.slice(0, 100); part.length > 0; part = unread.waiting.slice(0, 100)) {
      const tickets = [...part];
      const answer = await this.#ask<null>((socket, ack) => socket.emit('local-tickets', tickets, ack));
      if (answer?.ok !== true) {
        if (answer !== undefined) this.#ports.log.error('local numbers not taken', { code: answer.refusal.code });
        return;
      }
      unread.taken(tickets);
    }
  }

  async #askTrust(): Promise<void> {
    const { trust, log } = this.#ports;
    if (trust === undefined || !this.connected) return;
    const answer = await this.#ask<StationTrust | null>(
      (socket, ack) => socket.emit('trust', trust.digest, ack),
      trustAckMs,
    );
    if (answer?.ok !== true) return void (answer !== undefined && log.warn('no trust from the server'));
    if (answer.value !== null) trust.take(answer.value);
  }

  /** `undefined` when the line broke or nothing came in time. */
  #ask<T>(
    emit: (socket: StationSocket, ack: Ack<T>) => void,
    patienceMs = ackMs,
  ): Promise<Parameters<Ack<T>>[0] | undefined> {
    const socket = this.#socket;
    if (socket?.connected !== true) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const gone = () => end(undefined);
      const end = (answer: Parameters<Ack<T>>[0] | undefined) => {
        clearTimeout(late);
        socket.off('disconnect', gone);
        resolve(answer);
      };
      const late = setTimeout(gone, patienceMs);
      socket.once('disconnect', gone);
      emit(socket, end);
    });
  }

  async #submit(reading: OutgoingReading): Promise<SendOutcome> {
    const { now, sequence, log } = this.#ports;
    const identity = this.#identity;
    if (identity === undefined || !this.connected) return { kind: 'later' };
    const offline = reading.offline || now().getTime() - reading.finishedAt.getTime() > staleMs;
    const body = submissionText({
      stationId: identity.stationId,
      readingId: reading.readingId,
      reader: reading.reader,
      sequence: sequence.next(),
      signedAt: new Date(now().getTime() + this.#offsetMs).toISOString(),
      offline,
      ...(reading.localTicket && { localTicket: reading.localTicket }),
      record: reading.record,
    });
    const envelope: Envelope = { body, signature: identity.sign(body) };
    const answer = await this.#ask<SubmissionReceipt>((socket, ack) => socket.emit('submit', envelope, ack));
    if (answer === undefined) return { kind: 'later' };
    if (answer.ok) return { kind: 'kept', visitId: answer.value.visitId };
    const { code, field } = parseRefusal(answer.refusal);
    log.warn('reading not taken', { readingId: reading.readingId, code, field });
    if (forGood.has(code) || this.#refusedTooOften(reading.readingId)) return { kind: 'refused', code };
    // One of the two clocks was set since: a new connection tells the server's.
    if (code === 'clock-skew') this.#socket?.disconnect();
    return { kind: 'later' };
  }

  /** One reading that the server cannot take must not hold up those behind it. */
  #refusedTooOften(readingId: string): boolean {
    const times = this.#refused.readingId === readingId ? this.#refused.times + 1 : 1;
    this.#refused = { readingId, times };
    return times > refusalLimit;
  }

  #settled(reading: OutgoingReading, outcome: SendOutcome): void {
    const { log } = this.#ports;
    const { readingId, offline } = reading;
    this.#ports.local?.answered(readingId);
    if (outcome.kind === 'kept') return log.info('reading kept', { readingId, offline });
    log.error('reading refused', { readingId, ...(outcome.kind === 'refused' && { code: outcome.code }) });
    // The person must not wait for a ticket that will not come.
    this.problem({ reader: reading.reader, readingId, problem: 'go-to-desk' });
  }
}
