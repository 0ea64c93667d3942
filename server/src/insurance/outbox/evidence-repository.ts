import type { FieldCipher } from '../../crypto/field-cipher.ts';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import { Personal } from '../../personal.ts';
import { sealedJson } from '../../crypto/sealed-json.ts';

export type EvidenceCall = 'look-up' | 'history' | 'co-payment' | 'check-in';

/** One exchange with the gateway as it happened (TT 12/2026/TT-BTC art. 4; Decree 188/2025 art. 38). */
export interface NewEvidence {
  readonly visitId: string;
  readonly lookUpId: string | null;
  readonly call: EvidenceCall;
  /** `maKetQua` as it came, or what the server found about the exchange. */
  readonly code: string;
  /** The gateway gave an answer of the documented form. */
  readonly good: boolean;
  readonly status: number | null;
  readonly ms: number;
  readonly at: string;
  readonly officer: string;
  /** The reply as it came, at most 64 KiB; empty when none did. */
  readonly raw: string;
}

export interface Evidence extends Omit<NewEvidence, 'raw'> {
  readonly id: string;
  readonly raw: Personal<string> | null;
}

interface Row {
  id: string;
  visit_id: string;
  lookup_id: string | null;
  call: EvidenceCall;
  code: string;
  good: number;
  http_status: number | null;
  ms: number;
  at: string;
  officer: string;
  raw: Uint8Array | null;
}

export interface EvidenceRepository {
  add(evidence: NewEvidence): void;
  ofVisit(visitId: string): Evidence[];
  /** Questions of a span that got no answer, oldest first. ISO times. */
  failed(from: string, until: string): Evidence[];
  lastGood(): string | null;
  erase(before: string): number;
}

export function createEvidenceRepository(db: Db, cipher: FieldCipher): EvidenceRepository {
  const raw = sealedJson<string>(cipher, 'insurance_evidence', 'raw');
  const insert = db.prepare(
    `INSERT INTO insurance_evidence (id, visit_id, lookup_id, call, code, good, http_status, ms, at, officer, raw)
     VALUES (@id, @visitId, @lookUpId, @call, @code, @good, @status, @ms, @at, @officer, @sealed)`,
  );
  const ofVisit = db.prepare('SELECT * FROM insurance_evidence WHERE visit_id = ? ORDER BY at');
  const failed = db.prepare(
    `SELECT * FROM insurance_evidence WHERE good = 0 AND call <> 'check-in' AND at >= ? AND at < ? ORDER BY at`,
  );
  const last = db.prepare(`SELECT max(at) FROM insurance_evidence WHERE good = 1 AND call = 'look-up'`).pluck();
  const erase = db.prepare('UPDATE insurance_evidence SET raw = NULL WHERE raw IS NOT NULL AND at < ?');
  const toEvidence = (row: Row): Evidence => {
    const text = raw.open(row.id, row.raw);
    return {
      ...{ id: row.id, visitId: row.visit_id, lookUpId: row.lookup_id, call: row.call, code: row.code },
      ...{ good: row.good === 1, status: row.http_status, ms: row.ms, at: row.at, officer: row.officer },
      raw: text === null ? null : new Personal(text),
    };
  };
  return {
    add({ raw: text, good, ...row }) {
      const id = newId();
      insert.run({ ...row, id, good: good ? 1 : 0, sealed: text === '' ? null : raw.seal(id, text) });
    },
    ofVisit: (visitId) => (ofVisit.all(visitId) as Row[]).map(toEvidence),
    failed: (from, until) => (failed.all(from, until) as Row[]).map(toEvidence),
    lastGood: () => last.get() as string | null,
    erase: (before) => erase.run(before).changes,
  };
}
