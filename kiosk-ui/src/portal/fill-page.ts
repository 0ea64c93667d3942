import type { PortalFill } from '@cccd-kiosk/contract/forms';

/** What came of filling a page: labels, never values. */
export interface FillReport {
  readonly filled: readonly string[];
  /** Controls that this page has not, or that took no such value: copied by hand. */
  readonly left: readonly string[];
}

/**
 * Puts values into a page's own controls by their names. Runs inside a foreign page as text, so it stands on nothing
 * outside itself. A control is found by `name`, `id` or Angular's `formcontrolname`; `box.part` is a part within a box.
 * Values go in the way a person's typing does, so that the page's own program sees them.
 */
export function fillPage(root: Document, controls: PortalFill['controls']): FillReport {
  const documents = (from: Document): Document[] => [
    from,
    ...Array.from(from.querySelectorAll('iframe')).flatMap((frame) => {
      try {
        return frame.contentDocument === null ? [] : documents(frame.contentDocument);
      } catch {
        // A frame of another site is none of ours.
        return [];
      }
    }),
  ];
  const fold = (text: string): string =>
    text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').replace(/\s+/g, ' ').trim().toLowerCase();
  const within = (place: ParentNode, name: string): Element | null => {
    const value = CSS.escape(name);
    return (
      place.querySelector(`[name="${value}"], [id="${value}"], [formcontrolname="${value}"]`) ??
      place.querySelector(`[name$="$${value}"], [id$="_${value}"]`)
    );
  };
  const find = (name: string): Element | null => {
    for (const document of documents(root)) {
      const whole = within(document, name);
      if (whole !== null) return whole;
      const [box = '', ...parts] = name.split('.');
      const outer = parts.length === 0 ? null : within(document, box);
      const inner = outer === null ? null : within(outer, parts.join('.'));
      if (inner !== null) return inner;
    }
    return null;
  };
  const tell = (element: Element): void => {
    // A date picker may hear keys alone, and write its own date over ours when it is left.
    for (const type of ['input', 'keyup', 'change', 'blur']) element.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const type = (element: HTMLInputElement | HTMLTextAreaElement, value: string): boolean => {
    if (element.disabled || element.readOnly) return false;
    // A page's framework puts its own setter over the element's: the prototype's is the browser's.
    const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element) as object, 'value');
    own?.set?.call(element, value);
    tell(element);
    return element.value === value;
  };
  const choose = (select: HTMLSelectElement, value: string): boolean => {
    const wanted = fold(value);
    const options = Array.from(select.options);
    const option =
      options.find((each) => each.value === value) ??
      options.find(({ text }) => fold(text) === wanted) ??
      options.find(({ text }) => fold(text) !== '' && fold(text).includes(wanted));
    if (option === undefined || select.disabled) return false;
    select.value = option.value;
    tell(select);
    return true;
  };
  const press = (radio: HTMLInputElement, value: string): boolean => {
    const group = Array.from(radio.ownerDocument.querySelectorAll<HTMLInputElement>('input[type=radio]')).filter(
      ({ name }) => name === radio.name,
    );
    const found = group.find(
      (each) =>
        each.value === value ||
        Array.from(each.labels ?? []).some(({ textContent }) => fold(textContent) === fold(value)),
    );
    if (found === undefined) return false;
    found.click();
    return found.checked;
  };
  const iso = (value: string): string => value.split('/').reverse().join('-');
  const put = (place: Element, value: string): boolean => {
    const element = place.matches('input, textarea, select')
      ? place
      : place.querySelector('input:not([type=hidden]), textarea, select');
    if (element === null) return false;
    // Of the element's own window: it may stand in a frame.
    const tag = element.tagName.toLowerCase();
    if (tag === 'select') return choose(element as HTMLSelectElement, value);
    const input = element as HTMLInputElement;
    if (input.type === 'radio') return press(input, value);
    if (input.type === 'date') return type(input, iso(value));
    return type(input, value);
  };
  const filled: string[] = [];
  const left: string[] = [];
  /** Adds the row that a control stands in: the last of its buttons, as a person would press. */
  const addRow = (add: string): void => {
    for (const document of documents(root)) {
      const button = Array.from(document.querySelectorAll<HTMLElement>(add)).at(-1);
      if (button !== undefined) {
        button.click();
        return;
      }
    }
  };
  for (const { names, value, label, add } of controls) {
    if (add !== undefined && names.every((name) => find(name) === null)) addRow(add);
    const done = names.some((name) => {
      const place = find(name);
      if (place === null || !put(place, value)) return false;
      (place as HTMLElement).style.outline = '3px solid #1d4f91';
      return true;
    });
    (done ? filled : left).push(label);
  }
  return { filled, left };
}
