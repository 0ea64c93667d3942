import { maskedName } from '@cccd-kiosk/cccd/masking';
import { insuranceOpen, type InsuranceView } from '@cccd-kiosk/contract/insurance';
import type { Visit } from '../../check-ins/visit-repository.ts';
import type { VisitFacts } from '@cccd-kiosk/contract/session/session';
import type { Site } from '../../site/site-config.ts';
import { siteDate, siteTime } from '@cccd-kiosk/contract/site-time';
import type { Printer, PrintResult } from './printer.ts';
import { drawTicket } from './raster.ts';
import { ticketSvg } from './ticket-paper.ts';

/** Draws and prints a visit's ticket. Never throws. */
export function createTicketPrinting(parts: { site: Site; simulation: boolean; printer: Printer }) {
  const { site, simulation, printer } = parts;
  return async (
    visit: Visit,
    facts: VisitFacts,
    { reprint, insurance }: { reprint: boolean; insurance: InsuranceView },
  ): Promise<PrintResult> => {
    const { ticket } = facts;
    const issued = new Date(ticket.issuedAt);
    const holder = visit.holder?.reveal();
    const svg = ticketSvg({
      site: site.name,
      number: ticket.number,
      department: ticket.departmentName,
      room: ticket.room,
      floor: ticket.floor,
      ...(facts.desk ? { desk: site.desk.name } : {}),
      peopleAhead: ticket.peopleAhead ?? 0,
      // The paper names an age: an emergency without a card goes first too, and has none to name.
      priority: ticket.priority && holder !== undefined,
      // Nothing waits for an answer about a foreign document: nobody was asked.
      insurancePending: insuranceOpen(insurance) && insurance.state !== 'desk' && facts.person?.document !== 'other',
      ...(insurance.state === 'desk' && !facts.desk ? { deskFirst: site.desk.name } : {}),
      companion: ticket.companion === true,
      ...(holder === undefined || facts.desk ? {} : { maskedName: maskedName(holder.fullName) }),
      time: siteTime(issued, site.timeZone),
      date: siteDate(issued, site.timeZone),
      ...(ticket.issuedEarlierAt === undefined ? {} : { issuedEarlierAt: ticket.issuedEarlierAt }),
      qr: ticket.qr,
      reprint,
      simulation,
    });
    try {
      const { png, raster } = await drawTicket(svg);
      return await printer.print({ visitId: visit.id, number: ticket.number, png, raster });
    } catch {
      // A ticket that cannot be drawn is as good as no paper: the number stands on the screen.
      return 'failed';
    }
  };
}
