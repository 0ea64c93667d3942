/**
 * The rules of VN Core's Patient (hl7vn/vn-core-ig, a draft, R4) that concern what we send, written from its profile: no
 * validator loads that package here.
 */
const base = 'http://fhir.ehealth.gov.vn/core';

const forms: Readonly<Record<string, RegExp>> = {
  /** TheCCCD. */
  [`${base}/sid/national_id`]: /^\d{12}$/,
  /** SoCMT: the identity card before the chip, in spite of its name. */
  [`${base}/sid/citizen_id`]: /^\d{9}$/,
  /** TheBHYT. */
  [`${base}/sid/insurance_number`]: /^([A-Z]{2}[1-5]\d{12}|\d{10})$/,
  /** SoHoChieu. */
  [`${base}/sid/passport_number`]: /^\S.*\S$/,
  /** MaBenhNhan. */
  [`${base}/sid/patient-internal-id`]: /^\S+$/,
};

export interface VnCorePatient {
  readonly meta?: { profile?: string[] };
  readonly identifier?: { system?: string; value?: string; use?: string }[];
  readonly name?: { use?: string; text?: string; given?: string[] }[];
}

/** Every rule broken, by name; empty for a patient that VN Core takes. */
export function vnCoreFaults({ meta, identifier = [], name = [] }: VnCorePatient): string[] {
  const faults: string[] = [];
  if (meta?.profile?.includes(`${base}/StructureDefinition/vn-core-patient`) !== true) faults.push('profile');
  for (const { system = '', value = '' } of identifier)
    if (forms[system]?.test(value) !== true) faults.push(`identifier ${system}`);
  const systems = identifier.map(({ system }) => system);
  if (new Set(systems).size !== systems.length) faults.push('two identifiers of one slice');
  if (identifier.filter(({ use }) => use === 'official').length !== 1) faults.push('one official identifier');
  const [official] = name;
  if (official?.use !== 'official' || official.text === undefined) faults.push('name.text');
  if (official?.text !== official?.text?.toLocaleUpperCase('vi')) faults.push('official names are in capitals');
  return faults;
}
