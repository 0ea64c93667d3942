import type { Page } from 'playwright-core';

/** What is wrong with a screen as it stands: letters cut off, targets too small, type below the floor. */
export interface Flaws {
  readonly clipped: readonly string[];
  readonly smallTargets: readonly string[];
  readonly smallType: readonly string[];
  readonly hidden: readonly string[];
}

/**
 * Looks at every line of text and every button in the page. A text may lie outside the window only inside something that
 * scrolls; never outside its button, and never beyond the window's sides.
 */
export function flawsOf(page: Page, least: { target: number; type: number }): Promise<Flaws> {
  return page.evaluate(({ target, type }) => {
    const flaws = {
      clipped: [] as string[],
      smallTargets: [] as string[],
      smallType: [] as string[],
      hidden: [] as string[],
    };
    const slack = 2;
    const name = (element: Element): string => (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60);
    const shown = (element: Element): boolean =>
      element.closest('.unseen, [aria-hidden="true"]') === null && element.checkVisibility();

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || (node.textContent ?? '').trim() === '' || !shown(parent)) continue;
      if (parent.closest('svg') === null && Number.parseFloat(getComputedStyle(parent).fontSize) < type - 0.01)
        flaws.smallType.push(`${getComputedStyle(parent).fontSize}: ${name(parent)}`);
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.left < -slack || box.right > innerWidth + slack)
          flaws.clipped.push(`beyond the window: ${name(parent)}`);
        const button = parent.closest('button')?.getBoundingClientRect();
        if (
          button !== undefined &&
          (box.left < button.left - slack ||
            box.right > button.right + slack ||
            box.bottom > button.bottom + 6 ||
            box.top < button.top - 6)
        )
          flaws.clipped.push(`beyond its button: ${name(parent)}`);
      }
    }

    for (const button of document.querySelectorAll('button')) {
      if (!shown(button)) continue;
      const box = button.getBoundingClientRect();
      const after = getComputedStyle(button, '::after');
      const width = Math.max(box.width, Number.parseFloat(after.width) || 0);
      const height = Math.max(box.height, Number.parseFloat(after.height) || 0);
      if (width < target - 0.5 || height < target - 0.5)
        flaws.smallTargets.push(`${Math.round(width)}×${Math.round(height)}: ${name(button)}`);
    }
    // The help bar and the main button are always in sight.
    for (const button of document.querySelectorAll('nav button, .foot .main button')) {
      const box = button.getBoundingClientRect();
      if (box.top < 0 || box.bottom > innerHeight + slack) flaws.hidden.push(name(button));
    }
    return flaws;
  }, least);
}
