import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrate } from '@cccd-kiosk/server/src/db/migrate';
import { migrations } from '@cccd-kiosk/server/src/db/migrations/index';
import { createTrustRepository } from '@cccd-kiosk/server/src/trust/trust-repository';

describe('what had been imported before there were versions', () => {
  it('becomes a version for each time of import, each with what was there by then', () => {
    const db = new Database(':memory:');
    const now = new Date('2026-03-02T01:00:00Z');
    migrate(
      db,
      migrations.filter(({ number }) => number < 12),
      now,
    );
    const insert = db.prepare('INSERT INTO trust_files VALUES (?, ?, ?, ?, ?)');
    insert.run('aa', 'csca.der', Buffer.from([1]), '2026-01-01T00:00:00.000Z', 'command-line');
    insert.run('bb', 'one.crl', Buffer.from([2]), '2026-02-01T00:00:00.000Z', 'staff:1');
    insert.run('cc', 'two.crl', Buffer.from([3]), '2026-02-01T00:00:00.000Z', 'staff:1');
    migrate(db, migrations, now);
    const { entries } = createTrustRepository(db).history();
    expect(entries).toEqual([
      ...[{ kind: 'import', by: 'command-line', at: new Date('2026-01-01'), content: ['aa'], previous: undefined }],
      ...[{ kind: 'import', by: 'staff:1', at: new Date('2026-02-01'), content: ['aa', 'bb', 'cc'], previous: 0 }],
    ]);
    db.close();
  });

  it('nothing becomes no version', () => {
    const db = new Database(':memory:');
    migrate(db, migrations, new Date());
    expect(createTrustRepository(db).latest()).toBe(0);
    db.close();
  });
});
