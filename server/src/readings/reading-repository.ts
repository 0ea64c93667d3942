import type { Basis } from '@cccd-kiosk/emrtd/inspection/overall';
import type { Checks, Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { FieldCipher, Place } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';

export interface Reading {
  readonly id: string;
  readonly stationId: string;
  readonly visitId: string;
  /** SHA-256 of the record's text, to tell a repeated request from another one under the same id. */
  readonly recordDigest: string;
  readonly sequence: number;
  readonly offline: boolean;
  readonly overall: Overall;
  readonly basis: Basis;
  readonly checks: Checks;
  /** `PACE can`. */
  readonly access: string;
  readonly readAt: string;
  readonly receivedAt: string;
}

interface Row {
  id: string;
  station_id: string;
  visit_id: string;
  record_digest: string;
  sequence: number;
  offline: number;
  overall: Overall;
  basis: Basis;
  checks: string;
  access: string;
  read_at: string;
  received_at: string;
}

export interface ReadingRepository {
  add(reading: Reading, evidence: string): void;
  find(id: string): Reading | undefined;
  /** The visit's best reading: genuine before others, then the latest. */
  ofVisit(visitId: string): Reading | undefined;
  /** The reduced evidence record as JSON text, until retention erases it. */
  evidence(id: string): string | null;
  eraseEvidence(before: string): number;
  /** Received since then and with evidence left, newest first. */
  recent(since: string, limit: number): Pick<Reading, 'id' | 'stationId' | 'receivedAt'>[];
  /** How many there are of these. */
  countSince(since: string): number;
}

export function createReadingRepository(db: Db, cipher: FieldCipher): ReadingRepository {
  const place = (row: string): Place => ({ table: 'readings', column: 'evidence', row });
  const toReading = (row: Row): Reading => ({
    id: row.id,
    stationId: row.station_id,
    visitId: row.visit_id,
    recordDigest: row.record_digest,
    sequence: row.sequence,
    offline: row.offline === 1,
    overall: row.overall,
    basis: row.basis,
    checks: JSON.parse(row.checks) as Checks,
    access: row.access,
    readAt: row.read_at,
    receivedAt: row.received_at,
  });
  const insert = db.prepare(
    `INSERT INTO readings (id, station_id, visit_id, record_digest, sequence, offline, overall, basis, checks, access, read_at,
       received_at, evidence)
     VALUES (@id, @stationId, @visitId, @recordDigest, @sequence, @offline, @overall, @basis, @checks, @access, @readAt,
       @receivedAt, @evidence)`,
  );
  const one = db.prepare('SELECT * FROM readings WHERE id = ?');
  const ofVisit = db.prepare(
    `SELECT * FROM readings WHERE visit_id = ? ORDER BY (overall = 'genuine') DESC, received_at DESC LIMIT 1`,
  );
  const evidence = db.prepare('SELECT evidence FROM readings WHERE id = ?').pluck();
  const erase = db.prepare('UPDATE readings SET evidence = NULL WHERE received_at < ? AND evidence IS NOT NULL');
  const recent = db.prepare(
    `SELECT id, station_id AS stationId, received_at AS receivedAt FROM readings
     WHERE evidence IS NOT NULL AND received_at >= ? ORDER BY received_at DESC LIMIT ?`,
  );
  const countSince = db
    .prepare('SELECT count(*) FROM readings WHERE evidence IS NOT NULL AND received_at >= ?')
    .pluck();
  const read = (row: unknown): Reading | undefined => (row === undefined ? undefined : toReading(row as Row));
  return {
    add(reading, record) {
      insert.run({
        ...reading,
        offline: reading.offline ? 1 : 0,
        checks: JSON.stringify(reading.checks),
        evidence: cipher.seal(place(reading.id), record),
      });
    },
    find: (id) => read(one.get(id)),
    ofVisit: (visitId) => read(ofVisit.get(visitId)),
    evidence(id) {
      const sealed = evidence.get(id) as Uint8Array | null | undefined;
      return sealed === null || sealed === undefined ? null : cipher.openText(place(id), sealed);
    },
    eraseEvidence: (before) => erase.run(before).changes,
    recent: (since, limit) => recent.all(since, limit) as Pick<Reading, 'id' | 'stationId' | 'receivedAt'>[],
    countSince: (since) => countSince.get(since) as number,
  };
}
