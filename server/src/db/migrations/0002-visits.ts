import type { Migration } from '../migrate.ts';

/**
 * `lane` keeps a doubtful card's visit apart from the visit of the person it claims to be.
 * A number belongs to a queue (one room's series) and a service day; it is never given twice, a voided one included.
 */
export const visits: Migration = {
  number: 2,
  name: 'visits, tickets and readings',
  sql: `
CREATE TABLE visits (
  id TEXT PRIMARY KEY,
  service_day TEXT NOT NULL,
  lane TEXT NOT NULL CHECK (lane IN ('card', 'doubtful', 'declared')),
  person_lookup TEXT,
  full_name BLOB,
  personal_number BLOB,
  birth_date BLOB,
  sex BLOB,
  overall TEXT CHECK (overall IN ('genuine', 'suspicious', 'not-proven')),
  basis TEXT NOT NULL CHECK (basis IN ('proven', 'attested', 'none')),
  priority INTEGER NOT NULL,
  desk INTEGER NOT NULL,
  station_id TEXT NOT NULL REFERENCES stations(id),
  reason TEXT,
  consent_version TEXT NOT NULL,
  arrived_at TEXT NOT NULL,
  opened_at TEXT,
  same_face TEXT CHECK (same_face IN ('same', 'needs-look')),
  same_face_at TEXT,
  same_face_by TEXT,
  latest_offset INTEGER NOT NULL,
  erased_at TEXT
) STRICT;
CREATE UNIQUE INDEX one_visit_a_day ON visits (person_lookup, service_day, lane) WHERE person_lookup IS NOT NULL;
CREATE INDEX visits_by_day ON visits (service_day, arrived_at);
CREATE TABLE tickets (
  id TEXT PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visits(id),
  department_id TEXT NOT NULL,
  queue TEXT NOT NULL,
  service_day TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  priority INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('live', 'void')),
  qr TEXT NOT NULL UNIQUE,
  issued_at TEXT NOT NULL,
  UNIQUE (visit_id, department_id),
  UNIQUE (service_day, queue, sequence)
) STRICT;
CREATE UNIQUE INDEX one_live_ticket ON tickets (visit_id) WHERE state = 'live';
CREATE TABLE readings (
  id TEXT PRIMARY KEY,
  station_id TEXT NOT NULL REFERENCES stations(id),
  visit_id TEXT NOT NULL REFERENCES visits(id),
  record_digest TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  offline INTEGER NOT NULL,
  overall TEXT NOT NULL,
  basis TEXT NOT NULL,
  checks TEXT NOT NULL,
  access TEXT NOT NULL,
  read_at TEXT NOT NULL,
  received_at TEXT NOT NULL,
  evidence BLOB
) STRICT;
CREATE INDEX readings_by_visit ON readings (visit_id, received_at);
CREATE TABLE offsets (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
