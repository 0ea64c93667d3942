import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAnchor } from '@cccd-kiosk/server/src/audit/anchor';
import { chainStart, createAuditLog, hashOfRow, type AuditRow } from '@cccd-kiosk/server/src/audit/audit-log';
import { verifyAudit } from '@cccd-kiosk/server/src/audit/verify-audit';
import { openDatabase, type Db } from '@cccd-kiosk/server/src/db/open-database';
import { temporaryFolder } from '../test-server.ts';

const now = () => new Date('2026-03-02T01:00:00Z');
let folder: string;
let db: Db;
let anchorPath: string;

beforeEach(() => {
  folder = temporaryFolder();
  db = openDatabase(join(folder, 'kiosk.db'), now);
  anchorPath = join(folder, 'elsewhere', 'head.txt');
  const audit = createAuditLog(db, now);
  const anchor = createAnchor(anchorPath, audit, now);
  for (let i = 1; i <= 10; i += 1) {
    audit.append({ actor: 'server', action: 'arrival-opened', object: `visit-${i}`, details: { reason: 'queue' } });
    if (i % 2 === 0) anchor.drop();
  }
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As somebody with the file and no scruples would: past the triggers. */
const tamper = (...statements: string[]): void => {
  db.exec('DROP TRIGGER audit_keeps_rows; DROP TRIGGER audit_keeps_content');
  for (const statement of statements) db.exec(statement);
};

function rewrite(from: number): void {
  const rows = db.prepare('SELECT * FROM audit ORDER BY row').all() as AuditRow[];
  const update = db.prepare('UPDATE audit SET previous = ?, hash = ? WHERE row = ?');
  let previous = chainStart;
  for (const row of rows) {
    const hash = row.row < from ? row.hash : hashOfRow({ ...row, previous });
    update.run(previous, hash, row.row);
    previous = hash;
  }
}

describe('the audit chain (TH19, E54)', () => {
  it('holds', () => {
    expect(verifyAudit(db, anchorPath)).toEqual({ ok: true, rows: 10 });
  });

  it('refuses UPDATE and DELETE', () => {
    expect(() => db.exec('DELETE FROM audit WHERE row = 10')).toThrow();
    expect(() => db.exec(`UPDATE audit SET actor = 'x'`)).toThrow();
  });

  it('shows an altered row', () => {
    tamper(`UPDATE audit SET details = '{}' WHERE row = 4`);
    expect(verifyAudit(db, anchorPath)).toEqual({ ok: false, row: 4, reason: 'row-altered' });
  });

  it('shows a removed row', () => {
    tamper('DELETE FROM audit WHERE row = 4');
    expect(verifyAudit(db, anchorPath)).toEqual({ ok: false, row: 4, reason: 'row-missing' });
  });

  it('shows two rows cut off its tail', () => {
    tamper('DELETE FROM audit WHERE row > 8');
    expect(verifyAudit(db, anchorPath)).toEqual({ ok: false, row: 9, reason: 'tail-missing' });
  });

  it('shows a chain that was rewritten from a row on', () => {
    tamper(`UPDATE audit SET object = 'visit-9999' WHERE row = 5`);
    rewrite(5);
    expect(verifyAudit(db, anchorPath)).toEqual({ ok: false, row: 6, reason: 'anchor-differs' });
  });

  it('shows a database put back from yesterday, although its own chain holds', () => {
    tamper('DELETE FROM audit WHERE row > 3');
    writeFileSync(join(folder, 'unrelated'), '');
    expect(verifyAudit(db, anchorPath)).toMatchObject({ ok: false, reason: 'tail-missing' });
    expect(verifyAudit(db, join(folder, 'no-anchor'))).toEqual({ ok: true, rows: 3 });
  });

  it('two processes append to one chain', () => {
    const other = new Database(join(folder, 'kiosk.db'));
    const [a, b] = [createAuditLog(db, now), createAuditLog(other, now)];
    for (let i = 0; i < 5; i += 1) {
      a.append({ actor: 'server', action: 'signed-in' });
      b.append({ actor: 'command-line', action: 'trust-imported' });
    }
    other.close();
    expect(verifyAudit(db, anchorPath)).toEqual({ ok: true, rows: 20 });
  });
});
