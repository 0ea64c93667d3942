import type { Migration } from '../migrate.ts';

/**
 * Cases at a counter. All that tells a person is sealed in `content` (and in `previous`, the state before the last change,
 * for undo); the other columns outlive its erasure for the statistics. Nobody of the staff opened a case that a person began at a kiosk.
 * `form_taps`: a station whose next proven reading belongs to a case. `form_readings`: those readings, which are no visits.
 */
export const forms: Migration = {
  number: 8,
  name: 'form cases',
  sql: `
CREATE TABLE form_cases (
  id TEXT PRIMARY KEY,
  service_day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'finished', 'erased')),
  revision INTEGER NOT NULL,
  station_id TEXT REFERENCES stations(id),
  opened_by TEXT REFERENCES staff(id),
  opened_at TEXT NOT NULL,
  finished_by TEXT REFERENCES staff(id),
  finished_at TEXT,
  file_number TEXT UNIQUE,
  form_codes TEXT NOT NULL,
  saved INTEGER NOT NULL DEFAULT 0,
  typed INTEGER NOT NULL DEFAULT 0,
  erase_after TEXT NOT NULL,
  content BLOB,
  previous BLOB,
  previous_what TEXT,
  previous_until TEXT
) STRICT;
CREATE INDEX form_cases_by_day ON form_cases (service_day, opened_at);
CREATE INDEX form_cases_to_erase ON form_cases (erase_after) WHERE content IS NOT NULL;
CREATE TABLE form_file_numbers (
  service_day TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE form_taps (
  station_id TEXT PRIMARY KEY REFERENCES stations(id),
  case_id TEXT NOT NULL REFERENCES form_cases(id),
  role TEXT NOT NULL,
  staff_id TEXT REFERENCES staff(id),
  until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE form_readings (
  id TEXT PRIMARY KEY,
  station_id TEXT NOT NULL REFERENCES stations(id),
  case_id TEXT NOT NULL REFERENCES form_cases(id),
  record_digest TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('taken', 'not-proven', 'suspicious')),
  overall TEXT NOT NULL,
  basis TEXT NOT NULL,
  checks TEXT NOT NULL,
  access TEXT NOT NULL,
  read_at TEXT NOT NULL,
  received_at TEXT NOT NULL,
  evidence BLOB
) STRICT;
CREATE INDEX form_readings_by_case ON form_readings (case_id, received_at);
`,
};
