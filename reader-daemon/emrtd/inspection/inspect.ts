/** A whole inspection of one card: opens it, reads it, makes it prove itself, and says what came of it. */
import { openAccess, readCardAccess, type AccessPolicy, type AccessResult } from '../access/open-access.ts';
import type { AccessKey } from '../access/password.ts';
import { EmrtdError, isResumable } from '../errors.ts';
import { CardSession, type ApduTrace } from '../iso7816/card-session.ts';
import { treatmentOf } from '../iso7816/quirks.ts';
import type { ReadLimits } from '../iso7816/read-limits.ts';
import type { FileName } from '../lds/files.ts';
import type { TrustedSigner } from '../trust/passive-authentication.ts';
import type { CardTransport, Clock, RandomSource } from '../transport.ts';
import { activeAuthenticationStep, chipAuthenticationStep } from './chip-proof-steps.ts';
import type { Files } from './document-profile.ts';
import type { FileRefusal } from './file-refusal.ts';
import {
  masterFileNames,
  readMasterFile,
  type FurtherFile,
  type MasterFile,
  type MasterFileName,
} from './further-files.ts';
import { dataGroupsOf, judge, type Standards } from './judge.ts';
import { cardAccessOf, type CardAccessReading, type Offered } from './offered.ts';
import { mappingExchangeOf } from './mapping-proof.ts';
import type { Progress } from './progress.ts';
import { readComAsProof, readStep, recogniseCard } from './read-step.ts';
import type { ReadingMemory } from './reading-memory.ts';
import type { RemoteVerifier } from './remote-proof.ts';
import { Sitting, type Continuity } from './sitting.ts';
import { readingOrder, resumedOrder, type ReadingStep } from './steps.ts';
import type { TerminalOutcome } from './terminal-outcome.ts';
import { terminalAuthenticationStep, type TerminalEntitlement } from './terminal-step.ts';
import type { Verdict } from './verdict.ts';

export interface InspectionInput extends Standards {
  readonly transport: CardTransport;
  /** Tried as the policy says. */
  readonly keys: readonly AccessKey[];
  /** The profile's, unless given. */
  readonly policy?: AccessPolicy;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** 8 octets for Active Authentication, `challengeFor(…)` of a server's nonce; random ones when absent. */
  readonly challenge?: Uint8Array;
  /** Somebody elsewhere who witnesses Chip Authentication where the chip has no Active Authentication. */
  readonly verifier?: RemoteVerifier;
  /** Terminal Authentication, and what is read behind it. Without it there is none, and EF.DG3 is never asked for. */
  readonly terminal?: TerminalEntitlement;
  /** Files to read besides; none unless named. EF.DG7, EF.DG11, EF.DG12 and EF.DG16 are personal data. */
  readonly further?: readonly FurtherFile[];
  /** What the sitting before left, when the card came back. */
  readonly memory?: ReadingMemory;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Each file as soon as it is whole, before anything is proven. */
  readonly onFile?: (file: FileName, bytes: Uint8Array) => void;
  /** Called just before `inspect` throws an error that `isResumable`. */
  readonly onMemory?: (memory: ReadingMemory) => void;
}

export interface Inspection {
  readonly verdict: Verdict;
  readonly access: AccessResult;
  readonly files: Files;
  /** Files asked for and not got. */
  readonly refusals: ReadonlyMap<FileName, FileRefusal>;
  /** Of the master file, those that were asked for; nobody signs them. */
  readonly masterFiles: ReadonlyMap<MasterFileName, MasterFile>;
  readonly offered: Offered;
  readonly signer?: TrustedSigner;
  readonly continuity: Continuity;
  readonly cardAccess: CardAccessReading | undefined;
  readonly activeAuthentication?: { readonly challenge: Uint8Array; readonly response: Uint8Array };
  /** What came of Terminal Authentication, where an entitlement was given and the reading came so far. */
  readonly terminal?: TerminalOutcome;
  /** Of this sitting. */
  readonly apdus: number;
  readonly bytes: { readonly sent: number; readonly received: number };
  /**
   * `host` = total − the sum of the transmit calls (`card`): what the reading waits for the host. `meanwhile`: what the
   * host did besides, during those calls.
   */
  readonly ms: { readonly card: number; readonly host: number; readonly meanwhile: number; readonly total: number };
  /** Commands without their content. */
  readonly trace: readonly ApduTrace[];
}

const challengeLength = 8;

/**
 * The keys as given, then, on a chip with BAC alone, each further zone: dates of expiry that were worked out from a
 * QR code can be off by one rule.
 */
function keySets(keys: readonly AccessKey[], offersPace: boolean): (readonly AccessKey[])[] {
  const zones = keys.filter(({ kind }) => kind === 'mrz');
  return offersPace ? [keys] : [keys, ...zones.slice(1).map((zone) => [zone])];
}

async function open(sitting: Sitting, input: InspectionInput): Promise<void> {
  sitting.advance('access');
  const { session, cardAccess } = sitting;
  const policy = input.policy ?? input.profile.policy;
  const offersPace = (cardAccessOf(cardAccess)?.paceInfos ?? []).length > 0;
  const sets = keySets(input.keys, offersPace);
  for (const [at, keys] of sets.entries()) {
    try {
      sitting.access = await openAccess(session, {
        keys,
        policy,
        random: input.random,
        cardAccess: cardAccess instanceof Uint8Array ? cardAccess : undefined,
      });
      return;
    } catch (error) {
      const mayGoOn = error instanceof EmrtdError && error.code === 'wrong-password' && at < sets.length - 1;
      if (!mayGoOn) throw error;
    }
  }
}

