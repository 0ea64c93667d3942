import { authorizationIn } from '../http/outgoing-line.ts';
import type { Site } from '../site/site-config.ts';
import type { AppointmentRepository } from './appointment-repository.ts';
import { createAppointmentSearch } from './appointment-search.ts';
import { createAppointments, noAppointments, type Appointments } from './appointments.ts';
import { createFhirSearch } from './fhir-search.ts';
import { createHospitalRecord, noHospitalRecord, type HospitalRecord, type RecordParts } from './hospital-record.ts';
import { createPatientSearch } from './patient-search.ts';
import { createHospitalQuestions } from './question-repository.ts';
import type { HospitalRecordSettings } from './settings.ts';

/** What is asked of the hospital's own system: in good time what it keeps of a person, at once what they came for. */
export interface HospitalLines {
  readonly record: HospitalRecord;
  readonly appointments: Appointments;
}

/** As the settings say; without them nothing is asked. Throws StartError `config-invalid`. */
export function openHospitalRecord(
  settings: HospitalRecordSettings | undefined,
  parts: Omit<RecordParts, 'search' | 'questions' | 'chance'> & { site: Site; kept: AppointmentRepository },
): HospitalLines {
  if (settings === undefined) return { record: noHospitalRecord, appointments: noAppointments };
  const authorization = authorizationIn(settings.authorizationFile, 'hospitalRecord.authorizationFile');
  const search = createFhirSearch(settings, authorization);
  const patients = createPatientSearch(settings, search);
  const { site, kept, clock, visits, log } = parts;
  return {
    record: createHospitalRecord({ ...parts, search: patients, questions: createHospitalQuestions(parts.db) }),
    appointments: createAppointments({
      ...{ site, kept, clock, visits, log },
      search: createAppointmentSearch(settings, search, patients),
      timeoutMs: settings.appointmentTimeoutMs,
    }),
  };
}
