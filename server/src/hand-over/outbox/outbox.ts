import { randomBytes } from 'node:crypto';
import type { DestinationState } from '@cccd-kiosk/contract/hand-over';
import { z } from 'zod';
import type { FieldCipher, Place } from '../../crypto/field-cipher.ts';
import type { Db } from '../../db/open-database.ts';
import { Personal } from '../../personal.ts';
import type { PatientTold } from '../language.ts';
import type { RegisteredVisit } from '../registered-visit.ts';
import { registeredVisitSchema } from '../registered-visit.ts';

export interface OutboxRow {
  /** The message's key, for every try and every destination its own. */
  readonly id: string;
  readonly destination: string;
  readonly visitId: string;
  readonly event: RegisteredVisit['event'];
  readonly state: 'waiting' | 'taken' | 'dead';
  readonly attempts: number;
  readonly code: string | null;
  readonly nextAt: string;
  readonly createdAt: string;
}

interface Row {
  id: string;
  destination: string;
  visit_id: string;
  event: RegisteredVisit['event'];
  state: OutboxRow['state'];
  attempts: number;
  code: string | null;
  next_at: string;
  created_at: string;
}

export interface Outbox {
  /** In the caller's transaction. */
  add(destination: string, visit: RegisteredVisit): void;
  /** The first unsettled message of each visit whose time has come; a dead one holds back those after it. */
  due(destination: string, at: string, limit: number): OutboxRow[];
  /** The payload, until retention erases it. The patient id that `patientFrom` told before is filled in. */
  visitOf(row: OutboxRow, patientFrom?: string): Personal<RegisteredVisit> | null;
  /** The last message of a visit to a destination, whatever became of it. */
  latest(destination: string, visitId: string): RegisteredVisit | 'erased' | undefined;
  /** Takes the companion out of every message of a visit, sent or not. */
  forgetCompanion(visitId: string): void;
  /** The intent to send what must not go twice; whatever comes of it takes it back. */
  leaving(id: string, at: string): void;
  /** Messages of a destination that a server which died had let go. */
  adrift(destination: string): OutboxRow[];
  /** What a destination took last of a visit; null when it took nothing or that was erased. */
  lastTaken(destination: string, visitId: string): RegisteredVisit | null;
  /** Nothing of this visit has ever left for a destination, or waits to. */
  untold(destination: string, visitId: string): boolean;
  /** `code`: why nothing was sent, of one that was nothing to its destination. */
  taken(id: string, at: string, patient: PatientTold | null, code?: 'not-due'): void;
  later(id: string, code: string, nextAt: string): void;
  dead(id: string, code: string, at: string): void;
  /** Puts a dead message back, under its own key. 0 when it is not dead or its payload is erased. */
  again(id: string, at: string): number;
  /** The same for every dead message of a destination but uncertain ones; returns how many. */
  allAgain(destination: string, at: string): number;
  deadRows(limit: number): OutboxRow[];
  /**
   * Forgets what a destination refused of a visit that is none any more; returns how many. One that it put on somebody
   * else's record, or may have taken, stays: a person has to see to that.
   */
  withdrawDead(destination: string, visitId: string): number;
  /** Of the destinations named, and of others that have messages left. */
  counts(known: readonly { name: string; kind: string }[]): DestinationState[];
  /**
   * Forgets messages made before: those taken wholly, of others the payload; one that still waited becomes dead. Returns
   * how many.
   */
  erase(before: string, at: string): number;
}

const toRow = (row: Row): OutboxRow => ({
  id: row.id,
  destination: row.destination,
  visitId: row.visit_id,
  event: row.event,
  state: row.state,
  attempts: row.attempts,
  code: row.code,
  nextAt: row.next_at,
  createdAt: row.created_at,
});

/** The code of a message that may have been taken: a person puts it back one by one. */
export const uncertainCode = 'uncertain';

/** Said in the very words of the partial index: without them it is not used, and every look walks what was ever sent. */
const unsettled = `state <> 'taken'`;

const patientSchema = z.object({ patientId: z.string().nullable() });

