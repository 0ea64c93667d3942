/** Finds out who this station is: enrolled before, or enrolled now with the code it was given. */
import type { Log } from '../log.ts';
import { RefusedConfig } from '../refused-config.ts';
import type { StateDir } from '../state-dir.ts';
import { enrol } from './enrol.ts';
import type { StationIdentity } from './identity.ts';
import { loadIdentity } from './identity.ts';
import type { NoncePool } from './nonce-pool.ts';
import type { ServerAddress } from './post-json.ts';

export interface EnrolmentOptions {
  readonly address: ServerAddress;
  readonly state: StateDir;
  readonly pool: NoncePool;
  readonly name: string;
  /** Spent at most once, and only when there is no other way. */
  readonly code: string | undefined;
  readonly log: Log;
}

export type Identify = (because?: 'station-unknown') => Promise<StationIdentity>;

/**
 * Throws `RefusedConfig` at once when this station is enrolled elsewhere, or nowhere, and has no code to enrol with.
 * A server that does not know the station any more gets the code too, if there is one left.
 */
export function createIdentify({ address, state, pool, name, code, log }: EnrolmentOptions): Identify {
  let codeLeft = code;
  const server = address.origin.origin;
  let identity: StationIdentity | undefined;
  try {
    identity = loadIdentity(state, server);
  } catch (error) {
    // The code says that a new enrolment is wanted: the old one, for another server or open to others, goes.
    if (!(error instanceof RefusedConfig) || code === undefined) throw error;
  }
  if (identity === undefined && code === undefined)
    throw new RefusedConfig('enrolmentCode', 'this station is not enrolled yet; the server gives a code');
  return async (because) => {
    if (identity !== undefined && (because === undefined || codeLeft === undefined)) return identity;
    identity = await enrol(address, state, codeLeft ?? '', name);
    codeLeft = undefined;
    pool.clear();
    log.info('enrolled', { stationId: identity.stationId, url: server });
    return identity;
  };
}
