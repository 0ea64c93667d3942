/** Runs one reader's session: feeds the state machine, does what it asks, keeps its timer. One sitting at a time. */
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { describeForLog } from '@cccd-kiosk/contract/serialize-error';
import type { ProblemEvent, ReaderStateEvent } from '@cccd-kiosk/contract/station';
import type { Log } from '../log.ts';
import type {
  Effect,
  FailureCode,
  OfferedKey,
  Presence,
  Reading,
  SessionEvent,
  SessionRules,
  SessionState,
} from './session-state.ts';
import { initialState, sameSitting } from './session-state.ts';
import { nextDeadline, step } from './step.ts';

/** Reads the card: connects, opens, reads, hands the result over. Keeps a reading's memory until told to forget it. */
export interface ReadingTask {
  /** Resolves when the reading is complete and handed over; rejects with an `EmrtdError`. */
  sit(reading: Reading, signal: AbortSignal): Promise<void>;
  /** Forgets what was read; the challenge stays with the reading. */
  forget(readingId: string): void;
  /** Forgets everything. */
  wipe(readingId: string): void;
}

export interface SessionPorts {
  readonly reader: string;
  readonly task: ReadingTask;
  readonly rules: SessionRules;
  readonly log: Log;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly newReadingId: () => string;
  readonly onState: (event: ReaderStateEvent) => void;
  readonly onProblem: (event: ProblemEvent) => void;
}

export class RefusedReading extends Error {
  override readonly name = 'RefusedReading';
  readonly code: FailureCode;
  constructor(code: FailureCode) {
    super(code);
    this.code = code;
  }
}

const failureCode = (error: unknown): FailureCode =>
  error instanceof EmrtdError || error instanceof RefusedReading ? error.code : 'unknown';

export class ReaderSession {
  readonly #ports: SessionPorts;
  #state: SessionState = initialState;
  #told: ReaderStateEvent;
  #timer: NodeJS.Timeout | undefined;
  #sitting: { reading: Reading; abort: AbortController } | undefined;
  /** A sitting starts only when the one before has let the reader go. */
  #before: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#told = { reader: ports.reader, state: 'absent' };
  }

  /** The last state reported. */
  get told(): ReaderStateEvent {
    return this.#told;
  }

  presence(presence: Presence): void {
    this.#feed({ type: 'presence', presence });
  }

  offerKey(key: OfferedKey): void {
    this.#feed({ type: 'key', key });
  }

  cancel(): void {
    this.#feed({ type: 'cancel' });
  }

  /** Reads nothing any more. */
  close(): void {
    this.#feed({ type: 'close' });
  }

  /** Ends what runs, wipes it, and waits until the reader is free. */
  async stop(): Promise<void> {
    this.#feed({ type: 'cancel' });
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#before;
  }

  #feed(event: SessionEvent): void {
    if (this.#stopped) return;
    const { clock, rules, newReadingId } = this.#ports;
    const { state, effects } = step(this.#state, event, { now: clock(), rules, newReadingId });
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const deadline = nextDeadline(this.#state);
    if (deadline === undefined) return;
    // One millisecond more: a timer may fire a little early.
    const wait = Math.max(0, deadline - this.#ports.clock()) + 1;
    this.#timer = setTimeout(() => this.#feed({ type: 'tick' }), wait);
  }

  #run(effect: Effect): void {
    const { reader, task, log, onState, onProblem } = this.#ports;
    switch (effect.do) {
      case 'report':
        this.#told = { reader, ...effect.event };
        log.debug('reader state', { ...this.#told });
        return onState(this.#told);
      case 'problem': {
        const { problem, readingId } = effect;
        const event: ProblemEvent = { reader, problem, ...(readingId !== undefined && { readingId }) };
        log.info('problem', event);
        return onProblem(event);
      }
      case 'read':
        return this.#sit(effect.reading);
      case 'abort':
        if (sameSitting(this.#sitting?.reading, effect.sitting))
          this.#sitting?.abort.abort(new EmrtdError('aborted', 'the session went on'));
        return;
      case 'forget':
        return task.forget(effect.readingId);
      case 'wipe':
        // After a sitting that still runs has ended: it may hand over its memory as it goes.
        this.#before = this.#before.then(() => task.wipe(effect.readingId));
        return;
    }
  }

  #sit(reading: Reading): void {
    const { reader, task, log } = this.#ports;
    const { readingId } = reading;
    const abort = new AbortController();
    this.#sitting = { reading, abort };
    this.#before = this.#before.then(async () => {
      if (abort.signal.aborted) return;
      try {
        await task.sit(reading, abort.signal);
        queueMicrotask(() => this.#feed({ type: 'finished', sitting: reading }));
      } catch (error) {
        log.info('sitting ended', { reader, readingId, ...describeForLog(error) });
        const step = error instanceof EmrtdError ? error.step : undefined;
        const failure: SessionEvent = {
          type: 'failed',
          sitting: reading,
          code: failureCode(error),
          ...(step && { step }),
        };
        queueMicrotask(() => this.#feed(failure));
      }
    });
  }
}
