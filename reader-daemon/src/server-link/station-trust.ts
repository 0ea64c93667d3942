/**
 * Whom this station trusts, as its server says: kept on disk, so that it holds while the server is away and after a power
 * cut. The server judges every reading itself; this is for what the station says before it has, and while it cannot.
 */
import { stationTrustSchema } from '@cccd-kiosk/contract/station-trust';
import type { StationTrust as TrustOnTheWire } from '@cccd-kiosk/contract/station-trust';
import { digestOfTrust, unpackTrust } from '@cccd-kiosk/emrtd/trust/trust-pack';
import { emptyTrustStore, type TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { describeForLog } from '@cccd-kiosk/contract/serialize-error';
import type { Log } from '../log.ts';
import type { StateDir } from '../state-dir.ts';

const fileName = 'trust.json';
const octets = (all: readonly string[]): Uint8Array[] =>
  all.map((each) => Uint8Array.from(Buffer.from(each, 'base64')));

/** Throws when it is not whole, or not what its digest says. */
function opened(value: TrustOnTheWire): TrustStore {
  const { certificates, pinned, revocationLists, digest } = value;
  const pack = { certificates: octets(certificates), pinned, revocationLists: octets(revocationLists) };
  if (digestOfTrust(pack) !== digest) throw new RangeError('trust: not what its digest says');
  return unpackTrust(pack, 'server');
}

export class ServerTrust {
  readonly #state: StateDir;
  readonly #log: Log;
  #store: TrustStore = emptyTrustStore;
  #digest: string | null = null;

  constructor(state: StateDir, log: Log) {
    this.#state = state;
    this.#log = log;
    const kept = stationTrustSchema.safeParse(state.readJson(fileName));
    if (kept.success) this.#use(kept.data);
  }

  get store(): TrustStore {
    return this.#store;
  }

  /** What the server is asked to compare with. */
  get digest(): string | null {
    return this.#digest;
  }

  /** From the server. What does not open is left alone: the old one stays in use. */
  take(value: unknown): void {
    const trust = stationTrustSchema.safeParse(value);
    if (!trust.success) return this.#log.error('trust from the server is out of form', {});
    if (this.#use(trust.data)) this.#state.writeJson(fileName, trust.data);
  }

  #use(trust: TrustOnTheWire): boolean {
    try {
      this.#store = opened(trust);
      this.#digest = trust.digest;
      this.#log.info('trust store loaded', { count: this.#store.certificates.length });
      return true;
    } catch (error) {
      this.#log.error('trust store not usable', describeForLog(error));
      return false;
    }
  }
}
