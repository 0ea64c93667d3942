import { z } from 'zod';
import { days, later } from '../clock.ts';
import { offsetAt } from '../site/site-clock.ts';
import { compareNames } from '../matching/compare-names.ts';
import type { Holder } from '../readings/holder.ts';
import { baseOf, fhirId, fhirLine, malformed, type FhirSearch, type Told } from './fhir-search.ts';
import type { HospitalPatient, PatientSearch } from './patient-search.ts';
import type { HospitalRecordSettings } from './settings.ts';

/** An appointment as the hospital's system knows it. Personal. */
export interface BookedAppointment {
  /** The resource's own id. */
  readonly id: string;
  /** ISO time with its offset. */
  readonly start: string;
  /** Codes in this site's system of departments; whether there is such a department the caller sees. */
  readonly departments: readonly string[];
}

export interface AppointmentSearch {
  /** This person's appointments that begin on a day of the site, at most twenty, in no order. */
  ofDay(
    holder: Holder,
    day: { serviceDay: string; timeZone: string },
    signal: AbortSignal,
  ): Promise<Told<BookedAppointment[]>>;
}

/** More than one record of a person is a task for staff; more than these is none of a kiosk's. */
const mostRecords = 5;
/** Of Appointment.status: both have a time and neither has begun (valueset-appointmentstatus). */
const statuses = ['booked', 'pending'];

const coded = z
  .array(
    z.object({
      coding: z
        .array(z.object({ system: fhirLine, code: fhirLine }))
        .max(20)
        .default([]),
    }),
  )
  .max(20)
  .default([]);
const appointmentSchema = z.object({
  resourceType: z.literal('Appointment'),
  id: fhirId,
  status: z.string().max(40),
  start: z.iso.datetime({ offset: true }),
  serviceType: coded,
  specialty: coded,
  participant: z
    .array(
      z.object({
        status: fhirLine,
        actor: z
          .object({ reference: fhirLine, identifier: z.object({ system: fhirLine, value: fhirLine }).optional() })
          .optional(),
      }),
    )
    .max(50)
    .default([]),
});
type Appointment = z.infer<typeof appointmentSchema>;

/** A record that bears the number of this person, unless everything else in it speaks of another one. */
const isTheirs = (holder: Holder, { number, fullName, birthDate }: HospitalPatient): boolean =>
  number === holder.number &&
  (fullName === null ||
    birthDate === null ||
    birthDate === holder.birthDate ||
    compareNames(holder.fullName, fullName) !== 'different');

/** First and last moment of a day as search values; the offset is the one of the day's noon. */
function boundsOf(serviceDay: string, timeZone: string): [from: string, before: string] {
  const noon = new Date(`${serviceDay}T12:00:00Z`);
  const offset = offsetAt(noon.toISOString(), timeZone);
  const next = later(noon, days(1)).toISOString().slice(0, 10);
  const midnight = (day: string): string => `${day}T00:00:00${offset}`;
  return [midnight(serviceDay), midnight(next)];
}

export function createAppointmentSearch(
  settings: Pick<HospitalRecordSettings, 'url' | 'departmentSystem'>,
  search: FhirSearch,
  patients: Pick<PatientSearch, 'byNumber'>,
): AppointmentSearch {
  const base = baseOf(settings);

  /** A server may leave out a parameter that it does not know (search.html §3.1.1.3): everybody's appointments come then. */
  function isOf(ids: readonly string[], { status, participant }: Appointment): boolean {
    const places = ids.flatMap((id) => [`Patient/${id}`, `${base}/Patient/${id}`]);
    return (
      statuses.includes(status) &&
      participant.some(
        ({ status: answer, actor }) =>
          answer !== 'declined' && places.includes((actor?.reference ?? '').replace(/\/_history\/[^/]*$/, '')),
      )
    );
  }

  function departmentsOf({ serviceType, specialty, participant }: Appointment): string[] {
    const codes = [
      ...[...serviceType, ...specialty].flatMap(({ coding }) => coding),
      ...participant.map(({ actor }) => ({ system: actor?.identifier?.system, code: actor?.identifier?.value })),
    ];
    return codes
      .filter(({ system }) => system === settings.departmentSystem)
      .map(({ code }) => code)
      .filter((code) => code !== undefined);
  }

  return {
    async ofDay(holder, { serviceDay, timeZone }, signal) {
      const known = await patients.byNumber(holder.number, signal);
      if (known.outcome !== 'told') return known;
      const ids = known.value
        .filter((one) => isTheirs(holder, one))
        .slice(0, mostRecords)
        .map(({ id }) => id);
      if (ids.length === 0) return { outcome: 'told', value: [] };
      const [from, before] = boundsOf(serviceDay, timeZone);
      const told = await search(
        'Appointment',
        [
          ['patient', ids.join(',')],
          ['status', statuses.join(',')],
          ['date', `ge${from}`],
          ['date', `lt${before}`],
          ['_elements', 'status,start,serviceType,specialty,participant'],
        ],
        signal,
      );
      if (told.outcome !== 'told') return told;
      const parsed = z.array(appointmentSchema).safeParse(told.value);
      if (!parsed.success) return malformed;
      const value = parsed.data
        .filter((one) => isOf(ids, one))
        .map((one) => ({ id: one.id, start: one.start, departments: departmentsOf(one) }));
      return { outcome: 'told', value };
    },
  };
}
