import type { InsuranceView } from '@cccd-kiosk/contract/insurance';
import type { VisitInsurance } from '../insurance/outbox/visit-insurance-repository.ts';
import type { InsuranceFact } from './registered-visit.ts';
import { insuranceUnknown } from './registered-visit.ts';

/** The gateway's answer with the card that counts, as far as there is one. */
function answered(
  state: 'valid' | 'not-valid' | 'not-insured',
  validTo: string | null,
  record: VisitInsurance | undefined,
): InsuranceFact {
  const card = record?.card?.reveal();
  return {
    state,
    cardNumber: card?.number ?? card?.bhxhNumber ?? null,
    registeredFacility: card?.registeredAt ?? null,
    validFrom: card?.from ?? null,
    validTo: card?.until ?? validTo,
    area: card?.region ?? null,
    fiveYearsFrom: card?.fiveYearsOn ?? null,
    code: record?.code ?? null,
    words: card?.note ?? null,
    askedAt: record?.since ?? null,
    visitCategory: record?.confirmed?.code ?? null,
  };
}

/**
 * What a screen may know of an insurance, and what the look-up kept of it, as a fact to hand over. A mismatch, or whatever
 * only staff can judge, is no answer: `unknown`, without a card. Who chose to pay has MA_DOITUONG_KCB 9.
 */
export function insuranceFactOf(view: InsuranceView, record?: VisitInsurance): InsuranceFact {
  const confirmed = { ...insuranceUnknown, visitCategory: record?.confirmed?.code ?? null };
  switch (view.state) {
    case 'valid':
      return answered('valid', view.until, record);
    case 'checking':
    case 'pending':
      return { ...confirmed, state: 'pending' };
    case 'not-found':
      return { ...answered('not-insured', null, record), cardNumber: null };
    case 'ended':
      return answered('not-valid', view.on, record);
    case 'self-pay':
      return { ...confirmed, state: 'not-insured', visitCategory: confirmed.visitCategory ?? '9' };
    case 'will-be-checked':
    case 'mismatch':
    case 'desk':
    case 'staff-check':
      return confirmed;
  }
}
