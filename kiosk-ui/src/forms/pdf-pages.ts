import type { PDFDocumentProxy } from 'pdfjs-dist';

/** A page of a PDF as the browser draws it, exactly as it will be printed. */
export interface DrawnPage {
  readonly canvas: HTMLCanvasElement;
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
}

const pointsPerInch = 72;
const millimetres = (points: number): number => (points / pointsPerInch) * 25.4;

/**
 * The drawer is loaded when the first page is wanted. Its worker runs in the page itself: the page's policy lets no script
 * start a worker of its own.
 */
async function openPdf(pdf: Blob): Promise<PDFDocumentProxy> {
  const [library, worker] = await Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.min.mjs')]);
  (globalThis as { pdfjsWorker?: unknown }).pdfjsWorker = worker;
  const data = new Uint8Array(await pdf.arrayBuffer());
  // Everything a page needs is in the file: nothing is fetched, no script of the file runs.
  return library.getDocument({ data, useWasm: false, useWorkerFetch: false, useSystemFonts: false, enableXfa: false })
    .promise;
}

/** Draws every page at so many dots an inch. Throws when the file is no PDF. */
export async function drawPages(pdf: Blob, dotsPerInch: number): Promise<DrawnPage[]> {
  const document_ = await openPdf(pdf);
  const pages: DrawnPage[] = [];
  try {
    for (let number = 1; number <= document_.numPages; number += 1) {
      const page = await document_.getPage(number);
      const viewport = page.getViewport({ scale: dotsPerInch / pointsPerInch });
      const canvas = document.createElement('canvas');
      canvas.width = Math.ceil(viewport.width);
      canvas.height = Math.ceil(viewport.height);
      await page.render({ canvas, viewport }).promise;
      const { width, height } = page.getViewport({ scale: 1 });
      pages.push({ canvas, width: millimetres(width), height: millimetres(height) });
    }
  } finally {
    await document_.loadingTask.destroy();
  }
  return pages;
}
