import { createHash } from 'node:crypto';
import type { Db } from '../db/open-database.ts';

export interface TrustFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface TrustRepository {
  /** False when the same octets are there already. */
  add(file: TrustFile, who: string, at: Date): boolean;
  all(): TrustFile[];
  /** ISO time of the latest import. */
  importedAt(): string | null;
}

export function createTrustRepository(db: Db): TrustRepository {
  const insert = db.prepare(
    `INSERT INTO trust_files (digest, name, bytes, imported_at, imported_by) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (digest) DO UPDATE SET imported_at = excluded.imported_at, imported_by = excluded.imported_by
     RETURNING name`,
  );
  const known = db.prepare('SELECT 1 FROM trust_files WHERE digest = ?').pluck();
  const every = db.prepare('SELECT name, bytes FROM trust_files ORDER BY imported_at, name');
  const latest = db.prepare('SELECT max(imported_at) FROM trust_files').pluck();
  return {
    add({ name, bytes }, who, at) {
      const digest = createHash('sha256').update(bytes).digest('hex');
      const isNew = known.get(digest) === undefined;
      insert.get(digest, name, bytes, at.toISOString(), who);
      return isNew;
    },
    all: () => every.all() as TrustFile[],
    importedAt: () => latest.get() as string | null,
  };
}
