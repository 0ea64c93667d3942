import type { InsuranceCode } from '@cccd-kiosk/contract/insurance-codes';
import type { FieldCipher } from '../../crypto/field-cipher.ts';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import { Personal } from '../../personal.ts';
import { sealedJson } from '../../crypto/sealed-json.ts';

export type AsksBy = 'personal-number' | 'insurance-number' | 'new-card' | 'register-spelling';

/** What is asked, where it is not the chip's own number and spelling. Personal. */
export interface Asked {
  readonly number: string;
  readonly fullName: string;
  /** `yyyy-mm-dd`, `yyyy-mm` or `yyyy`. */
  readonly birthDate: string;
}

export interface LookUp {
  readonly id: string;
  readonly visitId: string;
  readonly asksBy: AsksBy;
  /** Null after retention. */
  readonly asked: Personal<Asked> | null;
  /** `kiosk`, or the staff account in whose name it is asked. */
  readonly officer: string;
  readonly attempts: number;
  readonly createdAt: string;
}

interface Row {
  id: string;
  visit_id: string;
  asks_by: AsksBy;
  question: Uint8Array | null;
  officer: string;
  attempts: number;
  created_at: string;
  state: string;
}

/** The outbox of questions. Every method but the reads belongs into the caller's transaction. */
export interface LookUpRepository {
  add(question: { visitId: string; asksBy: AsksBy; asked: Asked; officer: string; at: string }): void;
  /** What goes out next: somebody before a screen first, then what a cashier waits for, then the newest. */
  next(now: string, liveSince: string, live: boolean): LookUp | undefined;
  /** When the next waiting one is due; null when nothing waits. */
  nextDue(): string | null;
  /** The intent, before the call. */
  asking(id: string, at: string): void;
  answered(id: string, code: string, at: string): void;
  uncertain(id: string, code: InsuranceCode, at: string): void;
  /** Back to the queue. `counts` adds an attempt. */
  again(id: string, code: InsuranceCode, counts: boolean, nextAt: string): void;
  givenUp(id: string, at: string): void;
  /** What waits for this visit is no longer wanted. */
  supersede(visitId: string): void;
  /** Nor is what is under way: its answer will be kept as evidence and change nothing. */
  withdraw(visitId: string): void;
  /** The cashier waits for this visit. */
  want(visitId: string, at: string): void;
  /** Questions that a server left behind when it ended: now uncertain. Returns their visits. */
  adopt(at: string): { id: string; visitId: string }[];
  countOf(visitId: string, asksBy: AsksBy): number;
  /** The visit's last question while it is under way. */
  underway(visitId: string): LookUp | undefined;
  /** A later question of the same visit was asked meanwhile, or the visit is none: what comes of this one is not wanted. */
  outdated(lookUp: Pick<LookUp, 'id' | 'visitId'>): boolean;
  /** Ended without an answer, and no longer wanted. */
  dropped(id: string, code: InsuranceCode, at: string): void;
  /** When the last question of any visit left; null before the first. */
  lastAskedAt(): string | null;
  depth(): { waiting: number; oldest: string | null; uncertain: number };
  /** Erases what tells a person from questions of visits before a service day. */
  erasePersonal(serviceDay: string): void;
}

