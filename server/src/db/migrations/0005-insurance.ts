import type { Migration } from '../migrate.ts';

/**
 * `insurance_lookups` is the outbox: one row a question, written with the check-in. `asking` is the intent, written before
 * the call; a row that a dead server left there is uncertain and never asked again by itself.
 */
export const insurance: Migration = {
  number: 5,
  name: 'insurance',
  sql: `
CREATE TABLE insurance_visits (
  id TEXT PRIMARY KEY REFERENCES visits(id),
  state TEXT NOT NULL,
  view BLOB,
  card BLOB,
  code TEXT,
  since TEXT NOT NULL,
  was_pending INTEGER NOT NULL DEFAULT 0,
  confirmed TEXT,
  confirmed_by TEXT,
  confirmed_at TEXT
) STRICT;
CREATE TABLE insurance_lookups (
  id TEXT PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visits(id),
  asks_by TEXT NOT NULL CHECK (asks_by IN ('personal-number', 'insurance-number', 'new-card', 'register-spelling')),
  question BLOB,
  officer TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'asking', 'answered', 'uncertain', 'given-up', 'superseded')),
  attempts INTEGER NOT NULL DEFAULT 0,
  code TEXT,
  created_at TEXT NOT NULL,
  wanted_at TEXT,
  next_at TEXT NOT NULL,
  asked_at TEXT,
  answered_at TEXT
) STRICT;
CREATE INDEX insurance_lookups_waiting ON insurance_lookups (wanted_at DESC, created_at DESC) WHERE state = 'waiting';
CREATE INDEX insurance_lookups_due ON insurance_lookups (next_at) WHERE state = 'waiting';
CREATE INDEX insurance_lookups_live ON insurance_lookups (created_at) WHERE state = 'waiting';
CREATE INDEX insurance_lookups_by_visit ON insurance_lookups (visit_id, created_at);
CREATE INDEX insurance_lookups_open ON insurance_lookups (state) WHERE state IN ('asking', 'uncertain');
CREATE TABLE insurance_evidence (
  id TEXT PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visits(id),
  lookup_id TEXT REFERENCES insurance_lookups(id),
  call TEXT NOT NULL CHECK (call IN ('look-up', 'history', 'co-payment')),
  code TEXT NOT NULL,
  good INTEGER NOT NULL,
  http_status INTEGER,
  ms INTEGER NOT NULL,
  at TEXT NOT NULL,
  officer TEXT NOT NULL,
  raw BLOB
) STRICT;
CREATE INDEX insurance_evidence_by_time ON insurance_evidence (at);
CREATE INDEX insurance_evidence_by_visit ON insurance_evidence (visit_id);
`,
};
