import { renderAsync } from '@resvg/resvg-js';
import { fontFiles } from './fonts.ts';

/** One bit a dot, black = 1, rows padded to whole octets. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rows: Uint8Array;
}

/** Draws an SVG: as a picture for people, and as dots for a printer. Runs on a thread of its own. */
export async function drawTicket(svg: string): Promise<{ png: Uint8Array; raster: Raster }> {
  const image = await renderAsync(svg, {
    font: { fontFiles: [...fontFiles], loadSystemFonts: false, defaultFontFamily: 'Noto Sans' },
    background: '#fff',
  });
  const { width, height, pixels } = image;
  const perRow = Math.ceil(width / 8);
  const rows = new Uint8Array(perRow * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const light = 0.299 * (pixels[at] ?? 255) + 0.587 * (pixels[at + 1] ?? 255) + 0.114 * (pixels[at + 2] ?? 255);
      if (light < 128) rows[y * perRow + (x >> 3)] = (rows[y * perRow + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
  return { png: new Uint8Array(image.asPng()), raster: { width, height, rows } };
}
