import type { DrawnPage } from './pdf-pages.ts';

/** Dots an inch on paper: small print stays sharp, a page stays under 30 MB in memory. */
export const printResolution = 220;

/**
 * Sends drawn pages to the system's printer, on sheets of their own size. They stand in the document until the printer's
 * window is closed, or until the returned function is called.
 */
export function printPages(pages: readonly DrawnPage[]): () => void {
  const [first] = pages;
  if (first === undefined) return () => undefined;
  const sheet = new CSSStyleSheet();
  // A pixel less than the sheet: a rounded-up height would spill onto an empty one.
  const size = `${first.width.toFixed(2)}mm ${first.height.toFixed(2)}mm`;
  sheet.replaceSync(
    `@page { size: ${size}; margin: 0 }
     .print-sheet { display: none }
     @media print {
       html, body { height: auto; background: none }
       body > :not(.print-sheet) { display: none !important }
       .print-sheet { display: block }
       .print-sheet canvas { display: block; width: 100%; height: calc(100vh - 1px); object-fit: contain; break-after: page }
       .print-sheet canvas:last-child { break-after: auto }
     }`,
  );
  const holder = document.createElement('div');
  holder.className = 'print-sheet';
  holder.setAttribute('aria-hidden', 'true');
  holder.append(...pages.map(({ canvas }) => canvas));
  document.body.append(holder);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const clean = (): void => {
    holder.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  };
  window.addEventListener('afterprint', clean, { once: true });
  window.print();
  return clean;
}
