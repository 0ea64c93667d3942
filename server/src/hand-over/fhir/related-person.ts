import type { CompanionFact, RegisteredVisit } from '../registered-visit.ts';
import { mainIdentifier, nameOf } from './patient.ts';
import type { Resource } from './resource.ts';
import { own, type Systems } from '../../fhir/systems.ts';

const roleCode = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
/** What the companion is to the patient; `other` may be no relative at all (HL7 v2 table 0131: other). */
const relations = {
  child: { system: roleCode, code: 'CHILD' },
  spouse: { system: roleCode, code: 'SPS' },
  parent: { system: roleCode, code: 'PRN' },
  other: { system: 'http://terminology.hl7.org/CodeSystem/v2-0131', code: 'O' },
} as const satisfies Record<CompanionFact['relation'], unknown>;

/** FHIR R4 RelatedPerson: whoever came along, until the end of their period. */
export function relatedPersonOf(
  visit: RegisteredVisit,
  companion: CompanionFact,
  systems: Systems,
  patient: string,
): Resource {
  const { relation, since, until } = companion;
  return {
    resourceType: 'RelatedPerson',
    identifier: [mainIdentifier(companion, systems), { use: 'secondary', system: own.visit, value: visit.visitId }],
    active: true,
    patient: { reference: patient },
    relationship: [{ coding: [relations[relation]] }],
    name: [nameOf(companion.fullName)],
    period: { start: since, end: until },
  };
}
