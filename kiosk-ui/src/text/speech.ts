import type { CitizenPaper } from '@cccd-kiosk/contract/citizen-form';
import { addressValues } from '@cccd-kiosk/contract/text/address';
import { kioskFormTexts } from '@cccd-kiosk/contract/text/kiosk-forms';
import { kioskTexts } from '@cccd-kiosk/contract/text/kiosk';
import type { Language, Words } from '@cccd-kiosk/contract/text/language';
import { say } from '@cccd-kiosk/contract/text/language';
import { problemTexts } from '@cccd-kiosk/contract/text/problems';
import { ticketTexts } from '@cccd-kiosk/contract/text/ticket';
import type { Screen } from '../flow/screen.ts';
import { companionKeys } from './companion.ts';

const anOfficerPrints = problemTexts['form-not-printed'];
export type ShownPaper = Exclude<CitizenPaper, 'none'>;
/** The headline of each state, and what the person does about it. */
export const paperText: Readonly<Record<ShownPaper, readonly [title: Words, lead: Words]>> = {
  printing: [kioskFormTexts['paper.printing'], kioskFormTexts['paper.printing-lead']],
  printed: [kioskFormTexts['paper.title'], kioskFormTexts['paper.lead']],
  'out-of-paper': [kioskFormTexts['paper.out-of-paper'], anOfficerPrints.remedy],
  failed: [anOfficerPrints.title, anOfficerPrints.remedy],
  'too-long': [kioskFormTexts['paper.too-long'], anOfficerPrints.remedy],
};
const paperWords = (paper: CitizenPaper): readonly Words[] => (paper === 'none' ? [] : paperText[paper]);

function wordsOf(screen: Screen): readonly Words[] {
  switch (screen.name) {
    case 'idle':
      return [kioskTexts['idle.spoken']];
    case 'keypad':
      return screen.stage.wrongKey ? [problemTexts['wrong-key']] : [problemTexts['key-needed']];
    case 'card-needed':
      return [kioskTexts['card-needed.title']];
    case 'reading':
      return [kioskTexts['reading.title'], kioskTexts['reading.still']];
    case 'paused':
      return [problemTexts[screen.stage.problem]];
    case 'greeting':
      return [kioskTexts['greeting.spoken']];
    case 'insurance-ways':
      return [kioskTexts['ways.question']];
    case 'child':
      return [kioskTexts['child.title'], kioskTexts['insurance.number.spoken']];
    case 'companion':
      return [kioskTexts[companionKeys[screen.stage.step].title]];
    case 'insurance-number':
      return [kioskTexts['insurance.number.spoken']];
    case 'ticket':
      return screen.stage.cardPresent
        ? [ticketTexts['remember-card']]
        : [kioskTexts['ticket.title'], kioskTexts['ticket.where']];
    case 'go-to-desk':
      return [problemTexts['go-to-desk']];
    case 'form-tiles':
      return [kioskFormTexts['tiles.title']];
    case 'form-search':
      return [kioskFormTexts['search.title']];
    case 'form-question':
      return [screen.question.label];
    case 'form-check':
      return [kioskFormTexts['check.title']];
    case 'form-paper':
      return paperWords(screen.stage.paper);
    case 'form-taken':
      return [kioskFormTexts['taken.title']];
    case 'form-review':
      return [kioskFormTexts['review.title'], kioskFormTexts['review.lead']];
    case 'problem':
      return screen.problem === 'out-of-paper' || screen.problem === 'already-checked-in'
        ? [kioskTexts['ticket.photograph']]
        : [problemTexts[screen.problem]];
    case 'no-card':
      return [kioskTexts['no-card.title'], kioskTexts['no-card.lead']];
    case 'notice':
      return [kioskTexts['notice.title']];
    case 'emergency':
      return [kioskTexts['emergency.title']];
    case 'away':
      return [problemTexts['server-away']];
    case 'starting':
      return [kioskTexts['starting.title']];
    case 'unpaired':
      return [kioskTexts['unpaired.title']];
  }
}

/**
 * What "Nghe" reads aloud. The loudspeaker never says a name, a number, a birth date or anything of insurance: only
 * texts of the catalogue are spoken, addressed to *bạn*, and the only value ever filled in is a desk.
 */
export function spokenText(screen: Screen, language: Language): string {
  const desk = screen.name === 'go-to-desk' ? screen.stage.desk : '';
  return wordsOf(screen)
    .map((words) => say(words, language, { ...addressValues('ban', language), desk }))
    .join('. ');
}
