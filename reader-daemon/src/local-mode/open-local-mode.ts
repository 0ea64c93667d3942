import { fileURLToPath } from 'node:url';
import type { DaemonConfig } from '../config.ts';
import type { Log } from '../log.ts';
import type { StateDir } from '../state-dir.ts';
import { LocalMode, type LocalModePorts } from './local-mode.ts';
import { openLocalPage } from './local-page.ts';

const builtScreens = fileURLToPath(new URL('../../../kiosk-ui/dist', import.meta.url));

export interface OpenLocalMode {
  /** Hears what the line to the server tells. */
  readonly mode: LocalMode;
  /** The page with its secret. */
  readonly url: string;
  close(): Promise<void>;
}

/** The kiosk's own page and numbers, where a port is set for them. Throws `RefusedConfig`. */
export async function openLocalMode(parts: {
  config: Pick<DaemonConfig, 'localPort' | 'localScreens' | 'simulation'>;
  state: StateDir;
  serverPage: string;
  /** The daemon's other half, as soon as it stands. */
  station: () => ({ readonly stationId: string | null } & LocalModePorts['orders']) | undefined;
  now: () => Date;
  log: Log;
}): Promise<OpenLocalMode | undefined> {
  const { config, state, station, log } = parts;
  const { localPort: port, localScreens: screens = builtScreens, simulation } = config;
  if (port === undefined) return undefined;
  const mode = new LocalMode({
    ...{ state, simulation, serverPage: parts.serverPage, now: parts.now, log },
    stationId: () => station()?.stationId ?? null,
    orders: {
      key: (reader, key) => station()?.key(reader, key),
      cancel: (reader) => station()?.cancel(reader),
    },
  });
  const page = await openLocalPage({ mode, port, screens, state, log });
  return {
    url: page.url,
    mode,
    async close() {
      mode.stop();
      await page.close();
    },
  };
}
