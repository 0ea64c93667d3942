import { z } from 'zod';
import { systemsOf } from '../fhir/systems.ts';
import { fhirId, fhirLine, malformed, type FhirSearch, type Told } from './fhir-search.ts';
import type { HospitalRecordSettings } from './settings.ts';

/** A patient as the hospital's system knows one; what it does not tell is null. Personal. */
export interface HospitalPatient {
  /** The resource's own id. */
  readonly id: string;
  /** The hospital's number of the person (MA_BN). */
  readonly patientId: string | null;
  /** The 12-digit personal number that the record bears. */
  readonly number: string | null;
  readonly fullName: string | null;
  /** `yyyy-mm-dd`, `yyyy-mm` or `yyyy`. */
  readonly birthDate: string | null;
  readonly sex: 'male' | 'female' | null;
}

export interface PatientSearch {
  byNumber(personalNumber: string, signal?: AbortSignal): Promise<Told<HospitalPatient[]>>;
  /** Of about this name and born then; who is really alike the caller sees. */
  byNameAndBirth(fullName: string, birthDate: string): Promise<Told<HospitalPatient[]>>;
  /** How many visits of this patient began before then and have no end. */
  openVisitsBefore(id: string, before: Date): Promise<Told<number>>;
}

const patientSchema = z.object({
  resourceType: z.literal('Patient'),
  id: fhirId,
  identifier: z
    .array(z.object({ system: fhirLine, value: fhirLine, use: fhirLine }))
    .max(50)
    .default([]),
  name: z
    .array(
      z.object({
        text: fhirLine,
        family: fhirLine,
        given: z.array(z.string().max(100)).max(10).optional(),
        use: fhirLine,
      }),
    )
    .max(20)
    .default([]),
  birthDate: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .optional()
    .catch(undefined),
  gender: z.string().optional().catch(undefined),
});
type Patient = z.infer<typeof patientSchema>;

/** Names may come whole or in parts, Vietnamese order: family, middle, given. */
function nameIn({ name }: Patient): string | null {
  const said = name.find(({ use }) => use === 'official') ?? name[0];
  const text = said?.text ?? [said?.family, ...(said?.given ?? [])].filter((part) => part !== undefined).join(' ');
  return text.trim() === '' ? null : text.normalize('NFC').trim();
}

export function createPatientSearch(
  { identifierBase }: Pick<HospitalRecordSettings, 'identifierBase'>,
  search: FhirSearch,
): PatientSearch {
  const systems = systemsOf(identifierBase);

  function patientOf(patient: Patient): HospitalPatient {
    const of = (system: string): string | null =>
      patient.identifier.find((one) => one.system === system && one.use !== 'old')?.value ?? null;
    return {
      id: patient.id,
      patientId: of(systems.patientInternalId),
      number: of(systems.nationalId),
      fullName: nameIn(patient),
      birthDate: patient.birthDate ?? null,
      sex: patient.gender === 'male' || patient.gender === 'female' ? patient.gender : null,
    };
  }

  async function patients(
    query: readonly (readonly [string, string])[],
    signal?: AbortSignal,
  ): Promise<Told<HospitalPatient[]>> {
    const told = await search('Patient', [...query, ['_elements', 'identifier,name,birthDate,gender']], signal);
    if (told.outcome !== 'told') return told;
    const parsed = z.array(patientSchema).safeParse(told.value);
    return parsed.success ? { outcome: 'told', value: parsed.data.map(patientOf) } : malformed;
  }

  return {
    byNumber: (number, signal) => patients([['identifier', `${systems.nationalId}|${number}`]], signal),
    byNameAndBirth: (fullName, birthDate) =>
      patients([
        ['name', fullName],
        ['birthdate', birthDate],
      ]),
    async openVisitsBefore(patient, before) {
      const told = await search('Encounter', [
        ['patient', patient],
        ['status', 'arrived,triaged,in-progress,onleave'],
        ['date', `lt${before.toISOString()}`],
        ['_elements', 'status'],
      ]);
      return told.outcome === 'told' ? { outcome: 'told', value: told.value.length } : told;
    },
  };
}
