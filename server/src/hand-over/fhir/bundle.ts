import type { Message } from '../language.ts';
import { relatedPersonOf } from './related-person.ts';
import { coverageOf, eligibilityRequestOf, eligibilityResponseOf } from './insurance.ts';
import { mainIdentifier, patientOf } from './patient.ts';
import type { Entry, Resource, TransactionBundle } from './resource.ts';
import { stableUuid, token } from './resource.ts';
import { own, systemsOf } from '../../fhir/systems.ts';
import { encounterOf, provenanceOf } from './visit.ts';

/**
 * A visit as a FHIR R4 transaction. Sent twice it has its effect once: the patient is made only where none has the
 * identifier (and a known one is never written over), everything else is a conditional update of the same thing.
 */
export function bundleOf({ key, visit }: Pick<Message, 'key' | 'visit'>, identifierBase: string): TransactionBundle {
  const systems = systemsOf(identifierBase);
  const uuid = (of: string): string => stableUuid(visit.visitId, of);
  const url = (of: string): string => `urn:uuid:${uuid(of)}`;
  const patient = url('Patient');
  const put = (resource: Resource, search: string): Entry => ({
    fullUrl: url(resource.resourceType),
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}?${search}` },
  });
  const ofVisit = `identifier=${token(own.visit, visit.visitId)}`;
  const main = mainIdentifier(visit.person, systems);
  const coverage = visit.insurance.cardNumber === null ? null : url('Coverage');

  const entry: Entry[] = [
    {
      fullUrl: patient,
      resource: patientOf(visit, systems),
      request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=${token(main.system, main.value)}` },
    },
    put(
      encounterOf(visit, systems, patient, visit.companion === null ? null : url('RelatedPerson')),
      `identifier=${token(systems.visitNumber, visit.visitId)}`,
    ),
  ];
  if (visit.companion !== null) entry.push(put(relatedPersonOf(visit, visit.companion, systems, patient), ofVisit));
  if (coverage !== null) entry.push(put(coverageOf(visit, systems, patient), ofVisit));
  if (visit.insurance.askedAt !== null) {
    const request = url('CoverageEligibilityRequest');
    entry.push(put(eligibilityRequestOf(visit, systems, patient, coverage), ofVisit));
    entry.push(put(eligibilityResponseOf(visit, patient, { request, coverage }), ofVisit));
  }
  // No card, no provenance: what the desk read from a birth certificate is the hospital's own to vouch for.
  if (visit.verdict !== null) {
    const provenance = uuid(`Provenance ${visit.verdict.evidenceHash}`);
    entry.push({
      fullUrl: `urn:uuid:${provenance}`,
      resource: provenanceOf(visit, visit.verdict, systems, provenance, [patient, url('Encounter')]),
      request: { method: 'PUT', url: `Provenance/${provenance}` },
    });
  }
  return { resourceType: 'Bundle', identifier: { system: own.message, value: key }, type: 'transaction', entry };
}
