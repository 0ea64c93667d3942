import { authorizationIn } from '../http/outgoing-line.ts';
import { createFhirSearch } from './fhir-search.ts';
import { createHospitalRecord, noHospitalRecord, type HospitalRecord, type RecordParts } from './hospital-record.ts';
import { createPatientSearch } from './patient-search.ts';
import { createHospitalQuestions } from './question-repository.ts';
import type { HospitalRecordSettings } from './settings.ts';

/** As the settings say; without them nothing is asked. Throws StartError `config-invalid`. */
export function openHospitalRecord(
  settings: HospitalRecordSettings | undefined,
  parts: Omit<RecordParts, 'search' | 'questions' | 'chance'>,
): HospitalRecord {
  if (settings === undefined) return noHospitalRecord;
  const authorization = authorizationIn(settings.authorizationFile, 'hospitalRecord.authorizationFile');
  return createHospitalRecord({
    ...parts,
    search: createPatientSearch(settings, createFhirSearch(settings, authorization)),
    questions: createHospitalQuestions(parts.db),
  });
}
