import type { Raster } from './raster.ts';

const esc = 0x1b;
const gs = 0x1d;
const bandHeight = 128;

/** DLE EOT 4: real-time status of the paper sensors. */
export const askForPaper = Uint8Array.of(0x10, 0x04, 4);

/** Bits 5 and 6 of the answer to DLE EOT 4: the roll is at its end. */
export const isOutOfPaper = (status: number): boolean => (status & 0x60) !== 0;

/** Reset, the picture in bands (GS v 0), feed, partial cut (GS V 66). Dots only: no text ever reaches the printer (TH11). */
export function escposOf({ width, height, rows }: Raster): Uint8Array {
  const perRow = Math.ceil(width / 8);
  const parts: Uint8Array[] = [Uint8Array.of(esc, 0x40)];
  for (let top = 0; top < height; top += bandHeight) {
    const band = Math.min(bandHeight, height - top);
    parts.push(Uint8Array.of(gs, 0x76, 0x30, 0, perRow & 255, perRow >> 8, band & 255, band >> 8));
    parts.push(rows.subarray(top * perRow, (top + band) * perRow));
  }
  parts.push(Uint8Array.of(gs, 0x56, 66, 0));
  return new Uint8Array(Buffer.concat(parts));
}
