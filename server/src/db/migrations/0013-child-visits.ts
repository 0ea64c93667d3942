import type { Migration } from '../migrate.ts';

/**
 * A child's visit beside its guardian's, and a third event of the hand-over: what was registered and is not any more.
 * `declared` is what the guardian said of the child, sealed. The outbox keeps its rows, with one more word allowed.
 */
export const childVisits: Migration = {
  number: 13,
  name: 'visits of children; cancelled in the hand-over',
  sql: `
CREATE TABLE visit_children (
  id TEXT PRIMARY KEY REFERENCES visits(id),
  guardian_visit TEXT NOT NULL REFERENCES visits(id),
  declared BLOB,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE hand_over_next (
  place INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  destination TEXT NOT NULL,
  visit_id TEXT NOT NULL REFERENCES visits(id),
  event TEXT NOT NULL CHECK (event IN ('registered', 'changed', 'cancelled')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  code TEXT,
  next_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  settled_at TEXT,
  payload BLOB,
  patient BLOB
) STRICT;
INSERT INTO hand_over_next SELECT * FROM hand_over;
DROP TABLE hand_over;
ALTER TABLE hand_over_next RENAME TO hand_over;
CREATE INDEX hand_over_waiting ON hand_over (destination, visit_id, place) WHERE state <> 'taken';
CREATE INDEX hand_over_by_visit ON hand_over (visit_id, destination, place);
CREATE INDEX hand_over_order ON hand_over (destination, place) WHERE state <> 'taken';
`,
};
