import type { Refusal } from '@cccd-kiosk/contract/error-codes';
import type { Language } from '@cccd-kiosk/contract/text/language';
import { say } from '@cccd-kiosk/contract/text/language';
import { refusalTexts } from '@cccd-kiosk/contract/text/refusals';

/** A refusal as an officer reads it, what to do included; the field by its name on the form where it has one. */
export function refusalWords({ code }: Refusal, language: Language, field?: string): string {
  const text = refusalTexts[code];
  return `${say(text, language, { field: field ?? '–' })}. ${text.remedy[language]}`;
}
