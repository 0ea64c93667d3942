import type { PopulationCode } from '@cccd-kiosk/contract/population';
import type { LookUpReason } from '@cccd-kiosk/contract/staff';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import { sealedJson } from '../crypto/sealed-json.ts';
import type { Db } from '../db/open-database.ts';
import { Personal } from '../personal.ts';
import type { PopulationOperation } from './request.ts';

/** What of an exchange tells of people. */
export interface PopulationContent {
  /** The reply as it came; empty when none did. */
  readonly raw: string;
  /** MaCanBo, as it was told. */
  readonly officerNumber: string;
  readonly note: string;
}

/** One exchange with the population service as it happened. */
export interface PopulationEvidence {
  /** MaYeuCau. */
  readonly id: string;
  readonly visitId: string;
  readonly staffId: string;
  readonly operation: PopulationOperation;
  readonly reason: LookUpReason;
  readonly code: PopulationCode;
  readonly status: number | null;
  readonly ms: number;
  readonly at: string;
  /** Null after retention. */
  readonly content: Personal<PopulationContent> | null;
}

interface Row extends Omit<PopulationEvidence, 'content'> {
  readonly content: Uint8Array | null;
}

export interface PopulationEvidenceRepository {
  add(evidence: Omit<PopulationEvidence, 'content'>, content: PopulationContent): void;
  ofVisit(visitId: string): PopulationEvidence[];
  /** Erases the contents of exchanges before an ISO time; returns how many. */
  erase(before: string): number;
}

export function createPopulationEvidence(db: Db, cipher: FieldCipher): PopulationEvidenceRepository {
  const sealed = sealedJson<PopulationContent>(cipher, 'population_evidence', 'content');
  const insert = db.prepare(
    `INSERT INTO population_evidence (id, visit_id, staff_id, operation, reason, code, http_status, ms, at, content)
     VALUES (@id, @visitId, @staffId, @operation, @reason, @code, @status, @ms, @at, @sealed)`,
  );
  const ofVisit = db.prepare(
    `SELECT id, visit_id AS visitId, staff_id AS staffId, operation, reason, code, http_status AS status, ms, at, content
     FROM population_evidence WHERE visit_id = ? ORDER BY at`,
  );
  const erase = db.prepare('UPDATE population_evidence SET content = NULL WHERE content IS NOT NULL AND at < ?');
  return {
    add(evidence, content) {
      insert.run({ ...evidence, sealed: sealed.seal(evidence.id, content) });
    },
    ofVisit: (visitId) =>
      (ofVisit.all(visitId) as Row[]).map((row) => {
        const content = sealed.open(row.id, row.content);
        return { ...row, content: content === null ? null : new Personal(content) };
      }),
    erase: (before) => erase.run(before).changes,
  };
}
