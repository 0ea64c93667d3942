import type { Migration } from '../migrate.ts';

/** When the insurance gateway was away: people admitted then were never asked about, so nothing else shows why. */
export const insuranceOutages: Migration = {
  number: 9,
  name: 'insurance outages',
  sql: `
CREATE TABLE insurance_outages (
  id TEXT PRIMARY KEY,
  cause TEXT NOT NULL,
  began_at TEXT NOT NULL,
  tries INTEGER NOT NULL,
  tried_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX insurance_outages_open ON insurance_outages (ended_at IS NULL) WHERE ended_at IS NULL;
`,
};
