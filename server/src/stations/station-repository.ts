import type { Db } from '../db/open-database.ts';
import { newId } from '../ids.ts';

export interface Station {
  readonly id: string;
  readonly name: string;
  /** Ed25519, SubjectPublicKeyInfo DER. */
  readonly publicKey: Uint8Array;
  readonly revoked: boolean;
  readonly lastSequence: number;
}

interface Row {
  id: string;
  name: string;
  public_key: Uint8Array;
  revoked_at: string | null;
  last_sequence: number;
}

const toStation = (row: Row): Station => ({
  id: row.id,
  name: row.name,
  publicKey: row.public_key,
  revoked: row.revoked_at !== null,
  lastSequence: row.last_sequence,
});

export interface StationRepository {
  add(station: { name: string; publicKey: Uint8Array }, at: Date): Station;
  find(id: string): Station | undefined;
  findByKey(publicKey: Uint8Array): Station | undefined;
  all(): Station[];
  revoke(id: string, at: Date): boolean;
  raiseSequence(id: string, sequence: number): void;
}

export function createStationRepository(db: Db): StationRepository {
  const one = db.prepare('SELECT * FROM stations WHERE id = ?');
  const byKey = db.prepare('SELECT * FROM stations WHERE public_key = ?');
  const every = db.prepare('SELECT * FROM stations ORDER BY enrolled_at');
  const insert = db.prepare('INSERT INTO stations (id, name, public_key, enrolled_at) VALUES (?, ?, ?, ?)');
  const revoke = db.prepare('UPDATE stations SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL');
  const raise = db.prepare('UPDATE stations SET last_sequence = ? WHERE id = ? AND last_sequence < ?');
  const read = (row: unknown): Station | undefined => (row === undefined ? undefined : toStation(row as Row));
  return {
    add({ name, publicKey }, at) {
      const id = newId();
      insert.run(id, name, publicKey, at.toISOString());
      return { id, name, publicKey, revoked: false, lastSequence: 0 };
    },
    find: (id) => read(one.get(id)),
    findByKey: (publicKey) => read(byKey.get(publicKey)),
    all: () => (every.all() as Row[]).map(toStation),
    revoke: (id, at) => revoke.run(at.toISOString(), id).changes === 1,
    raiseSequence(id, sequence) {
      raise.run(sequence, id, sequence);
    },
  };
}
