/** The local outputs that the settings ask for; none by default. */
import { readFileSync, statSync } from 'node:fs';
import type { Log } from '../log.ts';
import { RefusedConfig } from '../refused-config.ts';
import type { DaemonConfig } from '../settings.ts';
import { startHn212Service } from './hn212-service.ts';
import { createKeyboardWedge } from './keyboard-wedge.ts';
import type { LocalOutput } from './local-output.ts';

const leastToken = 16;

function tokenIn(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  let token: string;
  try {
    if ((statSync(file).mode & 0o077) !== 0) throw new RefusedConfig('hn212TokenFile', 'others may read it');
    token = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof RefusedConfig) throw error;
    throw new RefusedConfig('hn212TokenFile', String((error as { code?: unknown }).code ?? 'cannot be read'));
  }
  if (!/^[A-Za-z0-9_-]+$/.test(token) || token.length < leastToken)
    throw new RefusedConfig('hn212TokenFile', `fewer than ${leastToken} letters, digits, - and _`);
  return token;
}

/** Throws `RefusedConfig`. */
export async function openOutputs(config: DaemonConfig, log: Log): Promise<LocalOutput[]> {
  const { hn212Port, hn212Host, hn212Origins, hn212TokenFile, stationName } = config;
  const outputs: LocalOutput[] = [];
  if (hn212Port !== undefined) {
    const service = await startHn212Service({
      ...{ host: hn212Host, port: hn212Port, origins: hn212Origins, token: tokenIn(hn212TokenFile), stationName, log },
      now: () => new Date(),
    });
    log.info('local event service listens', { url: service.url });
    outputs.push(service);
  }
  const { wedgeCommand: command, wedgeFields: fields, wedgeEnd: end, wedgePlain: plain } = config;
  if (command !== undefined) outputs.push(createKeyboardWedge({ command, fields, end, plain, log }));
  return outputs;
}
