/** One card under power: sends commands, through the secure channel when one is open, and keeps count. */
import { concat } from '../bytes.ts';
import { EmrtdError, type Step } from '../errors.ts';
import type { CardTransport, Clock } from '../transport.ts';
import { atStep } from './at-step.ts';
import { encodeCommand, type CommandApdu } from './command-apdu.ts';
import { Meanwhile } from './meanwhile.ts';
import { unknownLimits, type ReadLimits } from './read-limits.ts';
import { decodeResponse, type ResponseApdu } from './response-apdu.ts';
import type { SecureChannel } from './secure-channel.ts';
import { correctLength, octetsRemaining, type StatusWord } from './status-word.ts';

/** One APDU without its content: what may be logged. */
export interface ApduTrace {
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly protected: boolean;
  /** Octets of the whole command and response APDU. */
  readonly sent: number;
  readonly received: number;
  /** As it came over the wire; `undefined` when no answer came. */
  readonly sw: StatusWord | undefined;
  /** Inside the transport, to the microsecond. */
  readonly ms: number;
}

export interface SessionCounters {
  readonly apdus: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Milliseconds inside the transport. */
  readonly cardMs: number;
  /** Of those, what the host spent on work of its own. */
  readonly meanwhileMs: number;
}

/** An answer, and in how many pieces the card handed it out (more than one with 61xx). */
export interface SessionResponse extends ResponseApdu {
  readonly pieces: number;
}

/** Further APDUs that one command may cost through 61xx and 6Cxx. */
const maxRounds = 8;
/** More than any reading needs; a card that goes on for ever does not grow the log with it. */
const maxTrace = 4096;

/** The octets on the wire and how to ask the same again with another Le. */
interface Outgoing {
  readonly bytes: Uint8Array;
  readonly withLe: (le: number) => Uint8Array;
}

/** One command's further APDUs: rounds left, and pieces of answer fetched. */
interface Budget {
  rounds: number;
  pieces: number;
}

export class CardSession {
  /** What reading has learnt so far; replaced by those who learn. */
  limits: ReadLimits;
  readonly #transport: CardTransport;
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  readonly #trace: ApduTrace[] = [];
  readonly #meanwhile: Meanwhile;
  #counters = { apdus: 0, bytesSent: 0, bytesReceived: 0, cardMs: 0 };
  #channel: SecureChannel | undefined;
  #lost = false;

  constructor(options: { transport: CardTransport; clock: Clock; signal?: AbortSignal; limits?: ReadLimits }) {
    this.#transport = options.transport;
    this.#clock = options.clock;
    this.#meanwhile = new Meanwhile(options.clock);
    this.#signal = options.signal;
    this.limits = options.limits ?? unknownLimits;
  }

  get atr(): Uint8Array {
    return this.#transport.atr;
  }

  get counters(): SessionCounters {
    return { ...this.#counters, meanwhileMs: this.#meanwhile.ms };
  }

  get trace(): readonly ApduTrace[] {
    return this.#trace;
  }

  get channel(): SecureChannel | undefined {
    return this.#channel;
  }

  /** From now on every command goes through this channel, in place of the one before. */
  openChannel(channel: SecureChannel): void {
    this.#channel = channel;
  }

  /**
   * Has `work` done while the next command is in the card, at the latest when its value is asked for. It must not
   * depend on that command's answer. What it throws, its value throws.
   */
  meanwhile<T>(work: () => T): () => T {
    return this.#meanwhile.plan(work);
  }

  /**
   * Sends one command and resolves with its answer, whatever its status word; 61xx and 6Cxx are followed (at most 8
   * rounds, then `limit`). Throws the transport's errors, `aborted`, and `channel-lost`: after that one the session
   * sends nothing any more, least of all in plain.
   */
  send(command: CommandApdu, step?: Step): Promise<SessionResponse> {
    return step === undefined ? this.#send(command) : atStep(step, () => this.#send(command));
  }

  async #send(command: CommandApdu): Promise<SessionResponse> {
    const budget: Budget = { rounds: maxRounds, pieces: 1 };
    let response = await this.#exchange(command, budget);
    for (;;) {
      // Bare ones were followed below: what is one of these here came secured.
      const le = correctLength(response.sw);
      const more = octetsRemaining(response.sw);
      if (le === undefined && more === undefined) return { ...response, pieces: budget.pieces };
      spend(budget);
      if (le !== undefined) {
        response = await this.#exchange(withLe(command, le), budget);
        continue;
      }
      budget.pieces++;
      const rest = await this.#exchange(getResponse(more ?? 256), budget);
      response = { data: concat(response.data, rest.data), sw: rest.sw };
    }
  }

