import type { CompanionRelation } from '@cccd-kiosk/contract/companion';
import type { Basis } from '@cccd-kiosk/emrtd/inspection/overall';
import type { Checks, Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { FieldCipher, Place } from '../crypto/field-cipher.ts';
import type { Db } from '../db/open-database.ts';
import { Personal } from '../personal.ts';

/** All that is kept of a companion. */
export interface CompanionPerson {
  readonly fullName: string;
  readonly number: string;
}

export type CompanionOutcome = 'taken' | 'same-card' | 'not-proven' | 'suspicious';

/** One reading of a companion's card. */
export interface CompanionReading {
  readonly id: string;
  readonly visitId: string;
  readonly stationId: string;
  /** SHA-256 of the record's text. */
  readonly recordDigest: string;
  readonly sequence: number;
  readonly outcome: CompanionOutcome;
  readonly overall: Overall;
  readonly basis: Basis;
  readonly checks: Checks;
  readonly access: string;
  readonly readAt: string;
  readonly receivedAt: string;
}

export interface Companion {
  readonly person: Personal<CompanionPerson>;
  readonly relation: CompanionRelation;
  /** When their card was read, and when they stand for the patient no more. */
  readonly since: string;
  readonly until: string;
}

export interface CompanionRepository {
  /** `person` of a card that was taken, until `until`; `evidence` of a suspicious one. */
  add(reading: CompanionReading, kept: { person?: CompanionPerson; until?: string; evidence?: string }): void;
  find(readingId: string): Pick<CompanionReading, 'visitId' | 'stationId' | 'recordDigest' | 'outcome'> | undefined;
  /** What the companion who was read last is to the patient; whoever was it before is forgotten. False: nobody was read. */
  relate(visitId: string, relation: CompanionRelation, until: string, at: string): boolean;
  /** Forgets a companion of whom nothing was said. */
  leave(visitId: string): void;
  ofVisit(visitId: string, at: string): Companion | undefined;
  /** Forgets those whose time is over; the visits that they came with. */
  forgetEnded(at: string): string[];
  eraseEvidence(before: string): void;
}

interface Row {
  id: string;
  relation: CompanionRelation;
  received_at: string;
  until: string;
  person: Uint8Array;
}

export function createCompanionRepository(db: Db, cipher: FieldCipher): CompanionRepository {
  const place = (row: string, column: 'person' | 'evidence'): Place => ({ table: 'visit_companions', column, row });
  const insert = db.prepare(
    `INSERT INTO visit_companions (id, visit_id, station_id, record_digest, sequence, outcome, overall, basis, checks,
       access, read_at, received_at, until, person, evidence)
     VALUES (@id, @visitId, @stationId, @recordDigest, @sequence, @outcome, @overall, @basis, @checks, @access, @readAt,
       @receivedAt, @until, @person, @evidence)`,
  );
  const one = db.prepare(
    `SELECT visit_id AS visitId, station_id AS stationId, record_digest AS recordDigest, outcome
     FROM visit_companions WHERE id = ?`,
  );
  const latest = db
    .prepare(
      `SELECT id FROM visit_companions WHERE visit_id = ? AND person IS NOT NULL AND until > ?
       ORDER BY received_at DESC, sequence DESC LIMIT 1`,
    )
    .pluck();
  const relate = db.prepare('UPDATE visit_companions SET relation = ?, until = ? WHERE id = ?');
  const forgetOthers = db.prepare('UPDATE visit_companions SET person = NULL WHERE visit_id = ? AND id <> ?');
  const leave = db.prepare('UPDATE visit_companions SET person = NULL WHERE visit_id = ? AND relation IS NULL');
  const current = db.prepare(
    `SELECT id, relation, received_at, until, person FROM visit_companions
     WHERE visit_id = ? AND relation IS NOT NULL AND person IS NOT NULL AND until > ?
     ORDER BY received_at DESC, sequence DESC LIMIT 1`,
  );
  const forget = db
    .prepare('UPDATE visit_companions SET person = NULL WHERE person IS NOT NULL AND until <= ? RETURNING visit_id')
    .pluck();
  const eraseEvidence = db.prepare(
    'UPDATE visit_companions SET evidence = NULL WHERE received_at < ? AND evidence IS NOT NULL',
  );
  return {
    add(reading, { person, until, evidence }) {
      const sealed = (column: 'person' | 'evidence', text: string | undefined): Uint8Array | null =>
        text === undefined ? null : cipher.seal(place(reading.id, column), text);
      insert.run({
        ...reading,
        checks: JSON.stringify(reading.checks),
        until: until ?? null,
        person: sealed('person', person === undefined ? undefined : JSON.stringify(person)),
        evidence: sealed('evidence', evidence),
      });
    },
    find: (readingId) => one.get(readingId) as ReturnType<CompanionRepository['find']>,
    relate(visitId, relation, until, at) {
      const id = latest.get(visitId, at) as string | undefined;
      if (id === undefined) return false;
      relate.run(relation, until, id);
      forgetOthers.run(visitId, id);
      return true;
    },
    leave: (visitId) => void leave.run(visitId),
    ofVisit(visitId, at) {
      const row = current.get(visitId, at) as Row | undefined;
      if (row === undefined) return undefined;
      const person = JSON.parse(cipher.openText(place(row.id, 'person'), row.person)) as CompanionPerson;
      const { relation, received_at: since, until } = row;
      return { person: new Personal(person), relation, since, until };
    },
    forgetEnded: (at) => forget.all(at) as string[],
    eraseEvidence: (before) => void eraseEvidence.run(before),
  };
}
