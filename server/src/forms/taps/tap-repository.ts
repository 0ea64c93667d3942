import type { Checks, Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { Basis } from '@cccd-kiosk/emrtd/inspection/overall';
import type { FieldCipher } from '../../crypto/field-cipher.ts';
import type { Db } from '../../db/open-database.ts';

/** A station whose next card belongs to a case. */
export interface AwaitedTap {
  readonly stationId: string;
  readonly caseId: string;
  readonly role: string;
  readonly staffId: string | null;
  readonly until: string;
}

export type TapOutcome = 'taken' | 'not-proven' | 'suspicious';

/** A reading that was no check-in: what was found, and the evidence of it. */
export interface FormReading {
  readonly id: string;
  readonly stationId: string;
  readonly caseId: string;
  readonly recordDigest: string;
  readonly sequence: number;
  readonly outcome: TapOutcome;
  readonly overall: Overall;
  readonly basis: Basis;
  readonly checks: Checks;
  readonly access: string;
  readonly readAt: string;
  readonly receivedAt: string;
}

export interface TapRepository {
  /** One awaited card a station: a newer case takes its place. */
  wait(tap: AwaitedTap): void;
  /** What this station's next card is for; undefined for a check-in. */
  awaited(stationId: string, at: string): AwaitedTap | undefined;
  ofCase(caseId: string, at: string): AwaitedTap | undefined;
  stop(caseId: string): void;
  addReading(reading: FormReading, evidence: string): void;
  findReading(id: string): { stationId: string; caseId: string; recordDigest: string; outcome: TapOutcome } | undefined;
  /** Drops the evidence of readings received before; returns how many. */
  eraseEvidence(before: string): number;
}

const columns = 'station_id AS stationId, case_id AS caseId, role, staff_id AS staffId, until FROM form_taps';

export function createTapRepository(db: Db, cipher: FieldCipher): TapRepository {
  const wait = db.prepare(
    `INSERT OR REPLACE INTO form_taps (station_id, case_id, role, staff_id, until)
     VALUES (@stationId, @caseId, @role, @staffId, @until)`,
  );
  const ofStation = db.prepare(`SELECT ${columns} WHERE station_id = ? AND until > ?`);
  const ofCase = db.prepare(`SELECT ${columns} WHERE case_id = ? AND until > ?`);
  const stop = db.prepare('DELETE FROM form_taps WHERE case_id = ?');
  const add = db.prepare(
    `INSERT INTO form_readings (id, station_id, case_id, record_digest, sequence, outcome, overall, basis, checks, access,
       read_at, received_at, evidence)
     VALUES (@id, @stationId, @caseId, @recordDigest, @sequence, @outcome, @overall, @basis, @checks, @access, @readAt,
       @receivedAt, @evidence)`,
  );
  const find = db.prepare(
    'SELECT station_id AS stationId, case_id AS caseId, record_digest AS recordDigest, outcome FROM form_readings WHERE id = ?',
  );
  const erase = db.prepare('UPDATE form_readings SET evidence = NULL WHERE received_at < ? AND evidence IS NOT NULL');
  return {
    wait(tap) {
      stop.run(tap.caseId);
      wait.run(tap);
    },
    awaited: (stationId, at) => ofStation.get(stationId, at) as AwaitedTap | undefined,
    ofCase: (caseId, at) => ofCase.get(caseId, at) as AwaitedTap | undefined,
    stop: (caseId) => void stop.run(caseId),
    addReading({ checks, ...reading }, evidence) {
      const sealed = cipher.seal({ table: 'form_readings', column: 'evidence', row: reading.id }, evidence);
      add.run({ ...reading, checks: JSON.stringify(checks), evidence: sealed });
    },
    findReading: (id) => find.get(id) as ReturnType<TapRepository['findReading']>,
    eraseEvidence: (before) => erase.run(before).changes,
  };
}
