import type { Migration } from '../migrate.ts';

/**
 * The roles of step 3 stand in a CHECK: the table is made anew with more of them. Its sessions go first and come back, so
 * that no reference is ever broken. `scope` names what an item without a visit is about, so that one open item stands for
 * one trouble.
 */
export const workItemsAndRoles: Migration = {
  number: 7,
  name: 'work items and roles',
  sql: `
CREATE TABLE kept_sessions AS SELECT token_hash, staff_id, expires_at FROM staff_sessions;
DROP TABLE staff_sessions;
CREATE TABLE staff_anew (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('reception', 'cashier', 'counter-officer', 'postal-officer', 'administrator', 'auditor')),
  salt BLOB NOT NULL,
  password_hash BLOB NOT NULL,
  officer BLOB,
  created_at TEXT NOT NULL,
  disabled_at TEXT
) STRICT;
INSERT INTO staff_anew (id, account, name, role, salt, password_hash, created_at, disabled_at)
  SELECT id, account, name, role, salt, password_hash, created_at, disabled_at FROM staff;
DROP TABLE staff;
ALTER TABLE staff_anew RENAME TO staff;
CREATE TABLE staff_sessions (
  token_hash TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff(id),
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO staff_sessions SELECT token_hash, staff_id, expires_at FROM kept_sessions;
DROP TABLE kept_sessions;
CREATE INDEX audit_by_actor ON audit (actor, at);
ALTER TABLE visits ADD COLUMN commune BLOB;
ALTER TABLE visits ADD COLUMN settled_at TEXT;
ALTER TABLE visits ADD COLUMN settled_by TEXT;
CREATE TABLE work_items (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('information', 'needs-look', 'blocking')),
  visit_id TEXT REFERENCES visits(id),
  field TEXT,
  code TEXT NOT NULL,
  scope TEXT NOT NULL,
  before_payment INTEGER NOT NULL,
  details BLOB,
  opened_at TEXT NOT NULL,
  owner_id TEXT REFERENCES staff(id),
  taken_at TEXT,
  closed_at TEXT,
  closed_by TEXT,
  closed_reason TEXT
) STRICT;
CREATE UNIQUE INDEX one_open_work_item ON work_items (coalesce(visit_id, ''), kind, coalesce(field, ''), code, scope)
  WHERE closed_at IS NULL;
CREATE INDEX open_work_items ON work_items (opened_at) WHERE closed_at IS NULL;
`,
};
