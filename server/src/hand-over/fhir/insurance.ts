import type { InsuranceFact, RegisteredVisit } from '../registered-visit.ts';
import type { Resource } from './resource.ts';
import { withoutEmpty } from './resource.ts';
import type { Systems } from '../../fhir/systems.ts';
import { own } from '../../fhir/systems.ts';

const insurer = { display: 'Bảo hiểm xã hội Việt Nam' };

const period = ({ validFrom, validTo }: InsuranceFact) =>
  validFrom === null && validTo === null ? null : withoutEmpty({ start: validFrom, end: validTo });

const classOf = (code: string, name: string, value: string | null) =>
  value === null
    ? []
    : [
        {
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code }], text: name },
          value,
          name,
        },
      ];

/** Object code and benefit digit of a 15-character card; a BHXH number has neither. */
function classesOf({ cardNumber, area }: InsuranceFact) {
  const printed = /^([A-Z]{2})([1-5])\d{12}$/.exec(cardNumber ?? '');
  return [
    ...classOf('group', 'Đối tượng', printed?.[1] ?? null),
    ...classOf('plan', 'Mức hưởng theo mã thẻ', printed?.[2] ?? null),
    ...classOf('subgroup', 'Khu vực', area),
  ];
}

export function coverageOf(visit: RegisteredVisit, systems: Systems, patient: string): Resource {
  const { insurance, visitId } = visit;
  const text = (url: string, valueString: string | null) => (valueString === null ? [] : [{ url, valueString }]);
  return withoutEmpty({
    resourceType: 'Coverage',
    extension: [
      ...text(own.registeredFacility, insurance.registeredFacility),
      ...(insurance.fiveYearsFrom === null ? [] : [{ url: own.fiveYearsFrom, valueDate: insurance.fiveYearsFrom }]),
    ],
    identifier: [
      { system: systems.insuranceNumber, value: insurance.cardNumber },
      { system: own.visit, value: visitId },
    ],
    status: insurance.state === 'not-valid' ? 'cancelled' : 'active',
    type: { text: 'BHYT' },
    subscriberId: insurance.cardNumber,
    beneficiary: { reference: patient },
    period: period(insurance),
    payor: [insurer],
    class: classesOf(insurance),
  });
}

const asked = (visit: RegisteredVisit, patient: string) => ({
  identifier: [{ system: own.visit, value: visit.visitId }],
  status: 'active',
  purpose: ['validation', 'benefits'],
  patient: { reference: patient },
  created: visit.insurance.askedAt,
  insurer,
});

export function eligibilityRequestOf(
  visit: RegisteredVisit,
  systems: Systems,
  patient: string,
  coverage: string | null,
): Resource {
  return withoutEmpty({
    resourceType: 'CoverageEligibilityRequest',
    ...asked(visit, patient),
    provider: providerOf(visit, systems),
    insurance: coverage === null ? [] : [{ focal: true, coverage: { reference: coverage } }],
  });
}

const outcomes = {
  valid: 'complete',
  'not-valid': 'complete',
  'not-insured': 'complete',
  pending: 'queued',
  unknown: 'queued',
} as const satisfies Record<InsuranceFact['state'], string>;

export function eligibilityResponseOf(
  visit: RegisteredVisit,
  patient: string,
  references: { readonly request: string; readonly coverage: string | null },
): Resource {
  const { insurance } = visit;
  const answered = outcomes[insurance.state] === 'complete';
  const { coverage } = references;
  return withoutEmpty({
    resourceType: 'CoverageEligibilityResponse',
    ...asked(visit, patient),
    extension: insurance.code === null ? [] : [{ url: own.gatewayCode, valueString: insurance.code }],
    request: { reference: references.request },
    outcome: outcomes[insurance.state],
    disposition: insurance.words,
    insurance:
      coverage === null || !answered
        ? []
        : [
            withoutEmpty({
              coverage: { reference: coverage },
              inforce: insurance.state === 'valid',
              benefitPeriod: period(insurance),
            }),
          ],
  });
}

export const providerOf = ({ facility }: RegisteredVisit, systems: Systems) => ({
  identifier: { system: systems.providerCode, value: facility.code },
  display: facility.name,
});
