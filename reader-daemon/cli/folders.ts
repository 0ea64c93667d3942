/** Files from disk, with a limit each: a folder is input like any other. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { plain } from '@cccd-kiosk/emrtd/bytes';
import { CouldNotRead } from './exit-codes.ts';

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A national list of certificates is a few megabytes. */
const maxFileBytes = 64 * 1024 * 1024;

async function unlessMissing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new CouldNotRead(code.toLowerCase(), `${path}: ${code}`);
  }
}

export const readOne = (path: string): Promise<Uint8Array> =>
  unlessMissing(path, async () => {
    const { size } = await stat(path);
    if (size > maxFileBytes) throw new CouldNotRead('too-large', `${path}: longer than 64 MB`);
    return plain(await readFile(path));
  });

/** Every plain file of a folder, by name; hidden ones and folders are passed over. */
export async function readFolder(path: string): Promise<NamedFile[]> {
  const entries = await unlessMissing(path, () => readdir(path, { withFileTypes: true }));
  const names = entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
  return Promise.all(names.map(async (name) => ({ name, bytes: await readOne(join(path, name)) })));
}
