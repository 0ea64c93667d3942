import { createHash } from 'node:crypto';
import type { Submission } from '@cccd-kiosk/contract/station';
import type { EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import type { EvidenceVerdict } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import type { Holder } from './holder.ts';

/** A reading that the server has judged itself, before it is known what it is for. */
export interface JudgedReading {
  readonly submission: Submission;
  readonly record: EvidenceRecord;
  readonly judged: EvidenceVerdict;
  readonly holder: Holder;
  readonly at: Date;
}

/** Tells a repeated request from another one under the same id: SHA-256 of the record's text, base64url. */
export const recordDigest = ({ record }: Pick<Submission, 'record'>): string =>
  createHash('sha256').update(record).digest('base64url');
