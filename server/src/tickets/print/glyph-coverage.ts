/**
 * Which characters a TrueType font can draw: its `cmap` table, format 4 or 12 (ISO/IEC 14496-22 §5.2.1). A name with one
 * letter that the house's font lacks is set wholly in the other font.
 */
export type Coverage = (text: string) => boolean;

type Range = readonly [first: number, last: number];

function segments(view: DataView, at: number): Range[] {
  const format = view.getUint16(at);
  if (format === 12) {
    const groups = view.getUint32(at + 12);
    return Array.from({ length: groups }, (_, i) => {
      const group = at + 16 + i * 12;
      return [view.getUint32(group), view.getUint32(group + 4)] as const;
    });
  }
  if (format !== 4) return [];
  const count = view.getUint16(at + 6) / 2;
  return Array.from({ length: count }, (_, i) => {
    const end = view.getUint16(at + 14 + i * 2);
    const start = view.getUint16(at + 16 + count * 2 + i * 2);
    return [start, Math.min(end, 0xfffe)] as const;
  });
}

/** A test for texts. Blanks and joiners, which need no glyph, are left out of it. */
export function coverageOf(font: Uint8Array): Coverage {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const ranges: Range[] = [];
  const tables = view.getUint16(4);
  for (let i = 0; i < tables; i += 1) {
    const record = 12 + i * 16;
    if (view.getUint32(record) !== 0x636d6170) continue; // 'cmap'
    const cmap = view.getUint32(record + 8);
    for (let j = 0; j < view.getUint16(cmap + 2); j += 1)
      ranges.push(...segments(view, cmap + view.getUint32(cmap + 4 + j * 8 + 4)));
  }
  const covers = (code: number): boolean => ranges.some(([first, last]) => first <= code && code <= last);
  return (text) =>
    [...text.replace(/[\s\u200b-\u200d\ufeff]/gu, '')].every((letter) => covers(letter.codePointAt(0) ?? 0));
}
