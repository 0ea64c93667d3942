import type { FormTextKey } from '@cccd-kiosk/contract/text/forms';
import { formTexts } from '@cccd-kiosk/contract/text/forms';

/** What an undo takes back, in words; an act without its own word is the last one. */
export function undoWord(what: string): FormTextKey {
  const key = `undo.${what}`;
  return Object.hasOwn(formTexts, key) ? (key as FormTextKey) : 'undo.other';
}
