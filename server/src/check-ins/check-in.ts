import { transliterate } from '@cccd-kiosk/cccd/names';
import type { Basis } from '@cccd-kiosk/emrtd/inspection/overall';
import type { Overall } from '@cccd-kiosk/emrtd/inspection/verdict';
import { newId } from '../ids.ts';
import type { Holder } from '../readings/holder.ts';
import { deskDepartment, departmentOf, type Site } from '../site/site-config.ts';
import type { SiteDepartment } from '../site/site-department.ts';
import type { OwnNumber } from '../tickets/local-tickets.ts';
import type { Ticket, TicketRepository } from '../tickets/ticket-repository.ts';
import { ageOn } from '@cccd-kiosk/cccd/age';
import type { Lane, Visit, VisitRepository } from './visit-repository.ts';

export interface Arrival {
  readonly holder: Holder;
  readonly overall: Overall;
  readonly basis: Basis;
  readonly stationId: string;
  readonly serviceDay: string;
  /** ISO time. */
  readonly at: string;
  /** The number that the station gave while the server was away. */
  readonly own?: OwnNumber;
}

export interface CheckedIn {
  readonly visit: Visit;
  readonly ticket: Ticket;
  /** The number was given by an earlier tap today. */
  readonly again: boolean;
}

export interface CheckIns {
  /** One number per person, day and department, however often the card is read (decision 15). In the caller's transaction. */
  checkIn(arrival: Arrival): CheckedIn;
  /** A number at the desk for somebody without a card: identity `declared`. In the caller's transaction. */
  withoutCard(request: {
    reason: string;
    stationId: string;
    serviceDay: string;
    at: string;
    own?: OwnNumber;
  }): CheckedIn;
  /** A visit as it stands now. */
  known(visitId: string): CheckedIn;
  /** Moves the visit to another department; undefined when there is no such visit or department. In the caller's transaction. */
  choose(visitId: string, departmentId: string, at: string): { visit: Visit; ticket: Ticket } | undefined;
}

const sameHolder = (a: Holder, b: Holder): boolean => transliterate(a.fullName) === transliterate(b.fullName);

const rank = { suspicious: 0, 'not-proven': 1, genuine: 2 } as const satisfies Record<Overall, number>;

export function createCheckIns(parts: { site: Site; visits: VisitRepository; tickets: TicketRepository }): CheckIns {
  const { site, visits, tickets } = parts;

  const department = (id: string): SiteDepartment => {
    const found = departmentOf(site, id) ?? departmentOf(site, site.receptionDepartment);
    if (found === undefined) throw new RangeError('a site without a reception');
    return found;
  };
  const reload = (id: string): Visit => {
    const visit = visits.find(id);
    if (visit === undefined) throw new RangeError('a visit that was just written');
    return visit;
  };
  /** Priority comes from a proven birth date alone. */
  const hasPriority = ({ holder, overall, serviceDay }: Arrival): boolean =>
    overall === 'genuine' && (ageOn(holder.birthDate, serviceDay) ?? 0) >= site.priorityAge;

  /** A card that claims the number of somebody here today under another name is for the desk, whatever its verdict. */
  function laneOf(arrival: Arrival): Lane {
    if (arrival.overall === 'suspicious') return 'doubtful';
    const here = visits.findOfPerson(arrival.holder.number, arrival.serviceDay, 'card')?.holder?.reveal();
    return here !== undefined && !sameHolder(here, arrival.holder) ? 'doubtful' : 'card';
  }

  function again(visit: Visit, arrival: Arrival): CheckedIn {
    const better = rank[arrival.overall] > rank[visit.overall ?? 'suspicious'];
    if (better) {
      const { overall, basis } = arrival;
      visits.improve(visit.id, { overall, basis, priority: hasPriority(arrival) });
    }
    const now = better ? reload(visit.id) : visit;
    const live = tickets.live(visit.id);
    const ticket =
      live === undefined || live.priority !== now.priority
        ? tickets.issue(now, department(live?.departmentId ?? site.receptionDepartment), arrival.at)
        : live;
    if (better) visits.touch(visit.id);
    return { visit: now, ticket, again: true };
  }

  return {
    checkIn(arrival) {
      const lane = laneOf(arrival);
      const { holder, serviceDay } = arrival;
      const existing = visits.findOfPerson(holder.number, serviceDay, lane);
      if (existing !== undefined) return again(existing, arrival);
      const desk = lane === 'doubtful';
      const id = newId();
      visits.add({
        ...arrival,
        id,
        lane,
        priority: hasPriority(arrival),
        desk,
        reason: null,
        consentVersion: site.consent.version,
      });
      // With a number of its station the person is on the way to the reception.
      const knownWay = arrival.overall === 'genuine' && arrival.own === undefined;
      const last = knownWay ? visits.lastDepartment(holder.number, serviceDay) : undefined;
      const visit = reload(id);
      const ticket = tickets.issue(
        visit,
        department(desk ? deskDepartment : (last ?? site.receptionDepartment)),
        arrival.at,
        arrival.own,
      );
      visits.touch(id);
      return { visit, ticket, again: false };
    },
    withoutCard({ reason, stationId, serviceDay, at, own }) {
      const id = newId();
      visits.add({
        id,
        serviceDay,
        lane: 'declared',
        holder: null,
        overall: null,
        basis: 'none',
        priority: reason === 'emergency',
        desk: true,
        stationId,
        reason,
        consentVersion: site.consent.version,
        at,
      });
      const visit = reload(id);
      const ticket = tickets.issue(visit, department(deskDepartment), at, own);
      visits.touch(id);
      return { visit, ticket, again: false };
    },
    known(visitId) {
      const visit = reload(visitId);
      const ticket = tickets.last(visitId);
      if (ticket === undefined) throw new RangeError('a visit without a number');
      return { visit, ticket, again: false };
    },
    choose(visitId, departmentId, at) {
      const visit = visits.find(visitId);
      const chosen = site.departments.find(({ id }) => id === departmentId);
      if (visit === undefined || chosen === undefined || visit.desk) return undefined;
      const live = tickets.live(visitId);
      const ticket = live?.departmentId === departmentId ? live : tickets.issue(visit, chosen, at);
      visits.markChosen(visitId, at);
      visits.touch(visitId);
      return { visit: reload(visitId), ticket };
    },
  };
}
