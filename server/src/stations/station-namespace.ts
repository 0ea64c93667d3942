import type { Namespace, Server } from 'socket.io';
import { z } from 'zod';
import { seconds } from '../clock.ts';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type {
  Ack,
  ChipOffer,
  ChipVerdict,
  PrintedCode,
  ReadingNonce,
  ServerToStation,
  StationToServer,
  SubmissionReceipt,
} from '@cccd-kiosk/contract/station';
import {
  chipAnswerSchema,
  chipWantedSchema,
  connectAuthSchema,
  holderSchema,
  printedCodeSchema,
  problemEventSchema,
  readerStateSchema,
  readingProgressSchema,
} from '@cccd-kiosk/contract/station';
import {
  localPageSchema,
  ticketsWithoutReadingSchema,
  type LocalSite,
  type TicketWithoutReading,
} from '@cccd-kiosk/contract/local-mode';
import { trustWantedSchema, type StationTrust } from '@cccd-kiosk/contract/station-trust';
import { parseShape } from '../http/parse-shape.ts';
import type { Log } from '../log.ts';
import type { Accepted } from '../readings/accept-reading.ts';
import type { ChipWitness } from '../readings/chip-witness.ts';
import type { SessionEvent } from '@cccd-kiosk/contract/session/events';
import { answering, limitMessages, refusedHandshake } from '../sockets/answers.ts';
import type { HelloChallenges } from './hello-challenges.ts';
import { signedHello } from './hello-challenges.ts';
import type { Nonces } from './nonces.ts';
import { poolLimit } from './nonces.ts';
import type { Station, StationRepository } from './station-repository.ts';

type StationSpace = Namespace<StationToServer, ServerToStation, Record<string, never>, { station: Station }>;

export const stationRoom = (stationId: string): string => `station:${stationId}`;

export interface StationParts {
  readonly stations: StationRepository;
  readonly challenges: HelloChallenges;
  readonly nonces: Nonces;
  readonly chipWitness: ChipWitness;
  /** What a station with this digest needs; null when it has the same. */
  readonly trustFor: (digest: string | null) => StationTrust | null;
  readonly accept: (station: Station, envelope: unknown) => Accepted;
  readonly localSite: (station: Station) => LocalSite;
  /** Numbers given while this server was away, without a reading. */
  readonly takeLocalTickets: (station: Station, tickets: readonly TicketWithoutReading[]) => void;
  /** Where that kiosk goes on while this server is away; `null` when nowhere. */
  readonly localPage: (stationId: string, page: string | null) => void;
  /** A reading was committed; the ack goes out after this returns. */
  readonly accepted: (reading: Accepted) => void;
  readonly apply: (stationId: string, event: SessionEvent) => void;
  readonly shownName: (fullName: string) => string;
  readonly simulation: boolean;
  readonly now: () => Date;
  readonly log: Log;
}

/** Who connects: enrolled, not revoked, and holder of the key (a challenge signed, once). Throws RefusedError. */
function authenticate({ stations, challenges, now }: StationParts, auth: unknown): Station {
  const { stationId, challenge, signature } = parseShape(connectAuthSchema, auth, 'auth');
  const station = stations.find(stationId);
  if (station === undefined) throw new RefusedError('station-unknown');
  if (station.revoked) throw new RefusedError('station-revoked');
  const fresh = challenges.take(stationId, challenge, now());
  if (!fresh || !signedHello(station.publicKey, stationId, challenge, signature))
    throw new RefusedError('signature-invalid');
  return station;
}

const wantedSchema = z.number().int().min(0).max(poolLimit);
/** Events of no consequence beyond the screen: a malformed one is dropped. */
const parsed = <S extends z.ZodType>(schema: S, value: unknown, use: (value: z.output<S>) => void): void => {
  const result = schema.safeParse(value);
  if (result.success) use(result.data);
};

export interface StationNamespace {
  trustChanged: () => void;
  /** What the code printed on the last card said; null when there is none, or the daemon does not say in time. */
  printedCode: (stationId: string) => Promise<PrintedCode | null>;
}

/** Long enough for a daemon that is there. */
const answerWithin = seconds(2);

