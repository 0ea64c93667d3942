/** What one uninterrupted reading knows so far. Lives inside `inspect` alone; what leaves it are values. */
import type { AccessResult } from '../access/open-access.ts';
import type { CardSession } from '../iso7816/card-session.ts';
import type { FileName } from '../lds/files.ts';
import { PassiveWork } from '../trust/passive-work.ts';
import { expectedSize } from './expected-size.ts';
import type { FileRefusal } from './file-refusal.ts';
import type { MasterFile, MasterFileName } from './further-files.ts';
import type { CardAccessReading } from './offered.ts';
import type { TriedProof } from './judge.ts';
import type { Phase, Progress } from './progress.ts';
import type { ReadingMemory } from './reading-memory.ts';
import type { TerminalOutcome } from './terminal-outcome.ts';
import { notAttempted, type Check } from './verdict.ts';

/** `started-afresh`: what was remembered belonged to another card, or could not be told to be this one's. */
export type Continuity = 'one-sitting' | 'resumed' | 'started-afresh';

export class Sitting {
  readonly session: CardSession;
  readonly planned: readonly FileName[];
  files = new Map<FileName, Uint8Array>();
  refusals = new Map<FileName, FileRefusal>();
  readonly masterFiles = new Map<MasterFileName, MasterFile>();
  /** Octets so far of files not yet whole. */
  partial = new Map<FileName, Uint8Array>();
  continuity: Continuity;
  cardAccess: CardAccessReading | undefined;
  access: AccessResult | undefined;
  proofs: Record<TriedProof, Check> = { 'active-authentication': notAttempted, 'chip-authentication': notAttempted };
  activeAuthentication: { readonly challenge: Uint8Array; readonly response: Uint8Array } | undefined;
  /** What that response says, judged while the next command is in the card. */
  answer: (() => Check) | undefined;
  /** Done as the files come in. */
  readonly passive = new PassiveWork();
  /** Chip Authentication has put a new channel in place that no answer has come through yet. */
  channelUnproven = false;
  /** The chip could not follow into the new channel: nothing more can be read. */
  channelClosed = false;
  /** Of the ephemeral key that Chip Authentication was run with: what Terminal Authentication signs over. */
  compressedTerminalKey: Uint8Array | undefined;
  terminal: TerminalOutcome | undefined;
  /** EF.DG3 between its reading and its judgement; in no file list and in no memory. */
  fingerprints: Uint8Array | undefined;
  /** EF.SOD of the sitting before, until this card's is known to be the same. */
  expectedSod: Uint8Array | undefined;

  readonly #onProgress: ((progress: Progress) => void) | undefined;
  readonly #totals = new Map<FileName, number>();

  constructor(
    session: CardSession,
    planned: readonly FileName[],
    memory: ReadingMemory | undefined,
    onProgress: ((progress: Progress) => void) | undefined,
  ) {
    this.session = session;
    this.planned = planned;
    this.#onProgress = onProgress;
    this.continuity = memory === undefined ? 'one-sitting' : 'started-afresh';
    this.expectedSod = memory?.files.get('SOD');
  }

  /** Takes over what the sitting before read; only after EF.SOD was found equal. */
  recall(memory: ReadingMemory): void {
    this.files = new Map([...memory.files, ...this.files]);
    this.refusals = new Map([...memory.refusals, ...this.refusals]);
    this.partial = new Map([...memory.partial, ...this.partial]);
    this.continuity = 'resumed';
  }

  remember(): ReadingMemory {
    return {
      files: new Map(this.files),
      refusals: new Map(this.refusals),
      partial: new Map(this.partial),
      limits: this.session.limits,
    };
  }

  /** Tells the total of a file under way, and how far it is. */
  advance(phase: Phase, file?: FileName, soFar = 0, total?: number): void {
    if (file !== undefined && total !== undefined) this.#totals.set(file, total);
    const held = [...this.files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    const bytesRead = held + (file !== undefined && this.files.has(file) ? 0 : soFar);
    const bytesTotal = this.planned.reduce((sum, name) => sum + this.#expected(name), 0);
    this.#onProgress?.({
      phase,
      ...(file !== undefined && { file }),
      bytesRead,
      bytesTotal: Math.max(bytesRead, bytesTotal),
    });
  }

  #expected(name: FileName): number {
    if (this.refusals.has(name)) return 0;
    return this.files.get(name)?.length ?? this.#totals.get(name) ?? expectedSize(name);
  }
}
