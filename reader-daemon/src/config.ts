/** The daemon's configuration from its environment and a JSON file. */
import { readFileSync } from 'node:fs';
import { RefusedConfig } from './refused-config.ts';
import type { DaemonConfig } from './settings.ts';
import { daemonConfigSchema, environmentName, settingNames } from './settings.ts';

export type { DaemonConfig, DaemonConfigInput } from './settings.ts';

/** Throws `RefusedConfig`, which names the setting and never shows its value. */
export function parseConfig(input: unknown): DaemonConfig {
  const parsed = daemonConfigSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  throw new RefusedConfig(
    unknown ?? issue?.path.join('.') ?? 'config',
    unknown ? 'no such setting' : (issue?.message ?? 'refused'),
  );
}

function readFile(path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    throw new RefusedConfig('config file', typeof code === 'string' ? code : 'not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RefusedConfig('config file', 'not a JSON object');
  return value as Record<string, unknown>;
}

/** The environment goes before the file. `file` undefined: environment alone. */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>, file?: string): DaemonConfig {
  const settings: Record<string, unknown> = file === undefined ? {} : readFile(file);
  for (const name of settingNames) {
    const value = environment[environmentName(name)];
    if (value !== undefined && value !== '') settings[name] = value;
  }
  return parseConfig(settings);
}
