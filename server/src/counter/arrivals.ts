import type { ArrivalDetail, ArrivalRow, NamePerson } from '@cccd-kiosk/contract/counter';
import type { ClerkInsurance } from '@cccd-kiosk/contract/insurance-counter';
import type { VisitAppointment } from '@cccd-kiosk/contract/session/session';
import type { Role } from '@cccd-kiosk/contract/staff';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ChildRepository } from '../check-ins/child-repository.ts';
import type { PrintedRepository } from '../check-ins/printed-repository.ts';
import type { CompanionRepository } from '../check-ins/companion-repository.ts';
import { maskedName } from '@cccd-kiosk/cccd/masking';
import type { Visit, VisitRepository } from '../check-ins/visit-repository.ts';
import type { ClerkDesk } from '../insurance/clerk.ts';
import { may } from '../staff/roles.ts';
import type { Db } from '../db/open-database.ts';
import { inTransaction } from '../db/store.ts';
import type { PortraitStore } from '../portraits/portrait-store.ts';
import type { ReadingRepository } from '../readings/reading-repository.ts';
import { departmentOf, type Site } from '../site/site-config.ts';
import { serviceDay } from '@cccd-kiosk/contract/site-time';
import type { CountLook } from '../staff/looks.ts';
import type { StaffMember } from '../staff/staff-repository.ts';
import { numberText, type TicketRepository } from '../tickets/ticket-repository.ts';

export interface Arrivals {
  /** Today's, masked; a list is not a look at a person. */
  today(role: Role): ArrivalRow[];
  row(visitId: string, role: Role): ArrivalRow | undefined;
  /** A look at one person: leaves an audit row with its reason. Throws RefusedError `not-found`. */
  open(officer: StaffMember, visitId: string, reason: string): ArrivalDetail;
  /** The officer's answer to "same face?". `same` ends the portrait's life. Throws RefusedError `not-found`. */
  answerSameFace(officer: StaffMember, visitId: string, answer: 'same' | 'needs-look'): ArrivalDetail;
  /** Of a visit that the officer has open. */
  insurance(visitId: string): ClerkInsurance | null;
  /** Looks the insurance up again in the officer's name. Throws RefusedError. */
  lookUpAgain(officer: StaffMember, visitId: string, number?: string): ArrivalDetail;
  /** The officer's word on the kind of visit (MA_DOITUONG_KCB). Throws RefusedError `not-found`. */
  confirmSubject(officer: StaffMember, visitId: string, subject: string): ArrivalDetail;
  /**
   * Who somebody is whose chip proved nothing, as the desk saw it on a paper or a card: the insurance is asked by it, and
   * the hospital's systems hear of the visit. Throws RefusedError `not-found` for any other visit, `not-allowed` where
   * somebody of this number is declared today already.
   */
  namePerson(officer: StaffMember, person: NamePerson): ArrivalDetail;
  offset(): number;
}

/** What an officer typed as a reason, without anything that looks like a number of somebody. */
const cleanReason = (reason: string): string =>
  reason
    .normalize('NFC')
    .replace(/\d{6,}/g, '•')
    .slice(0, 200);

