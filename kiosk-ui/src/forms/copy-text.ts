/**
 * Puts a text on the clipboard; an empty one clears it. A page on plain HTTP has no clipboard of its own, so the old way
 * stands in. False when the browser let neither.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const holder = document.createElement('textarea');
  // An empty selection would copy nothing and leave the last value where it is.
  holder.value = text === '' ? ' ' : text;
  holder.className = 'unseen';
  (before?.closest('dialog') ?? document.body).append(holder);
  holder.select();
  const copied = document.execCommand('copy');
  holder.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}
