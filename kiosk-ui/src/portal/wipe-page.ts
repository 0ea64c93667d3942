/**
 * Ends the citizen's stay on a portal before the next one: what the page stored, its cookies as far as a page may reach
 * them, and every field on it. Runs inside a foreign page as text.
 */
export function wipePage(root: Document): void {
  const view = root.defaultView;
  for (const field of Array.from(root.querySelectorAll<HTMLInputElement>('input, textarea'))) field.value = '';
  try {
    view?.localStorage.clear();
    view?.sessionStorage.clear();
  } catch {
    // A page without storage has nothing to clear.
  }
  const parts = root.location.hostname.split('.');
  for (const cookie of root.cookie.split(';')) {
    const name = cookie.split('=')[0]?.trim() ?? '';
    if (name === '') continue;
    for (let from = 0; from < parts.length; from += 1)
      root.cookie = `${name}=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; domain=${parts.slice(from).join('.')}`;
    root.cookie = `${name}=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/`;
  }
}
