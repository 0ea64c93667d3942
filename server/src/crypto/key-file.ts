import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';

/** Master keys by version. `current` seals; every version listed still opens. */
export interface KeyRing {
  readonly current: number;
  readonly keys: ReadonlyMap<number, Uint8Array>;
}

const fileSchema = z.object({
  current: z.number().int().positive().max(65_535),
  keys: z.record(z.string().regex(/^[1-9]\d{0,4}$/), z.base64().length(44)),
});

/** The ring in the file, or null when there is no file. Throws StartError `key-unreadable` or `key-exposed`. */
export function readKeyFile(path: string): KeyRing | null {
  if (!existsSync(path)) return null;
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new StartError('key-exposed', `Others can read the key file. Run: chmod 600 ${path}`);
  try {
    const { current, keys } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const ring = {
      current,
      keys: new Map(
        Object.entries(keys).map(([version, key]) => [Number(version), new Uint8Array(Buffer.from(key, 'base64'))]),
      ),
    };
    if (!ring.keys.has(current)) throw new RangeError('the current version is not among the keys');
    return ring;
  } catch (error) {
    throw new StartError('key-unreadable', `The key file ${path} is damaged. Restore it from its backup.`, error);
  }
}

/** Replaces the file as a whole (written beside it, synced, renamed), mode 0600. */
export function writeKeyFile(path: string, ring: KeyRing): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const keys = Object.fromEntries(
    [...ring.keys].map(([version, key]) => [version, Buffer.from(key).toString('base64')]),
  );
  const beside = `${path}.new`;
  const file = openSync(beside, 'w', 0o600);
  writeSync(file, `${JSON.stringify({ current: ring.current, keys }, null, 2)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(beside, path);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

export const firstRing = (): KeyRing => ({ current: 1, keys: new Map([[1, new Uint8Array(randomBytes(32))]]) });

/** The ring with one more key, which is the current one from now on. */
export const withNewKey = (ring: KeyRing): KeyRing => {
  const current = Math.max(...ring.keys.keys()) + 1;
  return { current, keys: new Map([...ring.keys, [current, new Uint8Array(randomBytes(32))]]) };
};

/** The ring with its current key alone. */
export const withoutOldKeys = (ring: KeyRing): KeyRing => ({
  current: ring.current,
  keys: new Map([...ring.keys].filter(([version]) => version === ring.current)),
});