/** A card without the file says so with 6A82; after any other refusal nobody knows what it offers. */
async function readCardAccessStep(sitting: Sitting): Promise<void> {
  sitting.advance('access');
  const bytes = await readCardAccess(sitting.session);
  const last = sitting.session.trace.at(-1)?.sw;
  const isAbsent = last !== undefined && treatmentOf('file', last) === 'absent';
  sitting.cardAccess = bytes ?? (isAbsent ? 'absent' : 'unreadable');
}

async function run(step: ReadingStep, sitting: Sitting, input: InspectionInput): Promise<void> {
  switch (step) {
    case 'card-access':
      return readCardAccessStep(sitting);
    case 'access':
      return open(sitting, input);
    case 'ATR/INFO':
    case 'DIR':
      sitting.masterFiles.set(step, await readMasterFile(sitting.session, step));
      return;
    case 'chip-authentication':
      return chipAuthenticationStep(sitting, input.random, input.verifier);
    case 'active-authentication':
      return activeAuthenticationStep(sitting, input.challenge ?? input.random(challengeLength));
    case 'terminal-authentication':
      return input.terminal && terminalAuthenticationStep(sitting, input.terminal);
    case 'COM':
      return readComAsProof(sitting, input.onFile);
    case 'SOD':
      await readStep(sitting, 'SOD', input.onFile);
      if (input.memory) recogniseCard(sitting, input.memory);
      return;
    default:
      return readStep(sitting, step, input.onFile);
  }
}

const noFile: readonly ReadingStep[] = [
  'card-access',
  'access',
  ...masterFileNames,
  'chip-authentication',
  'active-authentication',
  'terminal-authentication',
];
const fileSteps = (order: readonly ReadingStep[]): FileName[] =>
  order.filter((step): step is FileName => !noFile.includes(step));

/**
 * Throws `EmrtdError` when the card could not be opened or was lost; what a chip refuses or gets wrong after that is
 * part of the verdict. After a resumable error call again with the memory given to `onMemory`.
 */
export async function inspect(input: InspectionInput): Promise<Inspection> {
  if (input.challenge !== undefined && input.challenge.length !== challengeLength)
    throw new RangeError(`inspect: challenge of ${input.challenge.length} octets, 8 are due`);
  const { transport, clock, signal, memory } = input;
  const startedAt = clock();
  const isEntitled = input.terminal !== undefined;
  const orderOf = memory?.files.has('SOD') ? resumedOrder : readingOrder;
  const order = orderOf(input.profile, isEntitled, input.further);
  const session = new CardSession({
    transport,
    clock,
    ...(signal && { signal }),
    ...(memory && { limits: limitsFor(memory) }),
  });
  const sitting = new Sitting(session, fileSteps(order), memory, input.onProgress);
  try {
    for (const step of order) {
      if (sitting.channelClosed) break;
      await run(step, sitting, input);
      if (!noFile.includes(step)) planPassiveWork(sitting, input);
    }
    sitting.advance('verdict');
    return conclude(sitting, input, startedAt);
  } catch (error) {
    if (isResumable(error)) input.onMemory?.(rememberLongest(sitting, memory));
    throw error;
  } finally {
    sitting.fingerprints?.fill(0);
  }
}

/** Hashes and signatures of the files that are there, while the next command is in the card. */
function planPassiveWork({ session, files, passive }: Sitting, { trust, simulation, now }: Standards): void {
  const sod = files.get('SOD');
  if (sod === undefined) return;
  const soFar = dataGroupsOf(files);
  session.meanwhile(() => passive.doAhead(sod, soFar, { trust, simulation, now }));
}

/**
 * What lies there now may be another card. EF.CardAccess, outside any channel, asks for free whether this one takes
 * extended lengths; inside, the question could cost the channel.
 */
const limitsFor = ({ limits }: ReadingMemory): ReadLimits =>
  limits.extended === 'works' ? { ...limits, extended: 'unknown' } : limits;

/** A second tear before the card was recognised must not cost what the first sitting read. */
const rememberLongest = (sitting: Sitting, memory: ReadingMemory | undefined): ReadingMemory =>
  memory !== undefined && sitting.continuity !== 'resumed' && !sitting.files.has('SOD')
    ? { ...memory, limits: sitting.session.limits }
    : sitting.remember();

function conclude(sitting: Sitting, input: InspectionInput, startedAt: number): Inspection {
  const { session, files, refusals, cardAccess, access, activeAuthentication } = sitting;
  if (access === undefined) throw new RangeError('inspect: a reading without access');
  const mapping = mappingExchangeOf(access);
  const { fingerprints, terminal } = sitting;
  const judged = fingerprints === undefined ? files : new Map(files).set('DG3', fingerprints);
  const proofs = sitting.answer ? { ...sitting.proofs, 'active-authentication': sitting.answer() } : sitting.proofs;
  const findings = { files: judged, refusals, cardAccess, proofs, ...(mapping && { mapping }) };
  const { verdict, offered, passive } = judge(findings, input, sitting.passive);
  const { apdus, bytesSent, bytesReceived, cardMs, meanwhileMs } = session.counters;
  const total = input.clock() - startedAt;
  return {
    verdict,
    access,
    files,
    refusals,
    masterFiles: sitting.masterFiles,
    offered,
    ...(passive.signer && { signer: passive.signer }),
    continuity: sitting.continuity,
    cardAccess,
    ...(activeAuthentication && { activeAuthentication }),
    ...(terminal && { terminal }),
    apdus,
    bytes: { sent: bytesSent, received: bytesReceived },
    ms: { card: cardMs, host: total - cardMs, meanwhile: meanwhileMs, total },
    trace: session.trace,
  };
}