export function createArrivals(parts: {
  db: Db;
  site: Site;
  visits: VisitRepository;
  tickets: TicketRepository;
  children: ChildRepository;
  printed: Pick<PrintedRepository, 'find'>;
  companions: Pick<CompanionRepository, 'ofVisit'>;
  appointmentOf: (visit: Visit) => VisitAppointment | undefined;
  readings: ReadingRepository;
  /** Numbers that a kiosk gave this visit's person on its own. */
  otherNumbers: (visitId: string) => string[];
  portraits: PortraitStore;
  clerk: ClerkDesk;
  countLook: CountLook;
  /** The visit's person may be asked about at the population service. */
  mayAskPopulation: (officer: StaffMember, visit: Visit) => boolean;
  /** What a clerk's word on a visit sets going (the hand-over), in the same transaction. */
  noted: (visitId: string) => void;
  audit: AuditLog;
  now: () => Date;
}): Arrivals {
  const { db, site, visits, tickets, readings, portraits, clerk, countLook, audit, now } = parts;

  const today = (): string => serviceDay(now(), site.timeZone);

  function rowOf(visit: Visit, role: Role): ArrivalRow {
    const ticket = tickets.live(visit.id);
    const holder = visit.holder?.reveal();
    const number = ticket === undefined ? '' : numberText(ticket);
    return {
      visitId: visit.id,
      number,
      also: parts.otherNumbers(visit.id).filter((other) => other !== number),
      maskedName: holder === undefined ? '' : maskedName(holder.fullName),
      departmentName:
        ticket === undefined ? '' : (departmentOf(site, ticket.departmentId)?.name.vi ?? ticket.departmentId),
      arrivedAt: visit.arrivedAt,
      overall: visit.overall,
      priority: visit.priority,
      desk: visit.desk,
      opened: visit.openedAt !== null,
      insurance: may(role, 'insurance.see') ? clerk.state(visit.id) : null,
    };
  }

  function childOf(visitId: string): ArrivalDetail['child'] {
    const found = parts.children.find(visitId);
    if (found === undefined) return null;
    const guardian = visits.find(found.guardianVisit)?.holder?.reveal();
    return {
      guardian: guardian?.fullName ?? null,
      insuranceNumber: found.declared?.reveal().insuranceNumber ?? null,
    };
  }

  function printedOf({ id, holder }: Visit): ArrivalDetail['printed'] {
    return holder === null ? (parts.printed.find(id)?.reveal() ?? null) : null;
  }

  function appointmentAt(visit: Visit): ArrivalDetail['appointment'] {
    const known = visit.holder === null ? undefined : parts.appointmentOf(visit);
    return known === undefined ? null : { time: known.time, departmentName: known.departmentName.vi };
  }

  function companionOf(visitId: string): ArrivalDetail['companion'] {
    const found = parts.companions.ofVisit(visitId, now().toISOString());
    if (found === undefined) return null;
    const { person, relation, until } = found;
    return { ...person.reveal(), relation, until };
  }

  function detailOf(visit: Visit, officer: StaffMember): ArrivalDetail {
    const holder = visit.holder?.reveal();
    const reading = readings.ofVisit(visit.id);
    const photo = visit.sameFace?.answer === 'same' ? null : portraits.get(visit.id, now());
    if (photo !== null) audit.append({ actor: `staff:${officer.id}`, action: 'photo-shown', object: visit.id });
    return {
      ...rowOf(visit, officer.role),
      fullName: holder?.fullName ?? null,
      personalNumber: holder?.number ?? null,
      birthDate: holder?.birthDate ?? null,
      sex: holder?.sex ?? null,
      checks: reading === undefined ? null : (reading.checks as ArrivalDetail['checks']),
      basis: visit.basis,
      access: reading?.access ?? null,
      readAt: reading?.readAt ?? null,
      offline: reading?.offline ?? false,
      clerkInsurance: may(officer.role, 'insurance.see') ? clerk.see(visit.id, today()) : null,
      child: childOf(visit.id),
      companion: companionOf(visit.id),
      printed: printedOf(visit),
      appointment: appointmentAt(visit),
      mayAskPopulation: parts.mayAskPopulation(officer, visit),
      photo: photo === null ? null : Buffer.from(photo.reveal()).toString('base64'),
      sameFace: visit.sameFace,
    };
  }

  function found(visitId: string): Visit {
    const visit = visits.find(visitId);
    if (visit === undefined) throw new RefusedError('not-found', 'visitId');
    return visit;
  }

  return {
    // A visit without a number is none any more: the guardian's, when it is the child that is seen.
    today: (role) =>
      visits
        .ofDay(today())
        .map((visit) => rowOf(visit, role))
        .filter(({ number }) => number !== ''),
    row(visitId, role) {
      const visit = visits.find(visitId);
      return visit === undefined ? undefined : rowOf(visit, role);
    },
    open: (officer, visitId, reason) =>
      inTransaction(db, () => {
        found(visitId);
        visits.markOpened(visitId, now().toISOString());
        visits.touch(visitId);
        audit.append({
          actor: `staff:${officer.id}`,
          action: 'arrival-opened',
          object: visitId,
          details: { reason: cleanReason(reason) },
        });
        countLook(officer);
        if (officer.role === 'cashier') clerk.want(visitId, now());
        return detailOf(found(visitId), officer);
      }),
    answerSameFace: (officer, visitId, answer) =>
      inTransaction(db, () => {
        found(visitId);
        visits.answerSameFace(visitId, answer, now().toISOString(), officer.name);
        visits.touch(visitId);
        audit.append({
          actor: `staff:${officer.id}`,
          action: 'same-face-answered',
          object: visitId,
          details: { answer },
        });
        if (answer === 'same') portraits.drop(visitId);
        return detailOf(found(visitId), officer);
      }),
    insurance: (visitId) => clerk.see(visitId, today()),
    lookUpAgain(officer, visitId, number) {
      found(visitId);
      audit.append({
        actor: `staff:${officer.id}`,
        action: 'insurance-asked-again',
        object: visitId,
        details: { otherNumber: number !== undefined },
      });
      countLook(officer);
      clerk.askAgain(visitId, officer.account, number);
      return detailOf(found(visitId), officer);
    },
    confirmSubject: (officer, visitId, subject) =>
      inTransaction(db, () => {
        found(visitId);
        clerk.confirm(visitId, subject, officer.name, now(), today());
        visits.touch(visitId);
        audit.append({
          actor: `staff:${officer.id}`,
          action: 'subject-confirmed',
          object: visitId,
          details: { subject },
        });
        parts.noted(visitId);
        return detailOf(found(visitId), officer);
      }),
    namePerson: (officer, { visitId, fullName, birthDate, sex, number }) =>
      inTransaction(db, () => {
        const { lane, serviceDay: day } = found(visitId);
        if (lane !== 'declared') throw new RefusedError('not-found', 'visitId');
        if (birthDate > today()) throw new RefusedError('bad-request', 'birthDate');
        const other = visits.findOfPerson(number, day, 'declared');
        if (other !== undefined && other.id !== visitId) throw new RefusedError('not-allowed', 'number');
        visits.declare(visitId, { fullName: fullName.normalize('NFC').replace(/\s+/g, ' '), number, birthDate, sex });
        visits.touch(visitId);
        audit.append({ actor: `staff:${officer.id}`, action: 'person-named', object: visitId });
        clerk.askNamed(visitId, officer.account);
        parts.noted(visitId);
        return detailOf(found(visitId), officer);
      }),
    offset: () => visits.offset(),
  };
}
