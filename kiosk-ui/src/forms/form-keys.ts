import type { FormDesk } from './form-desk.svelte.ts';
import { searchBox } from './form-desk.svelte.ts';

/**
 * What a key does on the form screens; undefined for one that is the browser's or the field's own. A field with letters
 * that are not saved yet keeps its own Ctrl+Z.
 */
export function actOfKey(event: KeyboardEvent, forms: FormDesk): (() => unknown) | undefined {
  if (event.altKey || event.isComposing || forms.dialog !== null) return undefined;
  if (event.ctrlKey || event.metaKey) return event.shiftKey ? undefined : withControl(event, forms);
  const plain: Readonly<Record<string, () => unknown>> = {
    F2: () => forms.newCase(),
    F3: () => (forms.cursor = searchBox),
    F4: () => forms.awaitCard(forms.role),
    F6: () => forms.formId !== null && (forms.dialog = { kind: 'papers', formId: forms.formId }),
    F7: () => {
      const papers = forms.form?.attachments ?? [];
      const first = papers.find(({ present }) => !present) ?? papers[0];
      if (first !== undefined) forms.cursor = first.attachmentId;
    },
    F8: () => forms.act('show'),
    F10: () => {
      const { personId } = forms;
      if (personId !== null && forms.photos.urls.has(personId)) void forms.compareFace(personId, 'same');
    },
    Escape: () => forms.escape(),
  };
  return Object.hasOwn(plain, event.key) ? plain[event.key] : undefined;
}

function withControl(event: KeyboardEvent, forms: FormDesk): (() => unknown) | undefined {
  const { target } = event;
  const field = target instanceof HTMLElement ? target : null;
  if (event.key === 'Enter') return () => forms.finish();
  const dirty =
    field?.matches('textarea[data-dirty]') === true || (field instanceof HTMLInputElement && field.type !== 'checkbox');
  return event.key.toLowerCase() === 'z' && !dirty ? () => forms.undo() : undefined;
}
