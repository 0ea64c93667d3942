import type { Db } from '../db/open-database.ts';

/** A visit about which the hospital's system is to be asked. Nothing of the person: the visit has that. */
export interface HospitalQuestion {
  readonly visitId: string;
  readonly attempts: number;
  readonly createdAt: string;
}

export interface HospitalQuestions {
  /** Asks, or asks anew. In the caller's transaction. ISO times. */
  add(visitId: string, at: string): void;
  /** The newest that is due: whoever came last stands at a counter soonest. */
  next(at: string): HospitalQuestion | undefined;
  nextDue(): string | null;
  /** What came of a question. One that was asked anew meanwhile stays to be asked. */
  answered(question: HospitalQuestion, at: string): void;
  later(question: HospitalQuestion, code: string, nextAt: string): void;
  givenUp(question: HospitalQuestion, code: string, at: string): void;
}

interface Row {
  id: string;
  attempts: number;
  created_at: string;
}

export function createHospitalQuestions(db: Db): HospitalQuestions {
  const add = db.prepare(
    `INSERT INTO hospital_questions (id, state, next_at, created_at) VALUES (@id, 'waiting', @at, @at)
     ON CONFLICT (id) DO UPDATE SET state = 'waiting', attempts = 0, code = NULL, next_at = @at, created_at = @at`,
  );
  const next = db.prepare(
    `SELECT id, attempts, created_at FROM hospital_questions WHERE state = 'waiting' AND next_at <= ?
     ORDER BY created_at DESC LIMIT 1`,
  );
  const due = db.prepare(`SELECT min(next_at) FROM hospital_questions WHERE state = 'waiting'`).pluck();
  const settle = db.prepare(
    'UPDATE hospital_questions SET state = ?, code = ?, settled_at = ? WHERE id = ? AND created_at = ?',
  );
  const later = db.prepare(
    'UPDATE hospital_questions SET attempts = attempts + 1, code = ?, next_at = ? WHERE id = ? AND created_at = ?',
  );
  return {
    add(id, at) {
      add.run({ id, at });
    },
    next(at) {
      const row = next.get(at) as Row | undefined;
      return row && { visitId: row.id, attempts: row.attempts, createdAt: row.created_at };
    },
    nextDue: () => due.get() as string | null,
    answered({ visitId, createdAt }, at) {
      settle.run('answered', null, at, visitId, createdAt);
    },
    later({ visitId, createdAt }, code, nextAt) {
      later.run(code, nextAt, visitId, createdAt);
    },
    givenUp({ visitId, createdAt }, code, at) {
      settle.run('given-up', code, at, visitId, createdAt);
    },
  };
}
