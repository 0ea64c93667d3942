import type { Migration } from '../migrate.ts';

/** One row a message and destination. `place` is the order; a visit's messages go to a destination one after another. */
export const handOver: Migration = {
  number: 6,
  name: 'hand-over',
  sql: `
CREATE TABLE hand_over (
  place INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  destination TEXT NOT NULL,
  visit_id TEXT NOT NULL REFERENCES visits(id),
  event TEXT NOT NULL CHECK (event IN ('registered', 'changed')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  code TEXT,
  next_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  settled_at TEXT,
  payload BLOB,
  patient BLOB
) STRICT;
CREATE INDEX hand_over_waiting ON hand_over (destination, visit_id, place) WHERE state <> 'taken';
CREATE INDEX hand_over_by_visit ON hand_over (visit_id, destination, place);
`,
};
