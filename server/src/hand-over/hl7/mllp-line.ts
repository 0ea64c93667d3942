import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Outcome } from '../language.ts';
import { outcomeOf, parseAcknowledgement } from './acknowledgement.ts';
import { Deframer, framed } from './mllp.ts';

export interface LineOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** PEM of the only authority to believe, with `tls`. */
  readonly ca: string | undefined;
}

interface Waiting {
  readonly key: string;
  settle(outcome: Outcome): void;
}

/**
 * One connection, kept; one message at a time, as MLLP wants. An acknowledgement counts only for the control id that
 * waits: a late or a second one is passed over.
 */
export class MllpLine {
  readonly #options: LineOptions;
  #socket: Socket | null = null;
  #waiting: Waiting | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LineOptions) {
    this.#options = options;
  }

  send(key: string, message: string, signal: AbortSignal): Promise<Outcome> {
    const sent = this.#turn.then(() => this.#exchange(key, message, signal));
    this.#turn = sent;
    return sent;
  }

  close(): void {
    this.#drop('closed');
  }

  #exchange(key: string, message: string, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted) return Promise.resolve({ outcome: 'unreachable', code: 'timeout' });
    return new Promise((resolve) => {
      const onAbort = (): void => {
        // The answer may still come: on this connection it would be taken for another message's.
        this.#drop('timeout');
      };
      this.#waiting = {
        key,
        settle: (outcome) => {
          signal.removeEventListener('abort', onAbort);
          this.#waiting = null;
          resolve(outcome);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#connected().write(framed(message));
    });
  }

  #connected(): Socket {
    if (this.#socket !== null && !this.#socket.destroyed) return this.#socket;
    const { host, port, tls, ca } = this.#options;
    const socket = tls
      ? connectTls({ host, port, ...(ca === undefined ? {} : { ca }), ALPNProtocols: [] })
      : connectTcp({ host, port });
    const deframer = new Deframer();
    socket.setNoDelay(true);
    socket.on('data', (octets: Buffer) => {
      try {
        for (const message of deframer.push(octets)) this.#heard(message);
      } catch {
        this.#drop('frame-too-long');
      }
    });
    socket.on('error', (error) => {
      if (this.#socket === socket) this.#drop(String((error as { code?: unknown }).code ?? 'network'));
    });
    socket.on('close', () => {
      if (this.#socket === socket) this.#drop('closed');
    });
    this.#socket = socket;
    return socket;
  }

  #heard(message: string): void {
    const acknowledgement = parseAcknowledgement(message);
    const waiting = this.#waiting;
    if (acknowledgement === null || waiting === null || acknowledgement.controlId !== waiting.key) return;
    waiting.settle(outcomeOf(acknowledgement));
  }

  #drop(code: string): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
    this.#waiting?.settle({ outcome: 'unreachable', code });
  }
}
