import type { Language } from '@cccd-kiosk/contract/text/language';
import { refusalTexts } from '@cccd-kiosk/contract/text/refusals';
import type { Refused } from './admin-api.ts';

/** A refusal in words with its remedy; an unheard-of code becomes `unknown`. */
export function refusalText(refused: Refused, language: Language): string {
  const code = Object.hasOwn(refusalTexts, refused.code) ? (refused.code as keyof typeof refusalTexts) : 'unknown';
  const text = refusalTexts[code];
  return `${text[language].replace('{field}', refused.field ?? '')}. ${text.remedy[language]}`;
}
