import type { TicketWithoutReading } from '@cccd-kiosk/contract/local-mode';
import type { AuditLog } from '../audit/audit-log.ts';
import type { CheckIns } from '../check-ins/check-in.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import type { Station } from '../stations/station-repository.ts';
import type { LocalTickets } from './local-tickets.ts';
import { numberText } from './ticket-repository.ts';

/**
 * Numbers that a station gave without a reading while the server was away: a declared visit each, at the desk, once however
 * often they are told. All of them or none. Returns the visits that are new. Throws RefusedError with the field.
 */
export function createTakeLocalTickets(parts: {
  db: Db;
  checkIns: CheckIns;
  localTickets: LocalTickets;
  audit: AuditLog;
  now: () => Date;
}): (station: Station, tickets: readonly TicketWithoutReading[]) => string[] {
  const { db, checkIns, localTickets, audit, now } = parts;

  function take(station: Station, { id, reason, ...ticket }: TicketWithoutReading, at: Date): string[] {
    const given = localTickets.ownNumber(station, ticket, at);
    if (localTickets.told(station, id) !== undefined) return [];
    const { serviceDay } = ticket;
    const made = checkIns.withoutCard({
      ...{ reason, stationId: station.id, serviceDay, at: ticket.at },
      ...(localTickets.isFree(station, ticket) ? { own: given } : {}),
    });
    const visitId = made.visit.id;
    localTickets.note({ station, ticket, madeId: id, visitId, shown: numberText(made.ticket), at });
    audit.append({
      actor: `station:${station.id}`,
      action: 'ticket-without-card',
      object: visitId,
      details: { reason, offline: true },
    });
    return [visitId];
  }

  return (station, tickets) => {
    const at = now();
    return inTransaction(db, () => tickets.flatMap((ticket) => take(station, ticket, at)));
  };
}
