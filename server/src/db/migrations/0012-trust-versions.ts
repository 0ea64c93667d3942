import type { Migration } from '../migrate.ts';

/**
 * What is trusted is the files of the last version; a version is never edited, and going back is a version of its own.
 * What had been imported before becomes one version for each time of import.
 */
export const trustVersions: Migration = {
  number: 12,
  name: 'versions of the trust store',
  sql: `
CREATE TABLE trust_versions (
  version INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('import', 'rollback')),
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  previous INTEGER REFERENCES trust_versions(version)
) STRICT;
CREATE TABLE trust_version_files (
  version INTEGER NOT NULL REFERENCES trust_versions(version),
  digest TEXT NOT NULL REFERENCES trust_files(digest),
  PRIMARY KEY (version, digest)
) STRICT, WITHOUT ROWID;
INSERT INTO trust_versions (version, kind, changed_at, changed_by, previous)
  SELECT row_number() OVER (ORDER BY imported_at), 'import', imported_at, min(imported_by),
    nullif(row_number() OVER (ORDER BY imported_at) - 1, 0)
  FROM trust_files GROUP BY imported_at ORDER BY imported_at;
INSERT INTO trust_version_files (version, digest)
  SELECT version, digest FROM trust_versions JOIN trust_files ON imported_at <= changed_at;
CREATE TRIGGER trust_versions_stay BEFORE DELETE ON trust_versions BEGIN SELECT RAISE(ABORT, 'versions are kept'); END;
CREATE TRIGGER trust_versions_keep BEFORE UPDATE ON trust_versions BEGIN SELECT RAISE(ABORT, 'versions are kept'); END;
CREATE TRIGGER trust_version_files_stay BEFORE DELETE ON trust_version_files
  BEGIN SELECT RAISE(ABORT, 'versions are kept'); END;
CREATE TRIGGER trust_version_files_keep BEFORE UPDATE ON trust_version_files
  BEGIN SELECT RAISE(ABORT, 'versions are kept'); END;
CREATE INDEX readings_by_time ON readings (received_at) WHERE evidence IS NOT NULL;
`,
};
