import type { RegisteredPerson, RegisteredVisit } from '../registered-visit.ts';
import { nameParts, officialName } from '../registered-visit.ts';
import type { Identifier, Resource } from './resource.ts';
import { withoutEmpty } from './resource.ts';
import type { Systems } from '../../fhir/systems.ts';

/** The identifier that a person is found by: the CCCD, else a passport, else a child's BHYT number. */
export function mainIdentifier({ number }: Pick<RegisteredPerson, 'number'>, systems: Systems): Required<Identifier> {
  const of = { citizen: systems.nationalId, document: systems.passportNumber, insurance: systems.insuranceNumber };
  return { use: 'official', system: of[number.kind], value: number.value };
}

/** A name as it stands on official papers, in parts and whole. */
export function nameOf(fullName: string): Record<string, unknown> {
  const { family, middle, given } = nameParts(fullName);
  return withoutEmpty({
    use: 'official',
    text: officialName(fullName),
    family: family === '' ? null : family,
    given: [middle, given].filter((part) => part !== ''),
  });
}

/** FHIR R4 Patient in VN Core's shape. A birth date of which the chip knows the year alone stays a year. */
export function patientOf({ person, insurance }: RegisteredVisit, systems: Systems): Resource {
  const further = (system: string, value: string | null, use: string): Identifier[] =>
    value === null ? [] : [{ use, system, value }];
  return withoutEmpty({
    resourceType: 'Patient',
    meta: { profile: [systems.patientProfile] },
    identifier: [
      mainIdentifier(person, systems),
      ...further(systems.citizenId, person.oldNumber, 'old'),
      // A person has one of each system; a child that is found by its BHYT number keeps being found by the same.
      ...further(
        systems.insuranceNumber,
        person.number.kind === 'insurance' ? null : insurance.cardNumber,
        'secondary',
      ),
      ...further(systems.patientInternalId, person.patientId, 'usual'),
    ],
    active: true,
    name: [nameOf(person.fullName)],
    gender: person.sex,
    birthDate: person.birthDate,
    address: person.residence === null ? [] : [{ use: 'home', text: person.residence }],
  });
}
