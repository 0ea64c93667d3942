import { createHash } from 'node:crypto';
import type { TrustEntry, TrustHistory } from '@cccd-kiosk/emrtd/trust/trust-history';
import type { Db } from '../db/open-database.ts';

export interface TrustFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file that was imported once, whether or not it is in use. */
export interface KnownFile {
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  readonly name: string;
  readonly importedAt: string;
  readonly importedBy: string;
}

/** Digests of the files that a version consists of. */
export type FileSet = readonly string[];

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Files as they came, kept for good, and the versions that say which of them are in use. */
export interface TrustRepository {
  /** Number of the version in use; 0 before the first. */
  latest(): number;
  /** Version n is entry n − 1. */
  history(): TrustHistory<FileSet>;
  /** Writes the last entry of a history that is one longer than what is kept. Returns its number. */
  append(history: TrustHistory<FileSet>): number;
  /** The first import of the same octets stays what it was. */
  keep(file: TrustFile, who: string, at: Date): void;
  known(digests: FileSet): KnownFile[];
  read(digests: FileSet): TrustFile[];
}

interface VersionRow {
  readonly version: number;
  readonly kind: 'import' | 'rollback';
  readonly changed_at: string;
  readonly changed_by: string;
  readonly previous: number | null;
}

export function createTrustRepository(db: Db): TrustRepository {
  const insertFile = db.prepare(
    `INSERT INTO trust_files (digest, name, bytes, imported_at, imported_by) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (digest) DO NOTHING`,
  );
  const insertVersion = db.prepare(
    'INSERT INTO trust_versions (version, kind, changed_at, changed_by, previous) VALUES (?, ?, ?, ?, ?)',
  );
  const insertVersionFile = db.prepare('INSERT INTO trust_version_files (version, digest) VALUES (?, ?)');
  const latest = db.prepare('SELECT coalesce(max(version), 0) FROM trust_versions').pluck();
  const versions = db.prepare('SELECT * FROM trust_versions ORDER BY version');
  const filesOf = db
    .prepare(
      `SELECT digest FROM trust_version_files JOIN trust_files USING (digest) WHERE version = ?
       ORDER BY imported_at, name`,
    )
    .pluck();
  const oneFile = db.prepare(
    'SELECT digest, name, imported_at AS importedAt, imported_by AS importedBy FROM trust_files WHERE digest = ?',
  );
  const content = db.prepare('SELECT name, bytes FROM trust_files WHERE digest = ?');

  function entryOf({ version, kind, changed_at, changed_by, previous }: VersionRow): TrustEntry<FileSet> {
    const files = filesOf.all(version) as string[];
    // Nothing can be imported that holds nothing: a rollback to no file is the beginning.
    const beginning = kind === 'rollback' && previous === null && files.length === 0;
    return {
      ...{ kind, by: changed_by, at: new Date(changed_at) },
      content: beginning ? undefined : files,
      previous: previous === null ? undefined : previous - 1,
    };
  }
  return {
    latest: () => latest.get() as number,
    history: () => ({ entries: (versions.all() as VersionRow[]).map(entryOf) }),
    append({ entries }) {
      const entry = entries.at(-1);
      const version = entries.length;
      if (entry === undefined) throw new RangeError('trust: a history without an entry');
      const { kind, at, by, previous } = entry;
      insertVersion.run(version, kind, at.toISOString(), by, previous === undefined ? null : previous + 1);
      for (const digest of entry.content ?? []) insertVersionFile.run(version, digest);
      return version;
    },
    keep({ name, bytes }, who, at) {
      insertFile.run(digestOf(bytes), name, bytes, at.toISOString(), who);
    },
    known: (digests) => digests.flatMap((digest) => (oneFile.get(digest) as KnownFile | undefined) ?? []),
    read: (digests) => digests.flatMap((digest) => (content.get(digest) as TrustFile | undefined) ?? []),
  };
}
