import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { Db } from './open-database.ts';

/**
 * Runs a transaction; whatever it throws, nothing of it is kept. A fault of the storage itself (disk full, read-only, I/O)
 * becomes RefusedError `storage-failed`: the other side may try again.
 */
export function inTransaction<T>(db: Db, work: () => T): T {
  try {
    return db.transaction(work).immediate();
  } catch (error) {
    throw isStorageFault(error) ? new RefusedError('storage-failed', undefined, error) : error;
  }
}

const storageFaults = [
  'SQLITE_FULL',
  'SQLITE_READONLY',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_BUSY',
  'SQLITE_CORRUPT',
];

function isStorageFault(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && storageFaults.some((fault) => code.startsWith(fault));
}
