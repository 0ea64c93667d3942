import { z } from 'zod';
import { httpPost, outcomeOfStatus } from '../hand-over/http-post.ts';
import { systemsOf } from '../hand-over/fhir/systems.ts';
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

/** `away` may pass; `refused` is for whoever runs the systems. `code` is stable and holds nothing of a person. */
export type Told<T> =
  { readonly outcome: 'told'; readonly value: T } | { readonly outcome: 'away' | 'refused'; readonly code: string };

export interface PatientSearch {
  byNumber(personalNumber: string): Promise<Told<HospitalPatient[]>>;
  /** Of about this name and born then; who is really alike the caller sees. */
  byNameAndBirth(fullName: string, birthDate: string): Promise<Told<HospitalPatient[]>>;
  /** How many visits of this patient began before then and have no end. */
  openVisitsBefore(id: string, before: Date): Promise<Told<number>>;
}

/** More than anybody looks through. */
const most = 20;
const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
const line = z.string().max(300).optional().catch(undefined);
const patientSchema = z.object({
  resourceType: z.literal('Patient'),
  id,
  identifier: z
    .array(z.object({ system: line, value: line, use: line }))
    .max(50)
    .default([]),
  name: z
    .array(z.object({ text: line, family: line, given: z.array(z.string().max(100)).max(10).optional(), use: line }))
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
const bundleSchema = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('searchset'),
  entry: z
    .array(z.object({ resource: z.looseObject({ resourceType: z.string() }) }))
    .max(1000)
    .default([]),
});

/** Names may come whole or in parts, Vietnamese order: family, middle, given. */
function nameIn({ name }: Patient): string | null {
  const said = name.find(({ use }) => use === 'official') ?? name[0];
  const text = said?.text ?? [said?.family, ...(said?.given ?? [])].filter((part) => part !== undefined).join(' ');
  return text.trim() === '' ? null : text.normalize('NFC').trim();
}

/** FHIR R4 searches by POST (http.html §3.1.0.9.4): a person's number stands in no address, and so in no access log. */
export function createPatientSearch(
  settings: HospitalRecordSettings,
  authorization: string | undefined,
): PatientSearch {
  const systems = systemsOf(settings.identifierBase);
  const base = settings.url.replace(/\/$/, '');

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

  async function search(type: string, query: Record<string, string>): Promise<Told<unknown[]>> {
    const reply = await httpPost(
      `${base}/${type}/_search`,
      new URLSearchParams({ ...query, _count: String(most) }).toString(),
      {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/fhir+json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      AbortSignal.timeout(settings.timeoutMs),
    );
    if ('outcome' in reply) return { outcome: 'away', code: reply.code };
    const bad = outcomeOfStatus(reply.status);
    if (bad !== null && 'code' in bad)
      return { outcome: bad.outcome === 'refused' ? 'refused' : 'away', code: bad.code };
    try {
      const bundle = bundleSchema.parse(JSON.parse(reply.text));
      const ofType = bundle.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);
      return { outcome: 'told', value: ofType.slice(0, most) };
    } catch {
      // Cut at the size that is read, or no searchset: nothing can be told from it.
      return { outcome: 'refused', code: 'malformed' };
    }
  }

  async function patients(query: Record<string, string>): Promise<Told<HospitalPatient[]>> {
    const told = await search('Patient', { ...query, _elements: 'identifier,name,birthDate,gender' });
    if (told.outcome !== 'told') return told;
    const parsed = z.array(patientSchema).safeParse(told.value);
    return parsed.success
      ? { outcome: 'told', value: parsed.data.map(patientOf) }
      : { outcome: 'refused', code: 'malformed' };
  }

  return {
    byNumber: (number) => patients({ identifier: `${systems.nationalId}|${number}` }),
    byNameAndBirth: (fullName, birthDate) => patients({ name: fullName, birthdate: birthDate }),
    async openVisitsBefore(patient, before) {
      const status = 'arrived,triaged,in-progress,onleave';
      const told = await search('Encounter', {
        patient,
        status,
        date: `lt${before.toISOString()}`,
        _elements: 'status',
      });
      return told.outcome === 'told' ? { outcome: 'told', value: told.value.length } : told;
    },
  };
}
