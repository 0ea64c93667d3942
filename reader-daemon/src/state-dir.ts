/** The daemon's few files: readable by its own user alone, written whole or not at all. */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { RefusedConfig } from './refused-config.ts';

const othersMayRead = 0o077;
const isMissing = (error: unknown): boolean => (error as { code?: unknown }).code === 'ENOENT';

export class StateDir {
  readonly path: string;

  /** Makes the folder where it is missing. */
  constructor(path: string) {
    this.path = path;
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** `undefined` where there is none; throws `RefusedConfig` when others could have read it, or it is no JSON. */
  readJson(name: string): unknown {
    const path = this.file(name);
    let text: string;
    try {
      if (process.platform !== 'win32' && (statSync(path).mode & othersMayRead) !== 0) {
        chmodSync(path, 0o600);
        throw new RefusedConfig('stateDir', `${name} was readable by other users; enrol this station anew`);
      }
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    try {
      return JSON.parse(text);
    } catch {
      // Half a file cannot come from this program; whoever mended it by hand is told.
      throw new RefusedConfig('stateDir', `${name} cannot be read as JSON`);
    }
  }

  /** Written beside, flushed, then put in place. */
  writeJson(name: string, value: unknown): void {
    const beside = this.file(`${name}.new`);
    const file = openSync(beside, 'w', 0o600);
    try {
      writeSync(file, JSON.stringify(value));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, this.file(name));
  }
}