export function createOutbox(db: Db, cipher: FieldCipher): Outbox {
  const place = (column: 'payload' | 'patient', row: string): Place => ({ table: 'hand_over', column, row });
  const insert = db.prepare(
    `INSERT INTO hand_over (id, destination, visit_id, event, state, next_at, created_at, payload)
     VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?)`,
  );
  const due = db.prepare(
    `SELECT * FROM hand_over AS mine WHERE destination = ? AND ${unsettled} AND state = 'waiting' AND next_at <= ?
       AND NOT EXISTS (SELECT 1 FROM hand_over AS earlier WHERE earlier.destination = mine.destination
         AND earlier.visit_id = mine.visit_id AND earlier.place < mine.place AND earlier.state <> 'taken')
     ORDER BY place LIMIT ?`,
  );
  const payload = db.prepare('SELECT payload FROM hand_over WHERE id = ?').pluck();
  const toldBefore = db.prepare(
    `SELECT id, patient FROM hand_over WHERE visit_id = ? AND destination = ? AND patient IS NOT NULL
     ORDER BY place DESC LIMIT 1`,
  );
  const latest = db.prepare(
    'SELECT id, payload FROM hand_over WHERE visit_id = ? AND destination = ? ORDER BY place DESC LIMIT 1',
  );
  const ofVisit = db.prepare('SELECT id, payload FROM hand_over WHERE visit_id = ? AND payload IS NOT NULL');
  const rewrite = db.prepare('UPDATE hand_over SET payload = ? WHERE id = ?');
  const taken = db.prepare(
    `UPDATE hand_over SET state = 'taken', settled_at = ?, code = ?, attempts = attempts + 1, patient = ?, left_at = NULL
     WHERE id = ?`,
  );
  const postpone = db.prepare(
    'UPDATE hand_over SET code = ?, next_at = ?, attempts = attempts + 1, left_at = NULL WHERE id = ?',
  );
  const leaving = db.prepare('UPDATE hand_over SET left_at = ? WHERE id = ?');
  const adrift = db.prepare('SELECT * FROM hand_over WHERE left_at IS NOT NULL AND destination = ? ORDER BY place');
  const lastTaken = db.prepare(
    `SELECT id, payload FROM hand_over WHERE visit_id = ? AND destination = ? AND state = 'taken' AND code IS NULL
       AND event <> 'cancelled' ORDER BY place DESC LIMIT 1`,
  );
  const told = db
    .prepare(
      `SELECT count(*) FROM hand_over WHERE visit_id = ? AND destination = ?
       AND NOT (state = 'taken' AND code IS 'not-due')`,
    )
    .pluck();
  const dead = db.prepare(
    `UPDATE hand_over SET state = 'dead', code = ?, settled_at = ?, attempts = attempts + 1, left_at = NULL
     WHERE id = ?`,
  );
  const again = db.prepare(
    `UPDATE hand_over SET state = 'waiting', next_at = ?, attempts = 0, settled_at = NULL
     WHERE id = ? AND state = 'dead' AND payload IS NOT NULL`,
  );
  const allAgain = db.prepare(
    `UPDATE hand_over SET state = 'waiting', next_at = ?, attempts = 0, settled_at = NULL
     WHERE destination = ? AND ${unsettled} AND state = 'dead' AND payload IS NOT NULL AND code <> '${uncertainCode}'`,
  );
  const deadRows = db.prepare(
    `SELECT * FROM hand_over WHERE ${unsettled} AND state = 'dead' ORDER BY place DESC LIMIT ?`,
  );
  const withdraw = db.prepare(
    `DELETE FROM hand_over WHERE visit_id = ? AND destination = ? AND state = 'dead'
       AND code NOT IN ('different-patient', '${uncertainCode}')`,
  );
  const unsettledOf = db.prepare(
    `SELECT destination AS name, sum(state = 'waiting') AS waiting, sum(state = 'dead') AS dead,
       min(CASE WHEN state = 'waiting' THEN created_at END) AS oldest
     FROM hand_over WHERE ${unsettled} GROUP BY destination`,
  );
  const lastTakenAt = db
    .prepare(`SELECT settled_at FROM hand_over WHERE destination = ? AND state = 'taken' ORDER BY place DESC LIMIT 1`)
    .pluck();
  const bury = db.prepare(
    `UPDATE hand_over SET state = 'dead', code = 'erased', settled_at = ?
     WHERE ${unsettled} AND state = 'waiting' AND created_at < ?`,
  );
  /** Messages are made in the order of `place`: the first young one ends the old ones. */
  const firstYoung = db.prepare('SELECT place FROM hand_over WHERE created_at >= ? ORDER BY place LIMIT 1').pluck();
  const forget = db.prepare(`DELETE FROM hand_over WHERE place < ? AND state = 'taken'`);
  const erase = db.prepare(
    `UPDATE hand_over SET payload = NULL, patient = NULL
     WHERE place < ? AND ${unsettled} AND (payload IS NOT NULL OR patient IS NOT NULL)`,
  );
  const open = (id: string, sealed: Uint8Array): RegisteredVisit =>
    registeredVisitSchema.parse(JSON.parse(cipher.openText(place('payload', id), sealed)));

  return {
    add(destination, visit) {
      const id = randomBytes(15).toString('base64url');
      const sealed = cipher.seal(place('payload', id), JSON.stringify(visit));
      insert.run(id, destination, visit.visitId, visit.event, visit.times.at, visit.times.at, sealed);
    },
    due: (destination, at, limit) => (due.all(destination, at, limit) as Row[]).map(toRow),
    visitOf({ id, visitId, destination }, patientFrom = destination) {
      const sealed = payload.get(id) as Uint8Array | null | undefined;
      if (sealed === null || sealed === undefined) return null;
      const visit = open(id, sealed);
      const told = toldBefore.get(visitId, patientFrom) as { id: string; patient: Uint8Array } | undefined;
      if (told === undefined) return new Personal(visit);
      const { patientId } = patientSchema.parse(JSON.parse(cipher.openText(place('patient', told.id), told.patient)));
      return new Personal({ ...visit, person: { ...visit.person, patientId: patientId ?? visit.person.patientId } });
    },
    latest(destination, visitId) {
      const row = latest.get(visitId, destination) as { id: string; payload: Uint8Array | null } | undefined;
      if (row === undefined) return undefined;
      return row.payload === null ? 'erased' : open(row.id, row.payload);
    },
    forgetCompanion(visitId) {
      for (const { id, payload: sealed } of ofVisit.all(visitId) as { id: string; payload: Uint8Array }[]) {
        const visit = open(id, sealed);
        if (visit.companion === null) continue;
        rewrite.run(cipher.seal(place('payload', id), JSON.stringify({ ...visit, companion: null })), id);
      }
    },
    leaving(id, at) {
      leaving.run(at, id);
    },
    adrift: (destination) => (adrift.all(destination) as Row[]).map(toRow),
    lastTaken(destination, visitId) {
      const row = lastTaken.get(visitId, destination) as { id: string; payload: Uint8Array | null } | undefined;
      return row?.payload ? open(row.id, row.payload) : null;
    },
    untold: (destination, visitId) => told.get(visitId, destination) === 0,
    taken(id, at, patient, code) {
      const known = patient?.patientId ?? null;
      const sealed = known === null ? null : cipher.seal(place('patient', id), JSON.stringify({ patientId: known }));
      taken.run(at, code ?? null, sealed, id);
    },
    later(id, code, nextAt) {
      postpone.run(code, nextAt, id);
    },
    dead(id, code, at) {
      dead.run(code, at, id);
    },
    again: (id, at) => again.run(at, id).changes,
    allAgain: (destination, at) => allAgain.run(at, destination).changes,
    withdrawDead: (destination, visitId) => withdraw.run(visitId, destination).changes,
    deadRows: (limit) => (deadRows.all(limit) as Row[]).map(toRow),
    counts(known) {
      type Counted = Pick<DestinationState, 'name' | 'waiting' | 'dead' | 'oldest'>;
      const found = new Map((unsettledOf.all() as Counted[]).map((row) => [row.name, row]));
      const left = [...found.keys()].filter((name) => !known.some((one) => one.name === name));
      return [...known, ...left.map((name) => ({ name, kind: null }))].map(({ name, kind }) => ({
        ...{ waiting: 0, dead: 0, oldest: null, ...found.get(name) },
        ...{ name, kind, lastTaken: (lastTakenAt.get(name) as string | undefined) ?? null },
      }));
    },
    erase(before, at) {
      bury.run(at, before);
      const young = (firstYoung.get(before) as number | undefined) ?? Number.MAX_SAFE_INTEGER;
      return forget.run(young).changes + erase.run(young).changes;
    },
  };
}
