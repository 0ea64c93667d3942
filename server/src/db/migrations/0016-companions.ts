import type { Migration } from '../migrate.ts';

/**
 * Readings of companions' cards, which are no visits. `person` (name and number, sealed) lives until `until`: minutes
 * while nobody has said what the companion is to the patient, a day once it was said. `evidence` is kept of a suspicious
 * card alone.
 */
export const companions: Migration = {
  number: 16,
  name: 'companions of patients',
  sql: `
CREATE TABLE visit_companions (
  id TEXT PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visits(id),
  station_id TEXT NOT NULL REFERENCES stations(id),
  record_digest TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('taken', 'same-card', 'not-proven', 'suspicious')),
  overall TEXT NOT NULL,
  basis TEXT NOT NULL,
  checks TEXT NOT NULL,
  access TEXT NOT NULL,
  relation TEXT CHECK (relation IN ('child', 'spouse', 'parent', 'other')),
  read_at TEXT NOT NULL,
  received_at TEXT NOT NULL,
  until TEXT,
  person BLOB,
  evidence BLOB
) STRICT;
CREATE INDEX companions_by_visit ON visit_companions (visit_id, received_at);
CREATE INDEX companions_to_forget ON visit_companions (until) WHERE person IS NOT NULL;
`,
};
