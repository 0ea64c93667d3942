import { readFileSync } from 'node:fs';
import type { ServerConfig } from '../config.ts';
import { readConfig } from '../config.ts';
import { StartError } from '../start-error.ts';

export interface CommandOptions {
  readonly config?: string | undefined;
  readonly data?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly simulation?: boolean | undefined;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly 'dry-run'?: boolean | undefined;
  readonly replace?: boolean | undefined;
}

function fromFile(path: string | undefined): Record<string, unknown> {
  if (path === undefined) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new StartError('config-invalid', `The settings file ${path} cannot be read as JSON.`, error);
  }
}

/** The file's settings with the command line's over them. Throws StartError `config-invalid`. */
export function settingsFrom(options: CommandOptions, env: NodeJS.ProcessEnv = process.env): ServerConfig {
  const file = fromFile(options.config ?? env['CCCD_KIOSK_SERVER_CONFIG']);
  return readConfig({
    port: 8080,
    ...file,
    ...(options.data === undefined ? {} : { dataDir: options.data }),
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: Number(options.port) }),
    ...(options.simulation === undefined ? {} : { simulation: options.simulation }),
  });
}
