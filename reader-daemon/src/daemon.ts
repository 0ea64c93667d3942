/**
 * The daemon, composed: readers, scanner, trust and local outputs come in as arguments, the server is dialled, nothing is
 * listened on here. `main.ts` gives it PC/SC readers; the simulated world gives it readers in process.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { KeyOffer, ReaderStateEvent } from '@cccd-kiosk/contract/station';
import type { TerminalEntitlement } from '@cccd-kiosk/emrtd/inspection/terminal-step';
import type { Clock, RandomSource } from '@cccd-kiosk/emrtd/transport';
import { emptyTrustStore, type TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import type { DaemonConfig, DaemonConfigInput } from './config.ts';
import { parseConfig } from './config.ts';
import { takeInstanceLock } from './instance-lock.ts';
import type { KeyScanner } from './key-scanner/key-scanner.ts';
import { joinOutputs } from './local-output/local-output.ts';
import type { LocalOutput } from './local-output/local-output.ts';
import type { Log } from './log.ts';
import { silentLog } from './log.ts';
import type { ReaderSource } from './readers/reader-source.ts';
import { RefusedConfig } from './refused-config.ts';
import { openLocalMode } from './local-mode/open-local-mode.ts';
import { LastPrintedCode } from './reading-session/printed-code.ts';
import { ReaderPool } from './reading-session/reader-pool.ts';
import { houseRules } from './reading-session/session-state.ts';
import type { SessionRules } from './reading-session/session-state.ts';
import { createIdentify } from './server-link/identify.ts';
import { NoncePool } from './server-link/nonce-pool.ts';
import { houseBackoff } from './server-link/reconnect.ts';
import type { Backoff } from './server-link/reconnect.ts';
import { Sequence } from './server-link/sequence.ts';
import { ServerLink } from './server-link/server-link.ts';
import { ServerTrust } from './server-link/station-trust.ts';
import { serverOrigin } from './server-link/server-url.ts';
import { StateDir } from './state-dir.ts';
import { loadTerminalEntitlement } from './terminal-entitlement.ts';

export interface DaemonParts {
  readonly config: DaemonConfigInput;
  /** Closed by `stop`. */
  readonly readers: ReaderSource;
  readonly scanner?: KeyScanner;
  /**
   * For the station's own verdict, which the server does not believe: it judges for itself. Absent: as the server says,
   * and as it last said while it is away.
   */
  readonly trust?: TrustStore;
  /** Programs on this computer that hear of cards. Closed by `stop`. */
  readonly outputs?: readonly LocalOutput[];
  readonly log?: Log;
  readonly now?: () => Date;
  readonly clock?: Clock;
  readonly random?: RandomSource;
  readonly rules?: Partial<SessionRules>;
  readonly backoff?: Backoff;
}

export interface Daemon {
  /** `null` until enrolled. */
  readonly stationId: string | null;
  readonly connected: boolean;
  /** The kiosk's page on this computer, with its secret; `null` where none is served. */
  readonly localPage: string | null;
  /** Challenges of the server at hand: as many readings can be proven to it. */
  readonly challenges: number;
  /** Readings that wait for the server. */
  readonly waiting: number;
  /** A key for one reader, as if typed at its screen. */
  offerKey(reader: string, key: KeyOffer): void;
  state(): readonly ReaderStateEvent[];
  /** Ends what runs, wipes it, lets readers, line and lock go. May be called twice. */
  stop(): Promise<void>;
}

function authority(caFile: string | undefined): string | undefined {
  if (caFile === undefined) return undefined;
  try {
    return readFileSync(caFile, 'utf8');
  } catch (error) {
    throw new RefusedConfig('caFile', String((error as { code?: unknown }).code ?? 'cannot be read'));
  }
}

