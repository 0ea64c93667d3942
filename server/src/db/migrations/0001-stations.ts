import type { Migration } from '../migrate.ts';

export const stations: Migration = {
  number: 1,
  name: 'stations and screens',
  sql: `
CREATE TABLE key_checks (
  version INTEGER PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT;
CREATE TABLE stations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  public_key BLOB NOT NULL UNIQUE,
  enrolled_at TEXT NOT NULL,
  revoked_at TEXT,
  last_sequence INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE enrolment_codes (
  code_lookup TEXT PRIMARY KEY,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE pairing_codes (
  code_lookup TEXT PRIMARY KEY,
  station_id TEXT NOT NULL REFERENCES stations(id),
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE screen_sessions (
  token_hash TEXT PRIMARY KEY,
  station_id TEXT NOT NULL REFERENCES stations(id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE reading_nonces (
  nonce_hash TEXT PRIMARY KEY,
  station_id TEXT NOT NULL REFERENCES stations(id),
  expires_at TEXT NOT NULL,
  used_by TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_nonces_by_station ON reading_nonces (station_id, expires_at);
`,
};
