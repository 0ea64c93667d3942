/**
 * What the kiosk does while its server is away: the same screens, driven from here, and numbers of the station's own. It
 * follows the readers all the time and says nothing while the server is there.
 */
import { randomUUID } from 'node:crypto';
import { shownName } from '@cccd-kiosk/cccd/shown-person';
import type { LocalTicket } from '@cccd-kiosk/contract/local-mode';
import type { ScreenAction, StationView } from '@cccd-kiosk/contract/screen';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { SessionEvent } from '@cccd-kiosk/contract/session/events';
import { reduce } from '@cccd-kiosk/contract/session/reduce';
import { deadlineOf, newSession, type Session, type VisitFacts } from '@cccd-kiosk/contract/session/session';
import { viewOf } from '@cccd-kiosk/contract/session/view';
import type {
  HolderEvent,
  KeyOffer,
  ProblemEvent,
  ReaderStateEvent,
  ReadingProgressEvent,
} from '@cccd-kiosk/contract/station';
import { serviceDay } from '@cccd-kiosk/contract/site-time';
import type { Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import { describeForLog } from '@cccd-kiosk/contract/serialize-error';
import type { Log } from '../log.ts';
import type { Personal } from '../personal.ts';
import type { StateDir } from '../state-dir.ts';
import { LocalNumbers } from './local-numbers.ts';
import { KnownSite } from './local-site.ts';
import { localFacts, NumbersOfPeople, type ReadHolder } from './local-visits.ts';
import { UnreadTickets } from './unread-tickets.ts';

export interface LocalModePorts {
  readonly state: StateDir;
  readonly simulation: boolean;
  /** The kiosk's page at the server. */
  readonly serverPage: string;
  readonly stationId: () => string | null;
  readonly orders: { key(reader: string, key: KeyOffer): void; cancel(reader: string): void };
  readonly now: () => Date;
  readonly log: Log;
}

/** A reading as this station judged it. */
export interface CompletedReading {
  readonly readingId: string;
  readonly reader: string;
  readonly overall: Overall;
  readonly holder: Personal<ReadHolder> | undefined;
}

/** So long somebody may still stand before the screen when the line breaks after their reading. */
const stillHereMs = 60_000;

export class LocalMode {
  readonly #ports: LocalModePorts;
  readonly #numbers: LocalNumbers;
  readonly #people = new NumbersOfPeople();
  readonly #site: KnownSite;
  readonly unread: UnreadTickets;
  #session: Session = { ...newSession, connected: true };
  #revision: number;
  #timer: NodeJS.Timeout | undefined;
  #away = true;
  /** Read, and no receipt yet. */
  readonly #unanswered = new Map<string, CompletedReading & { readonly at: number }>();
  readonly #watchers = new Set<() => void>();

  constructor(ports: LocalModePorts) {
    this.#ports = ports;
    this.#numbers = new LocalNumbers(ports.state);
    this.#site = new KnownSite(ports.state);
    this.unread = new UnreadTickets(ports.state);
    this.#revision = ports.now().getTime();
  }

  // ---- what the line and the readers tell ---------------------------------------------------------------------

  site(value: unknown): void {
    this.#site.take(value);
  }

  reader(reader: ReaderStateEvent): void {
    this.#apply({ event: 'reader', reader });
  }

  progress(progress: ReadingProgressEvent): void {
    this.#apply({ event: 'progress', progress });
  }

  holder(holder: HolderEvent): void {
    const { fullName } = holder.holder;
    this.#apply({
      event: 'holder',
      holder,
      shownName: shownName(fullName, this.#site.site ?? { maskNames: false }),
    });
  }

  problem(problem: ProblemEvent): void {
    this.#apply({ event: 'problem', problem });
  }

  /** The number that goes with this reading; undefined while the server is there to give one. */
  completed(reading: CompletedReading): LocalTicket | undefined {
    if (this.#away) return this.#give(reading);
    this.#unanswered.set(reading.readingId, { ...reading, at: this.#ports.now().getTime() });
    return undefined;
  }

  /** The server has it, or will never take it. */
  answered(readingId: string): void {
    this.#unanswered.delete(readingId);
    // The server's screen shows what came of it; this one begins anew when it is needed.
    if (!this.#away) this.#apply({ event: 'finish' });
  }

  up(): void {
    this.#away = false;
    this.#publish();
  }

  /** Numbers for those who were read just before and have none, by reading. */
  down(): ReadonlyMap<string, LocalTicket> {
    this.#away = true;
    const given = new Map<string, LocalTicket>();
    const recent = this.#ports.now().getTime() - stillHereMs;
    for (const reading of this.#unanswered.values()) {
      const ticket = reading.at < recent ? undefined : this.#give(reading);
      if (ticket !== undefined) given.set(reading.readingId, ticket);
    }
    this.#unanswered.clear();
    this.#publish();
    return given;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  // ---- the screen ----------------------------------------------------------------------------------------------

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Undefined until the server has once said what house this is. */
  view(): StationView | undefined {
    const { simulation, now, serverPage } = this.#ports;
    const { site } = this.#site;
    const stationId = this.#ports.stationId();
    if (site === undefined || stationId === null) return undefined;
    const view = viewOf(this.#session, {
      ...{ stationId, stationName: site.stationName, simulation },
      site: { name: site.siteName, desk: { name: site.desk }, departments: [], consent: site.consent },
      insurance: () => ({ state: 'will-be-checked' }),
      citizenCase: () => null,
      tiles: () => [],
      search: () => ({ query: '', found: [], more: 0 }),
      mayPrint: () => false,
      review: () => null,
    });
    const goesBack = !this.#away && this.#session.stage.stage === 'idle';
    return {
      ...view,
      ...{ revision: this.#revision, serverTime: now().toISOString(), alone: true },
      ...(goesBack ? { serverPage } : {}),
    };
  }

  /** Throws RefusedError for what only the server can do. */
  perform(action: ScreenAction): void {
    const { stage, readers } = this.#session;
    switch (action.action) {
      case 'offer-key': {
        const reader = stage.stage === 'key-needed' ? stage.reader : Object.keys(readers)[0];
        if (reader === undefined) throw new RefusedError('not-allowed', 'key');
        this.#ports.orders.key(reader, action.key);
        return this.#apply({ event: 'key-offered' });
      }
      case 'finish':
        return this.#apply({ event: 'finish' });
      case 'ticket-without-card':
        return this.#withoutCard(action.reason);
      default:
        throw new RefusedError('not-allowed', 'action');
    }
  }

  // ---- numbers -------------------------------------------------------------------------------------------------

  #give({ readingId, reader, overall, holder }: CompletedReading): LocalTicket | undefined {
    const { site } = this.#site;
    if (site === undefined) return undefined;
    const known = holder?.reveal();
    const at = this.#ports.now();
    // A doubtful card is nobody's: it gets a number each time, and gives none to the person it claims to be.
    const person = overall === 'suspicious' ? undefined : known?.personalNumber;
    try {
      const earlier = person === undefined ? undefined : this.#people.find(person, serviceDay(at, site.timeZone));
      const ticket = earlier ?? this.#numbers.next(site, at);
      if (person !== undefined) this.#people.keep(person, ticket);
      const read = { overall, holder: known, again: earlier !== undefined };
      this.#show(readingId, reader, localFacts(readingId, ticket, site, read));
      this.#ports.log.info('local number given', { readingId });
      return ticket;
    } catch (error) {
      this.#ports.log.error('no local number', { readingId, ...describeForLog(error) });
      return undefined;
    }
  }

  #withoutCard(reason: Extract<ScreenAction, { action: 'ticket-without-card' }>['reason']): void {
    const { site } = this.#site;
    const { stage } = this.#session;
    // A second press, or a number that stands there already: nobody gets two.
    if (stage.stage === 'ticket') return;
    if (site === undefined) throw new RefusedError('not-allowed', 'action');
    const ticket = { ...this.#numbers.next(site, this.#ports.now()), id: randomUUID(), reason };
    this.unread.add(ticket);
    const facts: VisitFacts = { ...localFacts(ticket.id, ticket, site), desk: true };
    this.#apply({ event: 'without-card', visit: facts });
    this.#apply({ event: 'print-result', visitId: ticket.id, printed: 'on-screen' });
    this.#ports.log.info('local number given', {});
  }

  #show(readingId: string, reader: string, visit: VisitFacts): void {
    this.#apply({ event: 'checked-in', readingId, reader, offline: false, repeated: false, visit });
    if (!visit.desk) this.#apply({ event: 'chosen', visit });
    this.#apply({ event: 'print-result', visitId: visit.visitId, printed: 'on-screen' });
  }

  // ---- the session ---------------------------------------------------------------------------------------------

  #apply(event: SessionEvent): void {
    const { now, orders } = this.#ports;
    const { session, effects } = reduce(this.#session, event, now().getTime());
    const changed = session !== this.#session;
    this.#session = session;
    clearTimeout(this.#timer);
    const deadline = deadlineOf(session);
    if (deadline !== null) {
      this.#timer = setTimeout(() => this.#apply({ event: 'tick' }), Math.max(0, deadline - now().getTime()) + 1);
      this.#timer.unref();
    }
    // With the server there, it is the server's word what becomes of a card.
    if (this.#away)
      for (const effect of effects) {
        if (effect.effect === 'cancel') orders.cancel(effect.reader);
        if (effect.effect === 'print')
          this.#apply({ event: 'print-result', visitId: effect.visitId, printed: 'on-screen' });
      }
    if (changed) this.#publish();
  }

  #publish(): void {
    this.#revision += 1;
    for (const watcher of this.#watchers) watcher();
  }
}