/** `/station`: the daemons. One socket a station; a newer one replaces it. */
export function openStationNamespace(io: Server, parts: StationParts): StationNamespace {
  const { stations, nonces, chipWitness, accept, accepted, apply, shownName, now, log } = parts;
  const namespace = io.of('/station') as StationSpace;
  namespace.use((socket, next) => {
    try {
      if (socket.handshake.headers.origin !== undefined) throw new RefusedError('not-allowed', 'origin');
      socket.data = { station: authenticate(parts, socket.handshake.auth) };
      next();
    } catch (error) {
      log.warn('station refused', { error });
      next(refusedHandshake(error));
    }
  });

  /** The socket that speaks for each station. */
  const current = new Map<string, string>();

  namespace.on('connection', (socket) => {
    const { station } = socket.data;
    const room = stationRoom(station.id);
    current.set(station.id, socket.id);
    // The daemon restarted and its old connection has not timed out yet.
    namespace.in(room).disconnectSockets(true);
    void socket.join(room);
    limitMessages(socket, now, 200, 50);
    log.info('station connected', { stationId: station.id });
    apply(station.id, { event: 'connected' });
    socket.emit('settings', {
      ...{ stationId: station.id, simulation: parts.simulation, serverTime: now().toISOString() },
      local: parts.localSite(station),
    });

    const move = (event: SessionEvent): void => {
      apply(station.id, event);
    };
    socket.on('readers', (value) => {
      parsed(z.array(readerStateSchema).max(16), value, (readers) => {
        move({ event: 'readers', readers });
      });
    });
    socket.on('reader', (value) => {
      parsed(readerStateSchema, value, (reader) => {
        move({ event: 'reader', reader });
      });
    });
    socket.on('progress', (value) => {
      parsed(readingProgressSchema, value, (progress) => {
        move({ event: 'progress', progress });
      });
    });
    socket.on('holder', (value) => {
      parsed(holderSchema, value, (holder) => {
        move({ event: 'holder', holder, shownName: shownName(holder.holder.fullName) });
      });
    });
    socket.on('problem', (value) => {
      parsed(problemEventSchema, value, (problem) => {
        move({ event: 'problem', problem });
      });
    });
    const notRevoked = (): void => {
      if (stations.find(station.id)?.revoked !== false) throw new RefusedError('station-revoked');
    };
    socket.on('chip-offer', (wanted, ack: Ack<ChipOffer>) => {
      void answering(log, ack, () => {
        notRevoked();
        return chipWitness.offer(station.id, parseShape(chipWantedSchema, wanted));
      });
    });
    socket.on('chip-answer', (answer, ack: Ack<ChipVerdict>) => {
      void answering(log, ack, () => {
        notRevoked();
        return chipWitness.answer(station.id, parseShape(chipAnswerSchema, answer));
      });
    });
    socket.on('local-page', (page) => {
      parsed(localPageSchema.nullable(), page, (known) => {
        parts.localPage(station.id, known);
      });
    });
    socket.on('local-tickets', (tickets, ack: Ack<null>) => {
      void answering(log, ack, () => {
        notRevoked();
        parts.takeLocalTickets(station, parseShape(ticketsWithoutReadingSchema, tickets, 'tickets'));
        return null;
      });
    });
    socket.on('trust', (digest, ack: Ack<StationTrust | null>) => {
      void answering(log, ack, () => {
        notRevoked();
        return parts.trustFor(parseShape(trustWantedSchema, digest, 'digest'));
      });
    });
    socket.on('nonces', (wanted, ack: Ack<ReadingNonce[]>) => {
      void answering(log, ack, () => {
        notRevoked();
        return nonces.issue(station.id, parseShape(wantedSchema, wanted, 'wanted'), now());
      });
    });
    socket.on('submit', (envelope, ack: Ack<SubmissionReceipt>) => {
      void answering(log, ack, () => {
        try {
          const reading = accept(station, envelope);
          accepted(reading);
          return reading.receipt;
        } catch (error) {
          refusedReading(envelope, move);
          throw error;
        }
      }).then(() => {
        log.debug('submission answered', { stationId: station.id });
      });
    });
    socket.on('disconnect', () => {
      if (current.get(station.id) !== socket.id) return;
      current.delete(station.id);
      log.info('station disconnected', { stationId: station.id });
      move({ event: 'disconnected' });
    });
  });
  return {
    trustChanged() {
      namespace.emit('trust-changed');
    },
    async printedCode(stationId) {
      const socket = namespace.sockets.get(current.get(stationId) ?? '');
      if (socket === undefined) return null;
      try {
        const answer: unknown = await socket.timeout(answerWithin).emitWithAck('printed-code');
        return printedCodeSchema.nullable().parse(answer);
      } catch {
        // An older daemon, a line that broke, an answer out of form: the desk types.
        return null;
      }
    },
  };
}

const readingIdSchema = z.object({ readingId: z.string() });

/** The screen stops waiting for a reading that was refused; whose it says it is decides nothing else. */
function refusedReading(envelope: unknown, move: (event: SessionEvent) => void): void {
  const body = (envelope as { body?: unknown } | null)?.body;
  if (typeof body !== 'string') return;
  try {
    const { readingId } = readingIdSchema.parse(JSON.parse(body));
    move({ event: 'refused', readingId });
  } catch {
    // An envelope that does not parse names no reading.
  }
}
