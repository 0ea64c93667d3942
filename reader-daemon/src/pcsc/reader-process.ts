/**
 * Parent side of one reader's process. Every call has an end: a process that stays silent is killed, and the next call
 * finds a fresh one.
 */
import type { ChildProcess } from 'node:child_process';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import type { PcscErrorName } from './error-code.ts';
import { transportCode } from './error-code.ts';
import type { PcscEvent } from './events.ts';
import { forkChild } from './fork-child.ts';
import type { FromReader, ToReader } from './messages.ts';

/** Starting a process and opening its context, on a slow machine. */
const startMs = 5000;

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
type Call = WithoutId<ToReader>;
type Answer = { response: Uint8Array | undefined } | { error: PcscErrorName | 'ended' };

interface Running {
  readonly child: ChildProcess;
  readonly ready: Promise<boolean>;
  readonly pending: Map<number, (answer: Answer) => void>;
}

export class ReaderProcess {
  readonly #name: string;
  readonly #silenceMs: number;
  readonly #keepWarm: boolean;
  readonly #onEvent: (event: PcscEvent) => void;
  #running: Running | undefined;
  #nextId = 1;

  constructor(name: string, silenceMs: number, keepWarm: boolean, onEvent: (event: PcscEvent) => void) {
    this.#name = name;
    this.#silenceMs = silenceMs;
    this.#keepWarm = keepWarm;
    this.#onEvent = onEvent;
  }

  /** Which process runs now: a connection dies with the process that made it. */
  get process(): unknown {
    return this.#running;
  }

  /** Starts the process ahead of its first card. */
  warm(): void {
    this.#running ??= this.#start();
  }

  /**
   * One call, with an end. Rejects with an `EmrtdError` of code `card-silent` (time-out), `card-lost`, `reader-failed`
   * or `aborted`.
   */
  async call(message: Call, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    signal?.throwIfAborted();
    const running = (this.#running ??= this.#start());
    if (!(await running.ready)) throw new EmrtdError('reader-failed', 'the reader process did not start');
    const answer = await this.#exchange(running, message, signal);
    if ('response' in answer) return answer.response;
    if (answer.error === 'ended') throw new EmrtdError('reader-failed', 'the reader process ended');
    this.#onEvent({ event: 'reader-refused', reader: this.#name, error: answer.error });
    throw new EmrtdError(transportCode(answer.error), `PC/SC: ${answer.error}`);
  }

  /** Ends the process for good. */
  end(): void {
    this.#kill();
  }

  #kill(): void {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    running.child.kill('SIGKILL');
    this.#onEvent({ event: 'reader-process-killed', reader: this.#name });
  }

  #exchange(running: Running, message: Call, signal: AbortSignal | undefined): Promise<Answer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        running.pending.delete(id);
      };
      const giveUp = (error: EmrtdError) => {
        end();
        // What hangs in the driver cannot be called back; only its process can be ended.
        if (this.#running === running) {
          this.#kill();
          if (this.#keepWarm) this.warm();
        }
        reject(error);
      };
      const abort = () => giveUp(new EmrtdError('aborted', 'given up by the caller'));
      const timer = setTimeout(
        () => giveUp(new EmrtdError('card-silent', `no answer for ${this.#silenceMs} ms`)),
        this.#silenceMs,
      );
      signal?.addEventListener('abort', abort, { once: true });
      running.pending.set(id, (answer) => {
        end();
        resolve(answer);
      });
      running.child.send({ ...message, id }, () => undefined);
    });
  }

  #start(): Running {
    const child = forkChild('./reader-child.ts', [this.#name]);
    const pending: Running['pending'] = new Map();
    this.#onEvent({ event: 'reader-process-started', reader: this.#name });
    const ready = new Promise<boolean>((resolve) => {
      const late = setTimeout(() => {
        resolve(false);
        child.kill('SIGKILL');
      }, startMs);
      child.on('message', (message: FromReader) => {
        if (message.kind === 'ready') {
          clearTimeout(late);
          resolve(true);
        } else if (message.kind === 'done') pending.get(message.id)?.({ response: message.response });
        else if (message.kind === 'failed') pending.get(message.id)?.({ error: message.error });
      });
      child.on('error', () => undefined);
      child.once('exit', () => {
        clearTimeout(late);
        resolve(false);
        for (const settle of [...pending.values()]) settle({ error: 'ended' });
        if (this.#running?.child !== child) return;
        this.#running = undefined;
        this.#onEvent({ event: 'reader-process-ended', reader: this.#name });
      });
    });
    return { child, ready, pending };
  }
}
