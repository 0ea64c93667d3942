import { readFileSync, statSync } from 'node:fs';
import { StartError } from './start-error.ts';

/** A setting that does not hold, by its name and never by its value. */
export const settingRefused = (setting: string, why: string, cause?: unknown): StartError =>
  new StartError('config-invalid', `The settings do not hold together. ${setting}: ${why}`, cause);

/** What a file of mode 0600 holds, without blanks at its ends. Throws StartError `config-invalid`. */
export function readSecretFile(path: string, setting: string): string {
  try {
    if ((statSync(path).mode & 0o077) !== 0) throw settingRefused(setting, 'others may read it; chmod 600');
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw error instanceof StartError ? error : settingRefused(setting, 'cannot be read', error);
  }
}
