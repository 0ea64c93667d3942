import type { InsuranceView } from '@cccd-kiosk/contract/insurance';
import { kioskInsuranceTexts } from '@cccd-kiosk/contract/text/kiosk-insurance';
import type { Values, Words } from '@cccd-kiosk/contract/text/language';

/** So many days before its end a card that is in order is worth a reminder (B-06). */
const soon = 30;

export interface InsuranceWords {
  readonly title: Words;
  readonly text?: Words;
}

/**
 * What the screen says of a state: one line, and one that comforts or tells the way. `document`: what the person showed is
 * no Vietnamese card.
 */
export function insuranceWords(insurance: InsuranceView, document?: 'other'): InsuranceWords {
  const texts = kioskInsuranceTexts;
  switch (insurance.state) {
    case 'will-be-checked':
      return { title: texts[document === 'other' ? 'other-document' : 'will-be-checked'], text: texts.comfort };
    case 'checking':
      return { title: texts.checking, text: texts.comfort };
    case 'valid': {
      const { until, ratePercent, daysLeft } = insurance;
      const title = until === null ? texts.valid : texts['valid-until'];
      if (daysLeft !== null && daysLeft <= soon) return { title, text: texts['ends-soon'] };
      return ratePercent === null ? { title } : { title, text: texts.rate };
    }
    case 'pending':
      return { title: texts.pending, text: texts.comfort };
    case 'not-found':
      return insurance.asked === 'personal-number'
        ? { title: texts['not-found'], text: texts['not-found-why'] }
        : { title: texts['not-found-number'], text: texts['not-found-comfort'] };
    case 'ended':
      return { title: insurance.on === null ? texts.ended : texts['ended-on'], text: texts['ended-comfort'] };
    case 'mismatch':
      return { title: insurance.field === 'name' ? texts['mismatch-name'] : texts['mismatch-birth'], text: texts.help };
    case 'desk':
      return { title: texts.desk, text: texts.told };
    case 'staff-check':
      return { title: texts['staff-check'], text: texts.comfort };
    case 'self-pay':
      return { title: texts['self-pay'], text: texts['self-pay-later'] };
  }
}

const written = (day: string): string => day.split('-').reverse().join('/');

/** What those words are filled with: dates `dd/mm/yyyy`, per cent, days. */
export function insuranceValues(insurance: InsuranceView): Values {
  if (insurance.state === 'valid')
    return {
      date: insurance.until === null ? '' : written(insurance.until),
      percent: insurance.ratePercent ?? 0,
      days: insurance.daysLeft ?? 0,
    };
  return insurance.state === 'ended' && insurance.on !== null ? { date: written(insurance.on) } : {};
}

/** Amber where the person has something to do, jade where all is well, indigo for a desk, slate for the rest. */
export function insuranceTone(insurance: InsuranceView): 'nghe' | 'slate' | 'cham' | 'jade' {
  switch (insurance.state) {
    case 'valid':
      return insurance.daysLeft !== null && insurance.daysLeft <= soon ? 'nghe' : 'jade';
    case 'not-found':
    case 'ended':
      return 'nghe';
    case 'desk':
      return 'cham';
    default:
      return 'slate';
  }
}
