import type { z } from 'zod';
import type { CaseView, openCaseSchema } from '@cccd-kiosk/contract/forms';
import { RefusedError } from '@cccd-kiosk/contract/serialize-error';
import type { VisitRepository } from '../../check-ins/visit-repository.ts';
import type { InsuranceCard } from '../../insurance/outbox/visit-insurance-repository.ts';
import { may } from '../../staff/roles.ts';
import type { StaffMember } from '../../staff/staff-repository.ts';
import { fieldsOfHolder, typedOfHolder } from '../taps/card-fields.ts';
import { fieldsFor, keepFields } from '../values/card-facts.ts';
import type { Fact } from '../values/facts.ts';
import type { CaseActs } from './case-acts.ts';
import type { Actor, CaseDesk } from './case-desk.ts';
import { emptyContent, typedPerson, type CaseContent } from './content.ts';
import { applicant } from './roles.ts';

export interface CaseOpener {
  /** A new case, with the person of a visit when one is named, and the forms asked for. Throws RefusedError. */
  open(by: Actor, officer: StaffMember, request: z.output<typeof openCaseSchema>): CaseView;
}

const identity = fieldsFor(['fullName', 'personalNumber', 'birthDate', 'sex']);

export function createCaseOpener(parts: {
  desk: CaseDesk;
  acts: CaseActs;
  visits: Pick<VisitRepository, 'find'>;
  /** What the insurance said of a visit's person. */
  cardOf: (visitId: string) => InsuranceCard | null;
  stationExists: (stationId: string) => boolean;
  newId: () => string;
}): CaseOpener {
  const { desk, acts, visits, cardOf, newId } = parts;

  /** The person of today's check-in: what its card proved is taken as the chip's word again. */
  function ofVisit(visitId: string, officer: StaffMember): CaseContent {
    const visit = visits.find(visitId);
    const holder = visit?.holder?.reveal();
    if (visit === undefined || holder === undefined) throw new RefusedError('not-found', 'visitId');
    const card = may(officer.role, 'insurance.see') ? cardOf(visitId) : null;
    const record: Partial<Record<Fact, string>> = {};
    if (card !== null) {
      record.socialInsuranceNumber = card.bhxhNumber ?? '';
      record.healthInsuranceNumber = card.number ?? '';
    }
    const person = {
      ...typedPerson(newId()),
      // Of somebody without a card nothing is the chip's word.
      ...(visit.lane === 'declared'
        ? { typed: typedOfHolder(holder, visit.arrivedAt) }
        : { kind: 'visit' as const, chip: keepFields(fieldsOfHolder(holder), identity) }),
      record,
      overall: visit.overall,
      readAt: visit.arrivedAt,
    };
    return { ...emptyContent, visitId, people: [person], roles: { [applicant]: [person.id] } };
  }

  return {
    open(by, officer, { forms, stationId, visitId }) {
      if (stationId !== undefined && !parts.stationExists(stationId)) throw new RefusedError('not-found', 'stationId');
      const content = visitId === undefined ? emptyContent : ofVisit(visitId, officer);
      let view = desk.open(by, stationId ?? null, content);
      for (const code of forms) view = acts.addForm(by, view.caseId, { code });
      return view;
    },
  };
}
