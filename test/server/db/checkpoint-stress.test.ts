import { fork } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '@cccd-kiosk/server/src/db/open-database';
import { root } from '../../habits/source-files.ts';
import { temporaryFolder } from '../test-server.ts';

const folder = temporaryFolder();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Two more connections in processes of their own: one writes, one checkpoints and resets the log (N17). */
const other = `
const Database = require(${JSON.stringify(join(root, 'node_modules/better-sqlite3'))});
const db = new Database(process.argv[2], { timeout: 10000 });
const insert = db.prepare("INSERT INTO offsets (name, value) VALUES (?, 1)");
for (let i = 0; i < 150; i += 1) {
  if (process.argv[3] === 'write') insert.run(process.pid + '-' + i);
  else db.pragma('wal_checkpoint(RESTART)');
}
db.close();
`;

describe('three connections, writing and checkpointing at once', () => {
  it('lose no row and leave a sound database', async () => {
    const path = join(folder, 'kiosk.db');
    const db = openDatabase(path, () => new Date());
    writeFileSync(join(folder, 'other.cjs'), other);
    const ended = ['write', 'checkpoint'].map((what) => {
      const child = fork(join(folder, 'other.cjs'), [path, what], { execArgv: [] });
      return new Promise<number | null>((resolve) => child.once('exit', resolve));
    });
    const insert = db.prepare('INSERT INTO offsets (name, value) VALUES (?, 1)');
    for (let i = 0; i < 150; i += 1) {
      insert.run(`own-${i}`);
      if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(await Promise.all(ended)).toEqual([0, 0]);
    expect(db.prepare('SELECT count(*) FROM offsets').pluck().get()).toBe(300);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });
});
