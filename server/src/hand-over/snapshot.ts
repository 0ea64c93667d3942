import { isPersonalNumber } from '@cccd-kiosk/cccd/personal-number';
import type { CompanionRepository } from '../check-ins/companion-repository.ts';
import type { Visit, VisitRepository } from '../check-ins/visit-repository.ts';
import { normalNumber } from '../insurance/gateway/insurance-number.ts';
import type { Holder } from '../readings/holder.ts';
import type { ReadingRepository } from '../readings/reading-repository.ts';
import { departmentOf, type Site } from '../site/site-config.ts';
import { numberText, type TicketRepository } from '../tickets/ticket-repository.ts';
import type { CompanionFact, InsuranceFact, RegisteredVisit } from './registered-visit.ts';

/** A visit as it stands now, without the event that it makes. */
export type Snapshot = Omit<RegisteredVisit, 'event'>;

function kindOf(number: string): RegisteredVisit['person']['number']['kind'] {
  if (isPersonalNumber(number)) return 'citizen';
  return normalNumber(number) === null ? 'document' : 'insurance';
}

const personOf = ({ fullName, number, birthDate, sex }: Holder): RegisteredVisit['person'] => ({
  fullName,
  number: { kind: kindOf(number), value: number },
  birthDate,
  sex: sex ?? 'unknown',
  // The server keeps no more of a card than its purpose needs.
  ...{ oldNumber: null, patientId: null, ethnicGroup: null, nationality: null, residence: null },
});

/**
 * Null for what is not handed over: a visit of somebody without a card whom the desk has not named, one that retention
 * erased, and a doubtful card's, which stands for nobody until a person at the desk has said who it is.
 */
export function createSnapshot(parts: {
  site: Site;
  facilityCode: string;
  visits: Pick<VisitRepository, 'find'>;
  tickets: Pick<TicketRepository, 'live'>;
  readings: Pick<ReadingRepository, 'ofVisit'>;
  companions: Pick<CompanionRepository, 'ofVisit'>;
  insurance: (visit: Visit) => InsuranceFact;
}): (visitId: string, at: string) => Snapshot | null {
  const { site, facilityCode, visits, tickets, readings, companions } = parts;
  function companionOf(visitId: string, at: string): CompanionFact | null {
    const found = companions.ofVisit(visitId, at);
    if (found === undefined) return null;
    const { fullName, number } = found.person.reveal();
    const kind = isPersonalNumber(number) ? 'citizen' : 'document';
    const { relation, since, until } = found;
    return { fullName, number: { kind, value: number }, relation, since, until };
  }
  return (visitId, at) => {
    const visit = visits.find(visitId);
    const ticket = tickets.live(visitId);
    const reading = readings.ofVisit(visitId);
    const holder = visit?.holder?.reveal();
    if (visit === undefined || holder === undefined || ticket === undefined || visit.lane === 'doubtful') return null;
    if (visit.lane === 'card' && reading === undefined) return null;
    const department = departmentOf(site, ticket.departmentId);
    return {
      visitId,
      facility: { code: facilityCode, name: site.name },
      person: personOf(holder),
      verdict:
        reading === undefined
          ? null
          : {
              overall: reading.overall,
              basis: reading.basis,
              readAt: new Date(reading.readAt).toISOString(),
              receivedAt: reading.receivedAt,
              evidenceHash: reading.recordDigest,
            },
      insurance: parts.insurance(visit),
      companion: companionOf(visitId, at),
      department: {
        id: ticket.departmentId,
        name: department?.name.vi ?? ticket.departmentId,
        room: department?.room ?? '',
        floor: department?.floor ?? '',
      },
      ticket: { number: numberText(ticket), priority: ticket.priority },
      times: { serviceDay: visit.serviceDay, arrivedAt: visit.arrivedAt, at },
      timeZone: site.timeZone,
    };
  };
}
