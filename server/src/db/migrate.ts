import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { StartError } from '../start-error.ts';

/** One step forward. Numbers rise; a shipped step is never edited (its digest is kept and compared). */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

const digestOf = (migration: Migration): string => createHash('sha256').update(migration.sql).digest('hex');

/**
 * Brings the schema forward, each step in a transaction of its own: a step that fails leaves the database where the step
 * before had left it. Throws StartError `migration-failed` or `database-newer`.
 */
export function migrate(db: Database, migrations: readonly Migration[], now: Date): void {
  db.exec(
    'CREATE TABLE IF NOT EXISTS schema_steps (number INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
  );
  const steps = db.prepare('SELECT number, digest FROM schema_steps').all() as { number: number; digest: string }[];
  const applied = new Map(steps.map(({ number, digest }) => [number, digest]));
  if (steps.some(({ number }) => !migrations.some((known) => known.number === number)))
    throw new StartError(
      'database-newer',
      'The database was written by a newer server. Start that version, or restore a backup.',
    );
  const record = db.prepare('INSERT INTO schema_steps (number, name, digest, applied_at) VALUES (?, ?, ?, ?)');
  for (const migration of migrations) {
    const earlier = applied.get(migration.number);
    if (earlier !== undefined) {
      if (earlier !== digestOf(migration))
        throw new StartError(
          'migration-failed',
          `Schema step ${migration.number} is not the one this database was made with.`,
        );
      continue;
    }
    try {
      db.transaction(() => {
        db.exec(migration.sql);
        record.run(migration.number, migration.name, digestOf(migration), now.toISOString());
      }).immediate();
    } catch (error) {
      throw new StartError(
        'migration-failed',
        `Schema step ${migration.number} (${migration.name}) did not go through; nothing of it was kept.`,
        error,
      );
    }
  }
}
