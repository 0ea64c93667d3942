import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { TestServer } from './test-server.ts';

/** What a query finds in the database of a server that runs, by a connection of its own that may only read. */
export function rowsOf<T = Record<string, unknown>>(
  server: Pick<TestServer, 'dataDir'>,
  sql: string,
  ...values: unknown[]
): T[] {
  const db = new Database(join(server.dataDir, 'kiosk.db'), { readonly: true });
  try {
    return db.prepare(sql).all(...values) as T[];
  } finally {
    db.close();
  }
}
