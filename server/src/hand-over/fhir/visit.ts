import type { RegisteredVisit } from '../registered-visit.ts';
import { providerOf } from './insurance.ts';
import type { Resource } from './resource.ts';
import type { Systems } from '../../fhir/systems.ts';
import { own } from '../../fhir/systems.ts';

const escort = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'ESC', display: 'escort' }],
};

/** `companion`: the reference of whoever came along, null when nobody did. */
export function encounterOf(
  visit: RegisteredVisit,
  systems: Systems,
  patient: string,
  companion: string | null,
): Resource {
  const { visitId, event, department, ticket, times } = visit;
  return {
    resourceType: 'Encounter',
    identifier: [
      { use: 'official', system: systems.visitNumber, value: visitId },
      { use: 'secondary', system: own.ticket, value: ticket.number },
    ],
    status: event === 'cancelled' ? 'cancelled' : 'arrived',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'ambulatory' },
    serviceType: { coding: [{ system: own.department, code: department.id }], text: department.name },
    subject: { reference: patient },
    ...(companion === null ? {} : { participant: [{ type: [escort], individual: { reference: companion } }] }),
    period: { start: times.arrivedAt },
    location: [
      {
        location: { identifier: { system: own.department, value: department.id }, display: department.room },
        status: 'planned',
      },
    ],
    serviceProvider: providerOf(visit, systems),
  };
}

/**
 * How far the chip was proven, and the hash of the evidence that anybody who has the record can compare. It is technical
 * evidence, not an official answer about the card.
 */
export function provenanceOf(
  visit: RegisteredVisit,
  verdict: NonNullable<RegisteredVisit['verdict']>,
  systems: Systems,
  id: string,
  targets: string[],
): Resource {
  return {
    resourceType: 'Provenance',
    id,
    extension: [
      {
        url: own.chipVerdict,
        extension: [
          { url: 'overall', valueCode: verdict.overall },
          { url: 'basis', valueCode: verdict.basis },
        ],
      },
    ],
    target: targets.map((reference) => ({ reference })),
    occurredDateTime: verdict.readAt,
    recorded: verdict.receivedAt,
    activity: { text: 'CCCD chip read and verified' },
    agent: [
      {
        type: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'verifier' }],
        },
        who: { display: 'cccd-kiosk' },
        onBehalfOf: providerOf(visit, systems),
      },
    ],
    entity: [{ role: 'source', what: { identifier: { system: own.evidence, value: verdict.evidenceHash } } }],
  };
}
