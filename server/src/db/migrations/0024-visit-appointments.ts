import type { Migration } from '../migrate.ts';

/**
 * What the hospital's system told of a visit's appointments of its day. `told` (sealed): the next one, NULL where there is
 * none or retention erased it; a row means that it was answered. `chosen_at`: when the person pressed for a number.
 */
export const visitAppointments: Migration = {
  number: 24,
  name: 'appointments of a visit’s day',
  sql: `
ALTER TABLE visits ADD COLUMN chosen_at TEXT;
CREATE TABLE visit_appointments (
  id TEXT PRIMARY KEY REFERENCES visits(id),
  told BLOB,
  at TEXT NOT NULL
) STRICT;
`,
};
