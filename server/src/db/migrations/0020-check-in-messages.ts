import type { Migration } from '../migrate.ts';

/**
 * Messages that must not go twice: `left_at` is the intent, written before one leaves; a row that a dead server left so is
 * uncertain and never sent again by itself. The evidence keeps its rows, with one more call allowed.
 */
export const checkInMessages: Migration = {
  number: 20,
  name: 'check-in messages to the insurance gateway',
  sql: `
ALTER TABLE hand_over ADD COLUMN left_at TEXT;
CREATE INDEX hand_over_adrift ON hand_over (left_at) WHERE left_at IS NOT NULL;
CREATE TABLE insurance_evidence_next (
  id TEXT PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visits(id),
  lookup_id TEXT REFERENCES insurance_lookups(id),
  call TEXT NOT NULL CHECK (call IN ('look-up', 'history', 'co-payment', 'check-in')),
  code TEXT NOT NULL,
  good INTEGER NOT NULL,
  http_status INTEGER,
  ms INTEGER NOT NULL,
  at TEXT NOT NULL,
  officer TEXT NOT NULL,
  raw BLOB
) STRICT;
INSERT INTO insurance_evidence_next SELECT * FROM insurance_evidence;
DROP TABLE insurance_evidence;
ALTER TABLE insurance_evidence_next RENAME TO insurance_evidence;
CREATE INDEX insurance_evidence_by_time ON insurance_evidence (at);
CREATE INDEX insurance_evidence_by_visit ON insurance_evidence (visit_id);
`,
};
