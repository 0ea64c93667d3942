import type { Migration } from '../migrate.ts';

/** What the code printed on a card said, of a visit whose chip did not answer. Sealed; nothing of it is proven. */
export const printedCodes: Migration = {
  number: 23,
  name: 'printed codes of cards whose chip did not answer',
  sql: `
CREATE TABLE visit_printed (
  id TEXT PRIMARY KEY REFERENCES visits(id),
  said BLOB,
  at TEXT NOT NULL
) STRICT;
`,
};
