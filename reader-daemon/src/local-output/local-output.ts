/**
 * Programs on the same computer that are told of a card: off unless configured. They never make a reading wait, and what
 * goes wrong in one never reaches it.
 */
import type { ReaderStateEvent } from '@cccd-kiosk/contract/station';
import { describeForLog } from '@cccd-kiosk/contract/serialize-error';
import type { Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { FileName } from '@cccd-kiosk/emrtd/lds/files';
import type { Log } from '../log.ts';
import { readCardOf } from './read-card.ts';
import type { ReadCard } from './read-card.ts';

/** Why there are no data of a card: a problem's code, `suspicious`, or `other-document`. */
export type FailedCode = NonNullable<ReaderStateEvent['problem']> | 'suspicious' | 'other-document';

export interface LocalOutput {
  cardLaid(reader: string): void;
  /** Returns at once; copies what it needs. */
  read(card: ReadCard): void;
  failed(reader: string, code: FailedCode): void;
  close(): Promise<void>;
}

export interface LocalOutputs {
  state(event: ReaderStateEvent): void;
  problem(reader: string, code: FailedCode): void;
  /** Nothing of a suspicious card goes out: who reads these outputs sees no verdict. */
  read(reader: string, overall: Overall, files: ReadonlyMap<FileName, Uint8Array>): void;
  close(): Promise<void>;
}

export function joinOutputs(outputs: readonly LocalOutput[], log: Log): LocalOutputs {
  const laid = new Set<string>();
  function each(work: (output: LocalOutput) => void): void {
    for (const output of outputs) {
      try {
        work(output);
      } catch (error) {
        log.error('local output failed', describeForLog(error));
      }
    }
  }
  return {
    state({ reader, state }) {
      if (state === 'empty' || state === 'absent' || state === 'key-waiting-for-card') laid.delete(reader);
      if ((state !== 'card-waiting-for-key' && state !== 'reading') || laid.has(reader)) return;
      laid.add(reader);
      each((output) => output.cardLaid(reader));
    },
    problem(reader, code) {
      each((output) => output.failed(reader, code));
    },
    read(reader, overall, files) {
      if (outputs.length === 0) return;
      const card = overall === 'suspicious' ? null : readCardOf(reader, overall, files);
      if (card !== null) return each((output) => output.read(card));
      return each((output) => output.failed(reader, overall === 'suspicious' ? 'suspicious' : 'other-document'));
    },
    async close() {
      await Promise.all(outputs.map((output) => output.close()));
    },
  };
}
