import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testTrust } from '@cccd-kiosk/fixtures/world';
import type { ServerConfigInput } from '@cccd-kiosk/server/src/config';
import { startServer, type RunningServer, type ServerDeps } from '@cccd-kiosk/server/src/start-server';

/** A real server on a free port, with a real SQLite in a folder of its own. */
export interface TestServer extends RunningServer {
  readonly dataDir: string;
  readonly logs: string[];
  /** Starts the same data again after `close`. */
  restart(): Promise<TestServer>;
  /** Stops it and removes its folder. */
  end(): Promise<void>;
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'cccd-kiosk-server-'));

export async function startTestServer(
  config: ServerConfigInput = {},
  deps: ServerDeps = {},
  dataDir = temporaryFolder(),
): Promise<TestServer> {
  const logs: string[] = [];
  const server = await startServer(
    { dataDir, simulation: true, logLevel: 'trace', ...config },
    { logTo: { write: (line) => void logs.push(line) }, ...deps },
  );
  server.api.importTrust(testTrust(), 'test');
  return {
    ...server,
    dataDir,
    logs,
    async restart() {
      await server.close();
      return startTestServer(config, deps, dataDir);
    },
    async end() {
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export const post = (server: { url: string }, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** What a page of our own sends with every request that changes something. */
export const pageHeaders = (server: { url: string }): Record<string, string> => ({
  origin: server.url,
  'x-requested-with': 'cccd-kiosk',
});

/** Waits until `probe` gives something; fails after `patience` milliseconds. */
export async function until<T>(probe: () => T | undefined | false, patience = 15_000): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    const found = probe();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
