import type { Migration } from '../migrate.ts';

/** Numbers that stations gave while this server was away: whose each one is, so that none is merged twice. */
export const localTickets: Migration = {
  number: 11,
  name: 'numbers that stations gave themselves',
  sql: `
CREATE TABLE local_tickets (
  station_id TEXT NOT NULL REFERENCES stations(id),
  service_day TEXT NOT NULL,
  number TEXT NOT NULL,
  visit_id TEXT NOT NULL REFERENCES visits(id),
  made_id TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (station_id, service_day, number, made_id)
) STRICT;
CREATE INDEX local_tickets_by_visit ON local_tickets (visit_id);
`,
};