export function createLookUpRepository(db: Db, cipher: FieldCipher): LookUpRepository {
  const question = sealedJson<Asked>(cipher, 'insurance_lookups', 'question');
  const toLookUp = (row: Row): LookUp => {
    const asked = question.open(row.id, row.question);
    return {
      id: row.id,
      visitId: row.visit_id,
      asksBy: row.asks_by,
      asked: asked === null ? null : new Personal(asked),
      officer: row.officer,
      attempts: row.attempts,
      createdAt: row.created_at,
    };
  };
  const insert = db.prepare(
    `INSERT INTO insurance_lookups (id, visit_id, asks_by, question, officer, state, created_at, next_at)
     VALUES (@id, @visitId, @asksBy, @sealed, @officer, 'waiting', @at, @at)`,
  );
  const liveOne = db.prepare(
    `SELECT * FROM insurance_lookups WHERE state = 'waiting' AND next_at <= ? AND created_at >= ? ORDER BY created_at LIMIT 1`,
  );
  const waitingOne = db.prepare(
    `SELECT * FROM insurance_lookups WHERE state = 'waiting' AND next_at <= ? ORDER BY wanted_at DESC, created_at DESC LIMIT 1`,
  );
  const due = db.prepare(`SELECT min(next_at) FROM insurance_lookups WHERE state = 'waiting'`).pluck();
  const asking = db.prepare(`UPDATE insurance_lookups SET state = 'asking', asked_at = ? WHERE id = ?`);
  const ended = db.prepare(`UPDATE insurance_lookups SET state = ?, code = ?, answered_at = ? WHERE id = ?`);
  const again = db.prepare(
    `UPDATE insurance_lookups SET state = 'waiting', code = ?, attempts = attempts + ?, next_at = ? WHERE id = ?`,
  );
  const supersede = db.prepare(
    `UPDATE insurance_lookups SET state = 'superseded' WHERE visit_id = ? AND state IN ('waiting', 'uncertain')`,
  );
  const withdraw = db.prepare(
    `UPDATE insurance_lookups SET state = 'superseded' WHERE visit_id = ? AND state IN ('waiting', 'uncertain', 'asking')`,
  );
  const want = db.prepare(`UPDATE insurance_lookups SET wanted_at = ? WHERE visit_id = ? AND state = 'waiting'`);
  const left = db.prepare(`SELECT id, visit_id AS visitId FROM insurance_lookups WHERE state = 'asking'`);
  const count = db.prepare('SELECT count(*) FROM insurance_lookups WHERE visit_id = ? AND asks_by = ?').pluck();
  const last = db.prepare('SELECT * FROM insurance_lookups WHERE visit_id = ? ORDER BY rowid DESC LIMIT 1');
  const lastAsked = db.prepare('SELECT max(asked_at) FROM insurance_lookups').pluck();
  const depth = db.prepare(
    `SELECT count(*) FILTER (WHERE state IN ('waiting', 'asking')) AS waiting,
       min(created_at) FILTER (WHERE state IN ('waiting', 'asking')) AS oldest,
       count(*) FILTER (WHERE state = 'uncertain') AS uncertain
     FROM insurance_lookups WHERE state IN ('waiting', 'asking', 'uncertain')`,
  );
  const erase = db.prepare(
    `UPDATE insurance_lookups SET question = NULL,
       state = CASE WHEN state IN ('waiting', 'uncertain') THEN 'superseded' ELSE state END
     WHERE question IS NOT NULL AND visit_id IN (SELECT id FROM visits WHERE service_day < ?)`,
  );

  return {
    add({ asked, ...row }) {
      const id = newId();
      insert.run({ ...row, id, sealed: question.seal(id, asked) });
    },
    next(now, liveSince, live) {
      const row = (live ? liveOne.get(now, liveSince) : waitingOne.get(now)) as Row | undefined;
      return row === undefined ? undefined : toLookUp(row);
    },
    nextDue: () => due.get() as string | null,
    asking(id, at) {
      asking.run(at, id);
    },
    answered(id, code, at) {
      ended.run('answered', code, at, id);
    },
    uncertain(id, code, at) {
      ended.run('uncertain', code, at, id);
    },
    again(id, code, counts, nextAt) {
      again.run(code, counts ? 1 : 0, nextAt, id);
    },
    givenUp(id, at) {
      ended.run('given-up', 'given-up', at, id);
    },
    supersede(visitId) {
      supersede.run(visitId);
    },
    withdraw(visitId) {
      withdraw.run(visitId);
    },
    want(visitId, at) {
      want.run(at, visitId);
    },
    adopt(at) {
      const rows = left.all() as { id: string; visitId: string }[];
      for (const { id } of rows) ended.run('uncertain', 'interrupted', at, id);
      return rows;
    },
    countOf: (visitId, asksBy) => count.get(visitId, asksBy) as number,
    underway(visitId) {
      const row = last.get(visitId) as Row | undefined;
      return row?.state === 'asking' ? toLookUp(row) : undefined;
    },
    outdated({ id, visitId }) {
      const row = last.get(visitId) as Row | undefined;
      return row?.id !== id || row.state === 'superseded';
    },
    dropped(id, code, at) {
      ended.run('superseded', code, at, id);
    },
    lastAskedAt: () => lastAsked.get() as string | null,
    depth: () => depth.get() as { waiting: number; oldest: string | null; uncertain: number },
    erasePersonal(serviceDay) {
      erase.run(serviceDay);
    },
  };
}
