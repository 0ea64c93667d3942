import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { Submission, SubmissionReceipt } from '@cccd-kiosk/contract/station';
import type { EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import { reduceEvidence, serializeEvidence } from '@cccd-kiosk/emrtd/inspection/evidence';
import type { Files } from '@cccd-kiosk/emrtd/inspection/document-profile';
import { parseEvidence } from '@cccd-kiosk/emrtd/inspection/parse-evidence';
import type { EvidenceVerdict } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import type { AuditLog } from '../audit/audit-log.ts';
import type { CheckedIn, CheckIns } from '../check-ins/check-in.ts';
import type { Companions, ReadCompanion } from '../check-ins/companions.ts';
import type { Visit } from '../check-ins/visit-repository.ts';
import { hours, seconds } from '../clock.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import { serviceDay } from '@cccd-kiosk/contract/site-time';
import { openEnvelope } from '../stations/envelope.ts';
import type { Nonces } from '../stations/nonces.ts';
import type { Station, StationRepository } from '../stations/station-repository.ts';
import type { TakenTap, Taps } from '../forms/taps/take-tap.ts';
import type { LocalTickets } from '../tickets/local-tickets.ts';
import { numberText } from '../tickets/ticket-repository.ts';
import { holderOf, type Holder } from './holder.ts';
import { keptOf, recordDigest, refuseReplay } from './judged-reading.ts';
import type { Reading, ReadingRepository } from './reading-repository.ts';

const clockTolerance = seconds(120);
const offlineTolerance = hours(24);

export interface AcceptedReading {
  readonly receipt: SubmissionReceipt;
  readonly submission: Submission;
  readonly checkedIn: CheckedIn;
  /** The same reading had been accepted before: an ack got lost, or the server died before it went out. */
  readonly repeated: boolean;
  /** DG2 as it came, when its hash stands in a SOD whose signature holds and the card is not suspicious. */
  readonly portraitFile?: Uint8Array;
}

/** A reading that was awaited for a case of forms: no check-in, no number. */
export interface AcceptedTap {
  readonly receipt: SubmissionReceipt;
  readonly submission: Submission;
  readonly tap: TakenTap;
  readonly repeated: boolean;
  readonly portraitFile?: Uint8Array;
}

/** A reading of a patient's companion: no check-in, no number. */
export interface AcceptedCompanion {
  readonly receipt: SubmissionReceipt;
  readonly submission: Submission;
  readonly companion: ReadCompanion;
  readonly repeated: boolean;
}

export type Accepted = AcceptedReading | AcceptedTap | AcceptedCompanion;
/** The visit whose patient is on that station's screen and whose companion's card this reading is. */
export type CompanionOf = (readingId: string) => string | undefined;

/** What the server itself finds in a record; injected so that the check-in's own rules can be tested without a card. */
export type Verifier = (
  record: EvidenceRecord,
  expected: { nonce: Uint8Array; stationId: string; readingId: string } | undefined,
  now: Date,
) => EvidenceVerdict;

interface Parts {
  readonly db: Db;
  readonly stations: StationRepository;
  readonly nonces: Nonces;
  readonly readings: ReadingRepository;
  readonly checkIns: CheckIns;
  readonly localTickets: LocalTickets;
  readonly taps: Taps;
  readonly companions: Pick<Companions, 'known' | 'take'>;
  /** A proven person's card was read at this station: what more it says may be asked for in a minute. */
  readonly seen: (station: Station, visitId: string, files: Files, holder: Holder) => void;
  /** What a visit's first or better reading sets going (the hand-over), in the same transaction. */
  readonly noted: (visitId: string) => void;
  readonly audit: AuditLog;
  readonly verify: Verifier;
  /** What else begins with a visit (the insurance look-up), in the same transaction. */
  readonly queue: (visit: Visit) => void;
  readonly now: () => Date;
  readonly timeZone: string;
  /** The notice under which card and key were presented (decision 13). */
  readonly consentVersion: string;
}

/** A record of the submission's own reading and station. */
function recordOf(submission: Submission): EvidenceRecord {
  let record: EvidenceRecord;
  try {
    record = parseEvidence(submission.record);
  } catch (error) {
    throw new RefusedError('evidence-invalid', 'record', error);
  }
  if (record.readingId !== submission.readingId) throw new RefusedError('evidence-invalid', 'record.readingId');
  if (record.stationId !== submission.stationId) throw new RefusedError('evidence-invalid', 'record.stationId');
  return record;
}

/** Not older than the station's last word, not outside the clock; made while the server was away, at most a day old. */
function checkFreshness(station: Station, submission: Submission, now: Date): void {
  if (submission.sequence <= station.lastSequence) throw new RefusedError('replayed', 'sequence');
  const age = now.getTime() - Date.parse(submission.signedAt);
  const oldest = submission.offline ? offlineTolerance : clockTolerance;
  if (age > oldest || age < -clockTolerance) throw new RefusedError('clock-skew', 'signedAt');
}

/**
 * Accepts a signed reading, or refuses it with a reason. The station is believed only in what the server can check
 * itself: the record is judged again from the chip's own octets, over a challenge that this server gave this station and
 * takes once. Reading, verdict, check-in, number, nonce, sequence and audit row are one transaction. The same reading
 * sent again gets the receipt it got. Throws RefusedError; a refusal leaves an audit row and nothing else.
 */
export function createAcceptReading(
  parts: Parts,
): (station: Station, envelope: unknown, companionOf?: CompanionOf) => Accepted {
  const { db, stations, nonces, readings, checkIns, localTickets, taps, companions, audit, verify, now, timeZone } =
    parts;

  function known(submission: Submission, digest: string): Reading | undefined {
    const earlier = readings.find(submission.readingId);
    if (earlier === undefined) return undefined;
    refuseReplay(earlier, submission, digest);
    return earlier;
  }

  /** Notes whose the number is that the station gave, if it gave one. */
  function holds(
    station: Station,
    { localTicket, readingId }: Submission,
    { visit, ticket }: CheckedIn,
    at: Date,
  ): void {
    if (localTicket === undefined) return;
    const what = { station, ticket: localTicket, madeId: readingId, visitId: visit.id };
    localTickets.note({ ...what, shown: numberText(ticket), at });
  }

  function repeated(station: Station, { id, visitId }: Reading, submission: Submission): AcceptedReading {
    const { localTicket } = submission;
    if (localTicket !== undefined) {
      // Committed before, and the station did not hear of it: it gave a number meanwhile.
      const at = now();
      localTickets.ownNumber(station, localTicket, at);
      inTransaction(db, () => {
        holds(station, submission, checkIns.known(visitId), at);
      });
    }
    // The portrait lived in memory alone: a server that was started anew takes it again.
    const portraitFile = portraitOf(judge(recordOf(submission), undefined, now()));
    return {
      receipt: { readingId: id, visitId },
      submission,
      checkedIn: checkIns.known(visitId),
      repeated: true,
      ...(portraitFile === undefined ? {} : { portraitFile }),
    };
  }

  /** The record's nonce, when it is one that this station holds and has not used. */
  function expectedOf(
    record: EvidenceRecord,
    at: Date,
  ): { nonce: Uint8Array; stationId: string; readingId: string } | undefined {
    const nonce = record.activeAuthentication?.nonce;
    if (nonce === undefined) return undefined;
    const state = nonces.state(record.stationId, nonce, at);
    if (state === 'used') throw new RefusedError('replayed', 'record.activeAuthentication.nonce');
    if (state === 'unknown') throw new RefusedError('nonce-unknown', 'record.activeAuthentication.nonce');
    return {
      nonce: new Uint8Array(Buffer.from(nonce, 'base64')),
      stationId: record.stationId,
      readingId: record.readingId,
    };
  }

  function judge(record: EvidenceRecord, expected: ReturnType<typeof expectedOf>, at: Date): EvidenceVerdict {
    try {
      return verify(record, expected, at);
    } catch (error) {
      throw new RefusedError('evidence-invalid', 'record', error);
    }
  }

  function accept(station: Station, submission: Submission, companionOf: CompanionOf): Accepted {
    const at = now();
    const digest = recordDigest(submission);
    const earlier = known(submission, digest);
    if (earlier !== undefined) return repeated(station, earlier, submission);
    const tapped = taps.known(submission);
    if (tapped !== undefined) return { ...tapped, submission, repeated: true };
    const receipt = { readingId: submission.readingId, visitId: null };
    const accompanied = companions.known(submission);
    if (accompanied !== undefined) return { receipt, submission, companion: accompanied, repeated: true };
    checkFreshness(station, submission, at);
    if (submission.localTicket !== undefined && !submission.offline)
      throw new RefusedError('bad-request', 'localTicket');
    const record = recordOf(submission);
    const expected = expectedOf(record, at);
    const judged = judge(record, expected, at);
    const holder = holderOf(judged.files, at);
    if (holder === null) throw new RefusedError('evidence-invalid', 'record.files');
    const { verdict, basis } = judged;
    const portraitFile = portraitOf(judged);
    const portrait = portraitFile === undefined ? {} : { portraitFile };
    const used = (): void => {
      if (record.activeAuthentication?.nonce !== undefined)
        nonces.use(record.activeAuthentication.nonce, record.readingId);
      stations.raiseSequence(station.id, submission.sequence);
    };

    // Made while the server was away, it belongs to no case of now.
    const awaited = submission.offline ? undefined : taps.awaited(station.id, at);
    if (awaited !== undefined) {
      const tap = inTransaction(db, () => {
        used();
        const taken = taps.take(awaited, { submission, record, judged, holder, at });
        audit.append({
          actor: `station:${station.id}`,
          action: 'case-tapped',
          object: taken.caseId,
          details: { readingId: submission.readingId, overall: verdict.overall, consentVersion: parts.consentVersion },
        });
        return taken;
      });
      return { receipt, submission, tap, repeated: false, ...portrait };
    }

    const patient = submission.offline ? undefined : companionOf(submission.readingId);
    if (patient !== undefined) {
      const companion = inTransaction(db, () => {
        used();
        const read = companions.take(patient, { submission, record, judged, holder, at });
        audit.append({
          actor: `station:${station.id}`,
          action: 'companion-read',
          object: patient,
          details: {
            ...{ readingId: submission.readingId, overall: verdict.overall, outcome: read.outcome },
            consentVersion: parts.consentVersion,
          },
        });
        return read;
      });
      return { receipt, submission, companion, repeated: false };
    }

    const { localTicket } = submission;
    const given = localTicket === undefined ? undefined : localTickets.ownNumber(station, localTicket, at);
    const checkedIn = inTransaction(db, () => {
      used();
      const own = localTicket !== undefined && localTickets.isFree(station, localTicket) ? given : undefined;
      const result = checkIns.checkIn({
        holder,
        overall: verdict.overall,
        basis,
        stationId: station.id,
        serviceDay: localTicket?.serviceDay ?? serviceDay(submission.offline ? dayOf(record, at) : at, timeZone),
        at: at.toISOString(),
        ...(own === undefined ? {} : { own }),
      });
      holds(station, submission, result, at);
      const reading: Reading = {
        ...keptOf({ submission, record, judged, at }, digest),
        visitId: result.visit.id,
        offline: submission.offline,
      };
      parts.queue(result.visit);
      readings.add(reading, serializeEvidence(reduceEvidence(record)));
      audit.append({
        actor: `station:${station.id}`,
        action: 'reading-accepted',
        object: result.visit.id,
        details: {
          readingId: reading.id,
          overall: verdict.overall,
          basis,
          offline: submission.offline,
          again: result.again,
          consentVersion: parts.consentVersion,
        },
      });
      parts.noted(result.visit.id);
      return result;
    });
    if (verdict.overall === 'genuine') parts.seen(station, checkedIn.visit.id, judged.files, holder);
    return {
      receipt: { readingId: submission.readingId, visitId: checkedIn.visit.id },
      submission,
      checkedIn,
      repeated: false,
      ...portrait,
    };
  }

  return (station, envelope, companionOf = () => undefined) => {
    try {
      const current = stations.find(station.id);
      if (current === undefined) throw new RefusedError('station-unknown');
      if (current.revoked) throw new RefusedError('station-revoked');
      return accept(current, openEnvelope(current, envelope), companionOf);
    } catch (error) {
      if (error instanceof RefusedError && error.refusal.code !== 'storage-failed')
        audit.append({
          actor: `station:${station.id}`,
          action: 'reading-refused',
          object: station.id,
          details: { code: error.refusal.code, field: error.refusal.field ?? null },
        });
      throw error;
    }
  };
}

/** When an offline reading was made, by its station's clock, kept inside the day before now. */
const dayOf = (record: EvidenceRecord, now: Date): Date => {
  const told = Date.parse(record.finishedAt);
  return new Date(Math.min(now.getTime(), Math.max(told, now.getTime() - offlineTolerance)));
};

function portraitOf({ verdict, files }: EvidenceVerdict): Uint8Array | undefined {
  const bound = verdict.checks['sod-signature']?.status === 'passed' && verdict.checks['hash:DG2']?.status === 'passed';
  return bound && verdict.overall !== 'suspicious' ? files.get('DG2') : undefined;
}
