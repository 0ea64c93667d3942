import type { LocalTicket } from '@cccd-kiosk/contract/local-mode';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import { serviceDay } from '@cccd-kiosk/contract/site-time';
import { days, hours, minutes } from '../clock.ts';
import type { Db } from '../db/open-database.ts';
import type { Station, StationRepository } from '../stations/station-repository.ts';
import type { WorkItems } from '../work-items/work-items.ts';
import { localPrefixes } from './local-prefix.ts';

/** A number of a station's own, as the queue and number of a ticket: `K07` and 12. */
export interface OwnNumber {
  readonly queue: string;
  readonly sequence: number;
}

export interface LocalTickets {
  prefixOf(stationId: string): string;
  /**
   * The number, when it is one that this station may have given: with its own prefix, within a day. Throws RefusedError
   * `bad-request` with the field.
   */
  ownNumber(station: Pick<Station, 'id'>, ticket: LocalTicket, at: Date): OwnNumber;
  /** Nobody has it yet: it may become a visit's ticket. */
  isFree(station: Pick<Station, 'id'>, ticket: LocalTicket): boolean;
  /**
   * Notes whose the number is, once: `madeId` is the reading, or the station's own id of a number without one. A number that
   * is not the visit's ticket is another one that the person holds: a desk is told. In the caller's transaction.
   */
  note(what: {
    station: Pick<Station, 'id'>;
    ticket: LocalTicket;
    madeId: string;
    visitId: string;
    /** The number that the visit has. */
    shown: string;
    at: Date;
  }): void;
  /** The visit of a number without a reading that was told before. */
  told(station: Pick<Station, 'id'>, madeId: string): string | undefined;
  /** Numbers that a visit's person holds, the ticket's among them where it is one of these. */
  ofVisit(visitId: string): string[];
}

export function createLocalTickets(parts: {
  db: Db;
  stations: StationRepository;
  workItems: WorkItems;
  timeZone: string;
}): LocalTickets {
  const { db, stations, workItems, timeZone } = parts;
  const insert = db.prepare(
    `INSERT OR IGNORE INTO local_tickets (station_id, service_day, number, visit_id, made_id, at) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const holders = db
    .prepare('SELECT DISTINCT visit_id FROM local_tickets WHERE station_id = ? AND service_day = ? AND number = ?')
    .pluck();
  const made = db.prepare('SELECT visit_id FROM local_tickets WHERE station_id = ? AND made_id = ?').pluck();
  const ofVisit = db.prepare('SELECT DISTINCT number FROM local_tickets WHERE visit_id = ? ORDER BY at').pluck();
  const prefixOf = (stationId: string): string => localPrefixes(stations.all()).get(stationId) ?? '';

  return {
    prefixOf,
    ownNumber(station, ticket, at) {
      const [, queue = '', digits = ''] = /^(.+)-(\d+)$/.exec(ticket.number) ?? [];
      if (queue !== prefixOf(station.id)) throw new RefusedError('bad-request', 'localTicket.number');
      const age = at.getTime() - Date.parse(ticket.at);
      if (age > hours(24) || age < -minutes(2)) throw new RefusedError('bad-request', 'localTicket.at');
      const [today, yesterday] = [at, new Date(at.getTime() - days(1))].map((day) => serviceDay(day, timeZone));
      if (ticket.serviceDay !== today && ticket.serviceDay !== yesterday)
        throw new RefusedError('bad-request', 'localTicket.serviceDay');
      if (Number(digits) === 0) throw new RefusedError('bad-request', 'localTicket.number');
      return { queue, sequence: Number(digits) };
    },
    isFree: ({ id }, { serviceDay: day, number }) => holders.all(id, day, number).length === 0,
    note({ station, ticket, madeId, visitId, shown, at }) {
      const { serviceDay: day, number } = ticket;
      const others = (holders.all(station.id, day, number) as string[]).filter((other) => other !== visitId);
      const { changes } = insert.run(station.id, day, number, visitId, madeId, ticket.at);
      if (changes === 0) return;
      if (others.length > 0)
        workItems.open({ kind: 'mismatch', severity: 'needs-look', visitId, code: 'number-twice' }, at);
      else if (shown !== number)
        workItems.open({ kind: 'mismatch', severity: 'needs-look', visitId, code: 'two-numbers' }, at);
    },
    told: ({ id }, madeId) => made.get(id, madeId) as string | undefined,
    ofVisit: (visitId) => ofVisit.all(visitId) as string[],
  };
}
