import { createHash, randomBytes } from 'node:crypto';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { ChipAnswer, ChipOffer, ChipVerdict, ChipWanted } from '@cccd-kiosk/contract/station';
import { EmrtdError } from '@cccd-kiosk/emrtd/errors';
import { acceptRemoteProof, offerRemoteProof, type RemoteSecret } from '@cccd-kiosk/emrtd/inspection/remote-proof';
import type { EvidenceRecord } from '@cccd-kiosk/emrtd/inspection/evidence';
import type { Checks } from '@cccd-kiosk/emrtd/inspection/verdict';
import type { WitnessedChip } from '@cccd-kiosk/emrtd/inspection/verify-evidence';
import { later, minutes, seconds } from '../clock.ts';

/** A chip answers in a second; a station's line may take a few. */
const answerSpan = seconds(20);
/** From the answer to the reading's submission: a portrait's time, and a line that breaks once. */
const submitSpan = minutes(10);
/** One for each reader of a large station, and some that were torn away. */
const mostOfStation = 32;

/**
 * The server's part in Chip Authentication. It draws the terminal's key, so that the station cannot know the channel
 * before the server has opened the chip's answer in it: what is witnessed is the chip, not the station's word. Bound to
 * one station and one reading, in memory alone; a new offer for the same reading takes the place of the old one.
 */
export interface ChipWitness {
  /** Throws RefusedError `evidence-invalid` for a file without a key that can be asked. */
  offer(stationId: string, wanted: ChipWanted): ChipOffer;
  /** Opens the answer, once. Throws RefusedError `not-found` where none is awaited any more. */
  answer(stationId: string, answer: ChipAnswer): ChipVerdict;
  /** What was seen in this reading, until ten minutes after. */
  of(stationId: string, readingId: string): WitnessedChip | undefined;
}

const digestOf = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

interface Watched {
  readonly stationId: string;
  readonly dg14: Uint8Array;
  readonly until: Date;
  /** Awaiting the chip's answer. */
  readonly secret?: RemoteSecret;
  readonly proven?: boolean;
}

export function createChipWitness(now: () => Date): ChipWitness {
  const watched = new Map<string, Watched>();
  const key = (stationId: string, readingId: string): string => `${stationId} ${readingId}`;

  /** Drops what has run out, and the station's oldest beyond what it may have under way. */
  function makeRoom(stationId: string): void {
    const at = now();
    for (const [name, { until }] of watched) if (until <= at) watched.delete(name);
    const own = [...watched].filter(([, each]) => each.stationId === stationId);
    for (const [name] of own.slice(0, Math.max(0, own.length - mostOfStation + 1))) watched.delete(name);
  }
  return {
    offer(stationId, { readingId, dg14: text }) {
      const dg14 = new Uint8Array(Buffer.from(text, 'base64'));
      try {
        const { offer, secret } = offerRemoteProof(dg14, (length) => new Uint8Array(randomBytes(length)));
        const name = key(stationId, readingId);
        watched.delete(name);
        makeRoom(stationId);
        watched.set(name, { stationId, dg14: digestOf(dg14), secret, until: later(now(), answerSpan) });
        return offer;
      } catch (error) {
        if (error instanceof EmrtdError) throw new RefusedError('evidence-invalid', 'dg14', error);
        throw error;
      }
    },
    answer(stationId, { readingId, response }) {
      const name = key(stationId, readingId);
      const known = watched.get(name);
      if (known?.secret === undefined || known.until <= now()) throw new RefusedError('not-found', 'readingId');
      const channel = acceptRemoteProof(known.secret, { response });
      const proven = channel !== 'refused';
      watched.set(name, { stationId, dg14: known.dg14, proven, until: later(now(), submitSpan) });
      return { channel: proven ? channel : null };
    },
    of(stationId, readingId) {
      const known = watched.get(key(stationId, readingId));
      if (known?.proven === undefined || known.until <= now()) return undefined;
      return { dg14: known.dg14, proven: known.proven };
    },
  };
}

/** What had been witnessed of a reading that is kept: its check says so, and nobody but the server can make it. */
export function witnessedOnce(checks: Checks, record: EvidenceRecord): WitnessedChip | undefined {
  const check = checks['chip-authentication'];
  const seen = check?.status === 'passed' || (check?.status === 'failed' && check.reason === 'channel-not-opened');
  const dg14 = record.files.DG14;
  if (!seen || dg14 === undefined) return undefined;
  return { dg14: digestOf(new Uint8Array(Buffer.from(dg14, 'base64'))), proven: check.status === 'passed' };
}
