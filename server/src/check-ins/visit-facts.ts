import type { VisitAppointment, VisitFacts } from '@cccd-kiosk/contract/session/session';
import { departmentOf, type Site } from '../site/site-config.ts';
import { siteTime } from '@cccd-kiosk/contract/site-time';
import type { Ticket, TicketRepository } from '../tickets/ticket-repository.ts';
import { numberText } from '../tickets/ticket-repository.ts';
import { shownPerson } from '@cccd-kiosk/cccd/shown-person';
import type { CompanionRepository } from './companion-repository.ts';
import type { Visit, VisitRepository } from './visit-repository.ts';

export function createVisitFacts(parts: {
  site: Site;
  tickets: TicketRepository;
  visits: VisitRepository;
  companions: Pick<CompanionRepository, 'ofVisit'>;
  appointmentOf: (visit: Visit) => VisitAppointment | undefined;
  now: () => Date;
}): (visit: Visit, ticket: Ticket, again: boolean) => VisitFacts {
  const { site, tickets, visits, companions, now } = parts;
  return (visit, ticket, again) => {
    const department = departmentOf(site, ticket.departmentId);
    const holder = visit.holder?.reveal();
    const appointment = holder === undefined ? undefined : parts.appointmentOf(visit);
    const last =
      holder === undefined || visit.overall !== 'genuine'
        ? undefined
        : visits.lastDepartment(holder.number, visit.serviceDay);
    return {
      visitId: visit.id,
      desk: visit.desk,
      ...(holder === undefined || visit.desk
        ? {}
        : { person: shownPerson(holder, visit.overall, visit.serviceDay, site) }),
      ...(last === undefined ? {} : { lastDepartment: last }),
      ...(appointment === undefined ? {} : { appointment }),
      ticket: {
        visitId: visit.id,
        number: numberText(ticket),
        departmentId: ticket.departmentId,
        departmentName: department?.name ?? { vi: ticket.departmentId, en: ticket.departmentId },
        room: department?.room ?? '',
        floor: department?.floor ?? '',
        peopleAhead: tickets.ahead(ticket),
        priority: ticket.priority,
        companion: companions.ofVisit(visit.id, now().toISOString()) !== undefined,
        ...(again ? { issuedEarlierAt: siteTime(new Date(ticket.issuedAt), site.timeZone) } : {}),
        qr: ticket.qr,
        issuedAt: ticket.issuedAt,
      },
    };
  };
}