function entitlement(config: DaemonConfig, now: Date): TerminalEntitlement | undefined {
  const { terminalCertificates: certificates, terminalKeyFile: key, fingerprints } = config;
  if (certificates === undefined && key === undefined) {
    if (fingerprints !== 'leave') throw new RefusedConfig('fingerprints', 'without terminalCertificates');
    return undefined;
  }
  if (certificates === undefined) throw new RefusedConfig('terminalCertificates', 'goes with terminalKeyFile');
  if (key === undefined) throw new RefusedConfig('terminalKeyFile', 'goes with terminalCertificates');
  const names = { certificates: 'terminalCertificates', key: 'terminalKeyFile' };
  return loadTerminalEntitlement({ certificates, key, fingerprints }, names, now);
}

/** Throws `RefusedConfig` or `AlreadyRunning`; an unreachable server is no reason not to start. */
export async function startDaemon(parts: DaemonParts): Promise<Daemon> {
  const config = parseConfig(parts.config);
  const log = parts.log ?? silentLog;
  const now = parts.now ?? (() => new Date());
  const clock = parts.clock ?? (() => performance.now());
  const ca = authority(config.caFile);
  const address = { origin: serverOrigin(config.serverUrl), ...(ca !== undefined && { ca }) };
  const terminal = entitlement(config, now());
  const outputs = joinOutputs(parts.outputs ?? [], log);
  const state = new StateDir(config.stateDir);
  const unlock = takeInstanceLock(state.file('daemon.lock'));
  try {
    const own = parts.trust;
    const serverTrust = own === undefined ? new ServerTrust(state, log) : undefined;
    const nonces = new NoncePool(state, config.noncePool, now);
    const identify = createIdentify({
      address,
      state,
      pool: nonces,
      name: config.stationName,
      code: config.enrolmentCode,
      log,
    });
    let station: Parameters<typeof openLocalMode>[0]['station'] = () => undefined;
    const local = await openLocalMode({
      ...{ config, state, now, log },
      serverPage: new URL('/kiosk/', address.origin).href,
      station: () => station(),
    });
    const link: ServerLink = new ServerLink({
      address,
      pool: nonces,
      sequence: new Sequence(state),
      log,
      now,
      backoff: parts.backoff ?? houseBackoff,
      outboxLimit: config.outboxLimit,
      chance: Math.random,
      identify,
      readers: () => pool.state(),
      orders: {
        key: (reader, key) => pool.offerKey(reader, key),
        cancel: (reader) => pool.cancel(reader),
        printedCode: () => printed.take(),
      },
      ...(serverTrust && { trust: serverTrust }),
      ...(local && { local: local.mode, localPage: local.url }),
      onShutOut: () => pool.close(),
    });
    const printed = new LastPrintedCode(2 * config.keySeconds * 1000, clock);
    const pool = new ReaderPool({
      printed,
      source: parts.readers,
      only: config.readers,
      oneTray: config.oneTray,
      link,
      outputs,
      trust: () => own ?? serverTrust?.store ?? emptyTrustStore,
      ...(terminal && { terminal }),
      simulation: config.simulation,
      log,
      now,
      clock,
      random: parts.random ?? ((length) => Uint8Array.from(randomBytes(length))),
      rules: {
        ...houseRules,
        resumeMs: config.resumeSeconds * 1000,
        keyMs: config.keySeconds * 1000,
        ...parts.rules,
      },
      newReadingId: randomUUID,
    });
    station = () => ({
      stationId: link.stationId,
      key: (reader, key) => pool.offerKey(reader, key),
      cancel: (reader) => pool.cancel(reader),
    });
    const stopScanner = parts.scanner?.watch((scan) => pool.scanned(scan));
    let stopping: Promise<void> | undefined;
    const stop = async () => {
      stopScanner?.();
      await pool.stop();
      link.stop();
      await local?.close();
      await parts.readers.close();
      await outputs.close();
      unlock();
      log.info('stopped');
    };
    return {
      get stationId() {
        return link.stationId;
      },
      get connected() {
        return link.connected;
      },
      localPage: local?.url ?? null,
      get challenges() {
        return nonces.count;
      },
      get waiting() {
        return link.waiting;
      },
      offerKey: (reader, key) => pool.offerKey(reader, key),
      state: () => pool.state(),
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
