import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { StartError } from '../start-error.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { hasWalResetBug } from './sqlite-version.ts';

export type Db = Database.Database;

/**
 * Opens the one database, for the one process that writes it. WAL with `synchronous=FULL`: what was acknowledged survives
 * a power cut when the disk honours a sync. Throws StartError.
 */
export function openDatabase(path: string, now: () => Date, version?: string): Db {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const db = new Database(path);
  try {
    const found = version ?? (db.prepare('SELECT sqlite_version()').pluck().get() as string);
    if (hasWalResetBug(found))
      throw new StartError(
        'sqlite-vulnerable',
        `SQLite ${found} can corrupt a database in WAL mode (mended in 3.51.3, 3.50.7 and 3.44.6). Install the better-sqlite3 of the lockfile.`,
      );
    if (path !== ':memory:') chmodSync(path, 0o600);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('secure_delete = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('busy_timeout = 5000');
    const health = db.pragma('quick_check', { simple: true });
    if (health !== 'ok')
      throw new StartError('database-damaged', 'The database does not pass its own check. Restore the last backup.');
    migrate(db, migrations, now());
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
