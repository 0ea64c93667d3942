import { createHash } from 'node:crypto';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
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

/** Throws `replayed` where the id was another station's, or of another record: only the very same reading is a repetition. */
export function refuseReplay(
  earlier: { readonly stationId: string; readonly recordDigest: string },
  submission: Submission,
  digest = recordDigest(submission),
): void {
  if (earlier.stationId !== submission.stationId || earlier.recordDigest !== digest)
    throw new RefusedError('replayed', 'readingId');
}

/** What is kept of a reading, whatever it was for. */
export const keptOf = (
  { submission, record, judged, at }: Omit<JudgedReading, 'holder'>,
  digest = recordDigest(submission),
) => ({
  id: submission.readingId,
  stationId: submission.stationId,
  recordDigest: digest,
  sequence: submission.sequence,
  overall: judged.verdict.overall,
  basis: judged.basis,
  checks: judged.verdict.checks,
  access: `${record.access.protocol} ${record.access.password}`,
  readAt: record.finishedAt,
  receivedAt: at.toISOString(),
});
