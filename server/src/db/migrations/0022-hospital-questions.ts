import type { Migration } from '../migrate.ts';

/** About which visits the hospital's own system is still to be asked. No data of a person. */
export const hospitalQuestions: Migration = {
  number: 22,
  name: 'questions to the hospital’s own records',
  sql: `
CREATE TABLE hospital_questions (
  id TEXT PRIMARY KEY REFERENCES visits(id),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'answered', 'given-up')),
  attempts INTEGER NOT NULL DEFAULT 0,
  code TEXT,
  next_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  settled_at TEXT
) STRICT;
CREATE INDEX hospital_questions_waiting ON hospital_questions (created_at DESC) WHERE state = 'waiting';
CREATE INDEX hospital_questions_due ON hospital_questions (next_at) WHERE state = 'waiting';
`,
};
