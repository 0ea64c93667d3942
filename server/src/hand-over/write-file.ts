import { link, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file whole or not at all: under another name first, to the disk, then renamed. A file is for its owner and
 * group alone. `keep` leaves one that is there already (the same message again). What a kill left half written is written
 * over by the next try of the same file.
 */
export async function writeWhole(path: string, content: string, keep = false): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.part`);
  const file = await open(temporary, 'w', 0o640);
  try {
    await file.writeFile(content, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    if (keep) await link(temporary, path);
    else await rename(temporary, path);
  } catch (error) {
    if (!(keep && (error as { code?: unknown }).code === 'EEXIST')) throw error;
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** A fault of the disk or the folder mends by itself or by a person's hand; the message waits. */
export const diskCode = (error: unknown): string => String((error as { code?: unknown }).code ?? 'disk');