  /** One command and its answer, through the channel when one is open. */
  async #exchange(command: CommandApdu, budget: Budget): Promise<ResponseApdu> {
    if (this.#lost) throw new EmrtdError('channel-lost', 'the secure channel was lost');
    if (this.#channel === undefined) {
      const plainLe = (le: number): Uint8Array => encodeCommand(withLe(command, le));
      return decodeResponse(await this.#follow({ bytes: encodeCommand(command), withLe: plainLe }, budget));
    }
    const [awaiting, bytes] = this.#channel.protect(command);
    const raw = await this.#follow({ bytes, withLe: (le) => withOuterLe(bytes, le) }, budget);
    try {
      const [next, response] = awaiting.unprotect(raw);
      this.#channel = next;
      return response;
    } catch (error) {
      this.#lost = true;
      throw error;
    }
  }

  /** Transmits and follows plain 61xx and 6Cxx: the transport layer's business, with or without a channel. */
  async #follow(outgoing: Outgoing, budget: Budget): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let { bytes } = outgoing;
    let isFetching = false;
    for (;;) {
      const raw = await this.#transmit(bytes);
      const { data, sw } = decodeResponse(raw);
      parts.push(data);
      // 6Cxx with data is a secured status: the command itself has to be protected anew.
      const le = data.length === 0 ? correctLength(sw) : undefined;
      const more = octetsRemaining(sw);
      if (le === undefined && more === undefined) return concat(...parts, raw.subarray(raw.length - 2));
      spend(budget);
      if (le !== undefined && !isFetching) {
        bytes = outgoing.withLe(le);
        continue;
      }
      if (le === undefined) budget.pieces++;
      isFetching = true;
      bytes = encodeCommand(getResponse(le ?? more ?? 256));
    }
  }

  async #transmit(bytes: Uint8Array): Promise<Uint8Array> {
    if (this.#signal?.aborted) throw new EmrtdError('aborted', 'aborted');
    const start = this.#clock();
    let raw: Uint8Array = new Uint8Array(0);
    try {
      raw = await this.#meanwhile.during(this.#transport.transmit(bytes, this.#signal));
      if (raw.length < 2) throw new EmrtdError('card-lost', `answer of ${raw.length} octets`);
      return raw;
    } finally {
      this.#record(bytes, raw, this.#clock() - start);
    }
  }

  #record(sent: Uint8Array, raw: Uint8Array, ms: number): void {
    const { apdus, bytesSent, bytesReceived, cardMs } = this.#counters;
    this.#counters = {
      apdus: apdus + 1,
      bytesSent: bytesSent + sent.length,
      bytesReceived: bytesReceived + raw.length,
      cardMs: cardMs + ms,
    };
    if (this.#trace.length >= maxTrace) return;
    const [cla = 0, ins = 0, p1 = 0, p2 = 0] = sent;
    this.#trace.push({
      ins,
      p1,
      p2,
      protected: (cla & 0x0c) !== 0,
      sent: sent.length,
      received: raw.length,
      sw: raw.length < 2 ? undefined : decodeResponse(raw).sw,
      ms: Math.round(ms * 1000) / 1000,
    });
  }
}

function spend(budget: Budget): void {
  if (budget.rounds === 0) throw new EmrtdError('limit', `more than ${maxRounds} rounds of 61xx or 6Cxx`);
  budget.rounds--;
}

const getResponse = (le: number): CommandApdu => ({ cla: 0x00, ins: 0xc0, p1: 0, p2: 0, le });

/** The same command with a short Le: 6Cxx names one of at most 256. */
function withLe(command: CommandApdu, le: number): CommandApdu {
  const { extended: _, ...rest } = command;
  return { ...rest, le };
}

/** A protected APDU carries its Le in clear at the very end; the card's protection does not cover it. */
function withOuterLe(bytes: Uint8Array, le: number): Uint8Array {
  const out = bytes.slice();
  const isExtendedForm = out[4] === 0x00;
  out[out.length - 1] = le & 0xff;
  if (isExtendedForm) out[out.length - 2] = le >>> 8;
  return out;
}
