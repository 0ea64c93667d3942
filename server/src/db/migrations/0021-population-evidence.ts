import type { Migration } from '../migrate.ts';

/**
 * What officers asked the population service. `content` (sealed): the reply as it came, the officer's number as it was told
 * and the note of the reason; erased by retention, the row stays for the count.
 */
export const populationEvidence: Migration = {
  number: 21,
  name: 'evidence of population look-ups',
  sql: `
CREATE TABLE population_evidence (
  id TEXT PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visits(id),
  staff_id TEXT NOT NULL REFERENCES staff(id),
  operation TEXT NOT NULL,
  reason TEXT NOT NULL,
  code TEXT NOT NULL,
  http_status INTEGER,
  ms INTEGER NOT NULL,
  at TEXT NOT NULL,
  content BLOB
) STRICT;
CREATE INDEX population_evidence_by_visit ON population_evidence (visit_id, at);
`,
};
