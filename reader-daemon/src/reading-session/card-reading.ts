/** Reads cards for one reader: connection, inspection, evidence, and the memory of a reading between its sittings. */
import { cccdProfile } from '@cccd-kiosk/cccd/profile';
import type { LocalTicket } from '@cccd-kiosk/contract/local-mode';
import type { HolderEvent, ReadingNonce, ReadingProgressEvent } from '@cccd-kiosk/contract/station';
import { challengeFor } from '@cccd-kiosk/emrtd/inspection/challenge';
import { makeEvidence, serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import { inspect } from '@cccd-kiosk/emrtd/inspection/inspect';
import type { Inspection } from '@cccd-kiosk/emrtd/inspection/inspect';
import type { ReadingMemory } from '@cccd-kiosk/emrtd/inspection/reading-memory';
import type { RemoteVerifier } from '@cccd-kiosk/emrtd/inspection/remote-proof';
import type { TerminalEntitlement } from '@cccd-kiosk/emrtd/inspection/terminal-step';
import type { FileName } from '@cccd-kiosk/emrtd/lds/files';
import type { Clock, RandomSource } from '@cccd-kiosk/emrtd/transport';
import type { TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import type { CompletedReading } from '../local-mode/local-mode.ts';
import type { LocalOutputs } from '../local-output/local-output.ts';
import type { Log } from '../log.ts';
import { Personal } from '../personal.ts';
import type { ReaderSource } from '../readers/reader-source.ts';
import type { OutgoingReading } from '../server-link/outbox.ts';
import { holderFromDg1, holderFromDg13 } from './holder.ts';
import type { Holder } from './holder.ts';
import { keysOf } from './offered-key.ts';
import { ProgressMeter } from './progress-meter.ts';
import { RefusedReading } from './reader-session.ts';
import { serverVerifier } from './server-verifier.ts';
import type { WitnessLink } from './server-verifier.ts';
import type { ReadingTask } from './reader-session.ts';
import type { Reading } from './session-state.ts';

/** The line to the server, as far as a reading needs it. */
export interface ReadingLink extends WitnessLink {
  readonly stationId: string | null;
  readonly outboxFull: boolean;
  takeNonce(): ReadingNonce | undefined;
  giveBack(nonce: ReadingNonce): void;
  progress(event: ReadingProgressEvent): void;
  holder(event: HolderEvent): void;
  /** The number that this station gives itself; undefined where the server gives it. */
  completed(reading: CompletedReading): LocalTicket | undefined;
  submit(reading: OutgoingReading): void;
}

export interface ReadingPorts {
  readonly reader: string;
  readonly readers: ReaderSource;
  readonly link: ReadingLink;
  /** As it is when a reading begins. */
  readonly trust: () => TrustStore;
  /** Inspection-system certificates, where this station has any. */
  readonly terminal?: TerminalEntitlement;
  readonly simulation: boolean;
  readonly outputs: LocalOutputs;
  readonly log: Log;
  readonly now: () => Date;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** What is known of a reading between its sittings. */
interface Kept {
  readonly startedAt: Date;
  readonly nonce: ReadingNonce | undefined;
  readonly meter: ProgressMeter;
  readonly verifier: RemoteVerifier;
  offline: boolean;
  /** The challenge may have reached a chip. */
  spent: boolean;
  memory: ReadingMemory | undefined;
  dg1: Uint8Array | undefined;
  greeted: Personal<Holder> | undefined;
}

const wipeMemory = (memory: ReadingMemory | undefined): void => {
  for (const bytes of memory?.files.values() ?? []) bytes.fill(0);
  for (const bytes of memory?.partial.values() ?? []) bytes.fill(0);
};

export class CardReading implements ReadingTask {
  readonly #ports: ReadingPorts;
  readonly #kept = new Map<string, Kept>();

  constructor(ports: ReadingPorts) {
    this.#ports = ports;
  }

  async sit(reading: Reading, signal: AbortSignal): Promise<void> {
    const { reader, readers, link } = this.#ports;
    const { stationId } = link;
    if (link.outboxFull || stationId === null) throw new RefusedReading('outbox-full');
    const kept = this.#keep(reading.readingId);
    const connection = await readers.connect(reader, signal);
    try {
      const inspection = await this.#inspect(reading, kept, stationId, connection.transport, signal);
      this.#handOver(reading, kept, stationId, inspection);
    } finally {
      await connection.disconnect();
    }
  }

  forget(readingId: string): void {
    const kept = this.#kept.get(readingId);
    if (kept === undefined) return;
    wipeMemory(kept.memory);
    kept.memory = undefined;
    kept.dg1 = undefined;
  }

  wipe(readingId: string): void {
    const kept = this.#kept.get(readingId);
    if (kept === undefined) return;
    this.forget(readingId);
    kept.greeted = undefined;
    this.#kept.delete(readingId);
    // No chip has seen what was made from it, nor has the server.
    if (kept.nonce !== undefined && !kept.spent) this.#ports.link.giveBack(kept.nonce);
  }

  #keep(readingId: string): Kept {
    const { link, now, clock } = this.#ports;
    const known = this.#kept.get(readingId);
    if (known !== undefined) {
      known.offline ||= !link.connected;
      return known;
    }
    const kept: Kept = {
      startedAt: now(),
      nonce: link.takeNonce(),
      meter: new ProgressMeter(clock),
      verifier: serverVerifier(link, readingId),
      offline: !link.connected,
      spent: false,
      memory: undefined,
      dg1: undefined,
      greeted: undefined,
    };
    this.#kept.set(readingId, kept);
    return kept;
  }

  #inspect(
    { readingId, key }: Reading,
    kept: Kept,
    stationId: string,
    transport: Parameters<typeof inspect>[0]['transport'],
    signal: AbortSignal,
  ): Promise<Inspection> {
    const { reader, link, trust, terminal, simulation, now, clock, random } = this.#ports;
    const { keys, printed } = keysOf(key.offer.reveal());
    return inspect({
      transport,
      keys,
      profile: cccdProfile(printed),
      trust: trust(),
      simulation,
      now: now(),
      clock,
      random,
      signal,
      verifier: kept.verifier,
      ...(terminal && { terminal }),
      ...(kept.nonce && { challenge: challengeFor(nonceOctets(kept.nonce), stationId, readingId) }),
      ...(kept.memory && { memory: kept.memory }),
      onProgress: (step) => {
        const progress = kept.meter.next(step);
        if (progress !== undefined) link.progress({ readingId, reader, progress });
      },
      onFile: (file, bytes) => {
        kept.spent = true;
        this.#greet(readingId, kept, file, bytes);
      },
      onMemory: (memory) => {
        kept.memory = memory;
      },
    });
  }

  /** DG13's name is preferred; where the card has none, the zone's will do. */
  #greet(readingId: string, kept: Kept, file: FileName, bytes: Uint8Array): void {
    const { reader, link, now } = this.#ports;
    if (file === 'DG1') kept.dg1 = bytes;
    const fromDg13 = file === 'DG13' ? holderFromDg13(bytes) : undefined;
    const late = file !== 'DG1' && kept.greeted === undefined && kept.dg1 !== undefined;
    const holder = fromDg13 ?? (late && kept.dg1 ? holderFromDg1(kept.dg1, now()) : undefined);
    if (holder === undefined) return;
    kept.greeted = new Personal(holder);
    link.holder({ readingId, reader, holder });
  }

  #handOver({ readingId }: Reading, kept: Kept, stationId: string, inspection: Inspection): void {
    const { reader, link, log, now } = this.#ports;
    const finishedAt = now();
    const identity = { readingId, stationId, startedAt: kept.startedAt, finishedAt };
    const record = serializeEvidence(
      makeEvidence(inspection, { ...identity, ...(kept.nonce && { nonce: nonceOctets(kept.nonce) }) }),
    );
    const { verdict, continuity, apdus, bytes, ms } = inspection;
    const localTicket = link.completed({ readingId, reader, overall: verdict.overall, holder: kept.greeted });
    const offline = kept.offline || !link.connected;
    link.submit({ readingId, reader, record, finishedAt, offline, ...(localTicket && { localTicket }) });
    log.info('reading complete', {
      reader,
      readingId,
      overall: verdict.overall,
      ...(inspection.terminal && { terminal: inspection.terminal.status }),
      continuity,
      apdus,
      bytes: bytes.received,
      ms: Math.round(ms.total),
      hostMs: Math.round(ms.host),
      offline: kept.offline,
    });
    this.#ports.outputs.read(reader, verdict.overall, inspection.files);
    for (const file of inspection.files.values()) file.fill(0);
  }
}

const nonceOctets = ({ nonce }: ReadingNonce): Uint8Array => Uint8Array.from(Buffer.from(nonce, 'base64'));
