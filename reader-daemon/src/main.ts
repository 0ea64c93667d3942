/**
 * `npm run daemon`: the daemon with PC/SC readers. Settings come from the environment and from `--config FILE`;
 * `--settings` prints the table of them. Ends with 0 when stopped, 78 for a setting it cannot start with, 75 when
 * another daemon runs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeForLog } from '@cccd-kiosk/contract/serialize-error';
import { loadTrustAnchors } from '@cccd-kiosk/emrtd/trust/load-trust-anchors';
import type { TrustStore } from '@cccd-kiosk/emrtd/trust/trust-store';
import { loadConfig } from './config.ts';
import { startDaemon } from './daemon.ts';
import { AlreadyRunning } from './instance-lock.ts';
import { DeviceScanner } from './key-scanner/device-scanner.ts';
import { joinScanners } from './key-scanner/key-scanner.ts';
import { openOutputs } from './local-output/open-outputs.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { pcscReaders } from './pcsc/pcsc-readers.ts';
import { RefusedConfig } from './refused-config.ts';
import { describeSettings } from './settings.ts';

const exitCodes = { config: 78, alreadyRunning: 75, unknown: 70 } as const;

function trustFrom(folder: string, log: Log): TrustStore {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const { store } = loadTrustAnchors(
    names.map(({ name }) => ({ name, bytes: Uint8Array.from(readFileSync(join(folder, name))) })),
  );
  log.info('trust store loaded', { count: store.certificates.length });
  return store;
}

async function run(configFile: string | undefined): Promise<void> {
  const config = loadConfig(process.env, configFile);
  const log = createLog({ level: config.logLevel });
  log.info('starting', { pid: process.pid });
  const readers = pcscReaders({
    silenceMs: config.silenceMs,
    samSlots: config.samSlots,
    warm: true,
    onEvent: ({ event, ...fields }) => (event === 'binding-missing' ? log.error(event) : log.info(event, fields)),
  });
  const scanner = joinScanners(
    config.scanners.map(
      ({ path, reader }) => new DeviceScanner({ path, log, ...(reader !== undefined && { reader }) }),
    ),
  );
  const own = config.trustDir === undefined ? {} : { trust: trustFrom(config.trustDir, log) };
  const outputs = await openOutputs(config, log);
  const daemon = await startDaemon({ config, readers, scanner, ...own, outputs, log });
  const stop = (): void => void daemon.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // A fault nobody foresaw must not leave half a daemon behind: whoever supervises it starts a whole one.
  process.on('uncaughtException', (error) => {
    log.error('unexpected', describeForLog(error));
    void daemon.stop().finally(() => process.exit(exitCodes.unknown));
  });
}

function explain(error: unknown): number {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (error instanceof RefusedConfig) {
    say(error.message);
    return exitCodes.config;
  }
  if (error instanceof AlreadyRunning) {
    say(error.message);
    return exitCodes.alreadyRunning;
  }
  say(`not started: ${JSON.stringify(describeForLog(error))}`);
  return exitCodes.unknown;
}

const { values } = parseArgs({ options: { config: { type: 'string' }, settings: { type: 'boolean' } } });
if (values.settings === true)
  for (const row of describeSettings())
    process.stdout.write(`${row.environment}\t${row.setting}\t${row.default}\t${row.what}\n`);
else await run(values.config).catch((error: unknown) => process.exit(explain(error)));
