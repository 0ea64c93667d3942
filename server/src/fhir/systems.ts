/**
 * Identifier systems of VN Core (hl7vn/vn-core-ig, a draft). Beware: `citizen_id` is the *old* identity card (CMND),
 * `national_id` the CCCD.
 */
export const defaultIdentifierBase = 'http://fhir.ehealth.gov.vn/core';

export interface Systems {
  readonly nationalId: string;
  readonly citizenId: string;
  readonly insuranceNumber: string;
  readonly passportNumber: string;
  readonly patientInternalId: string;
  readonly visitNumber: string;
  readonly providerCode: string;
  readonly patientProfile: string;
}

/** `base` without a slash at its end. */
export const systemsOf = (base: string): Systems => ({
  nationalId: `${base}/sid/national_id`,
  citizenId: `${base}/sid/citizen_id`,
  insuranceNumber: `${base}/sid/insurance_number`,
  passportNumber: `${base}/sid/passport_number`,
  patientInternalId: `${base}/sid/patient-internal-id`,
  visitNumber: `${base}/sid/VisitNumber`,
  providerCode: `${base}/sid/provider-code`,
  patientProfile: `${base}/StructureDefinition/vn-core-patient`,
});

/** Systems and extensions of our own, for what no profile has a place for. */
export const own = {
  message: 'urn:cccd-kiosk:message',
  visit: 'urn:cccd-kiosk:visit',
  ticket: 'urn:cccd-kiosk:ticket',
  department: 'urn:cccd-kiosk:department',
  evidence: 'urn:cccd-kiosk:evidence-sha256',
  chipVerdict: 'urn:cccd-kiosk:chip-verdict',
  fiveYearsFrom: 'urn:cccd-kiosk:insurance-five-years-from',
  registeredFacility: 'urn:cccd-kiosk:insurance-registered-facility',
  gatewayCode: 'urn:cccd-kiosk:insurance-gateway-code',
} as const;
